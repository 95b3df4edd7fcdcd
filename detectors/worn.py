"""Which part of a person is clothes, in which light a picture is, and from when on a colour is sure enough to be said.

A colour is sure if it leads both as the camera rendered it and with the light of the picture's brightest parts made
white: a toilet in a bluish light is not blue.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from detectors.color_terms import COLORS, color_scores, lab_of
from pipeline.core.labels import CLOTHED

UPPER_BODY = (0.15, 0.5)
"""Where a person's upper body is, in heights of the box."""

TRUNK = (0.2, 0.8)
"""Where the trunk is, in widths of the box: beside it are arms, and what is behind the person."""

BARE_WORTH = 0.15
"""What a pixel that looks like skin counts among the clothes."""

LEAST_WORN = 0.3
"""Share of the weight that has to be left for clothes."""

GAMMA, BRIGHT, CAST = 2.2, 97.0, (0.6, 1.6)
"""Of a picture's values; the percentile of each colour's light that makes white, and how far a cast may go."""

WHITE, BRIGHTEST, MOST_LIFTED = 95.0, 98.0, 1.35
"""L of what is white, the percentile of L that is taken for it in a picture, and by how much L is raised at most."""

SURE = {"black": 0.65, "gray": 0.85, "brown": 0.6, "yellow": 0.55, "green": 0.65, "white": 0.5, "red": 0.5}
"""Share of the pixels that a term must name to be said, where it is more than any term must.

Dark blue is often taken for black, white in a shade for gray, skin and earth for brown, and leaves show green through.
Set on 680 training pictures of Flickr8k in whose captions one colour is told of the only person or thing of its kind.
"""


def worn_scores(lab: np.ndarray, weights: np.ndarray) -> dict[str, float]:
    """Share of each colour term among a person's pixels, CIE Lab ``(n, 3)``, that are clothes; sums to 1.

    Where hardly anything but skin is seen, every term has the same share.
    """
    clothes = weights * np.where(_like_skin(lab), BARE_WORTH, 1.0)
    if clothes.sum() < LEAST_WORN * weights.sum():
        return dict.fromkeys(COLORS, 1 / len(COLORS))
    return color_scores(lab, clothes)


def _like_skin(lab: np.ndarray) -> np.ndarray:
    lightness, a, b = np.asarray(lab).reshape(-1, 3).T
    hue, chroma = np.degrees(np.arctan2(b, a)) % 360, np.hypot(a, b)
    warm = (hue > 25) & (hue < 75) & (chroma > 12) & (chroma < 45)
    return warm & (lightness > 30) & (lightness < 88)


@dataclass(frozen=True)
class Light:
    """The light of a picture: what its red, green and blue are to be multiplied by to be white, and L in each case."""

    gains: np.ndarray
    lifts: tuple[float, float]

    @classmethod
    def of(cls, rgb: np.ndarray) -> Light:
        """That of a whole picture, ``uint8`` RGB."""
        pixels = np.asarray(rgb, float).reshape(-1, 3)
        bright = np.percentile((pixels / 255) ** GAMMA, BRIGHT, axis=0)
        cast = bright / max(float(bright.mean()), 1e-6)
        lit = CAST[0] <= cast.min() and cast.max() <= CAST[1]  # else the brightest is a thing of that colour
        gains = cast ** (-1 / GAMMA) if lit else np.ones(3)
        return cls(gains, (_lift(pixels), _lift(pixels * gains)))

    def seen(self, rgb: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Pixels in CIE Lab, shape ``(n, 3)``, as rendered and in white light, both as if the brightest were white."""
        pixels = np.asarray(rgb, float).reshape(-1, 3)
        made = []
        for part, lift in zip((pixels, np.clip(pixels * self.gains, 0, 255)), self.lifts, strict=True):
            lab = lab_of(part)
            lab[:, 0] = np.minimum(lab[:, 0] * lift, 100.0)
            made.append(lab)
        return made[0], made[1]


def _lift(pixels: np.ndarray) -> float:
    brightest = float(np.percentile(lab_of(np.clip(pixels, 0, 255))[:, 0], BRIGHTEST))
    return float(np.clip(WHITE / max(brightest, 1.0), 1.0, MOST_LIFTED))


def sure_term(scores: Sequence[Mapping[str, float]], least: float, label: str) -> str | None:
    """The colour term that leads in all lights, if it is sure enough in each to be said of a thing of the label."""
    terms = {max(one, key=lambda name: one[name]) for one in scores}
    best = terms.pop()
    wanted = max(least, SURE.get(best, 0.0))
    if best == "brown" and label in CLOTHED:
        wanted = max(wanted, SURE["gray"])
    return best if not terms and min(one[best] for one in scores) >= wanted else None
