"""The light of a picture, and what colours its pixels have in white light."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from detectors.color_terms import lab_of

GAMMA, BRIGHT, CAST = 2.2, 97.0, (0.6, 1.6)
"""Of a picture's values; the percentile of each colour's light that makes white, and how far a cast may go."""

WHITE, BRIGHTEST, MOST_LIFTED = 95.0, 98.0, 1.35
"""L of what is white, the percentile of L that is taken for it in a picture, and by how much L is raised at most."""

CUBE_ROOT = 16.0
"""What L has to be raised by to be in proportion to the cube root of the light, in CIE Lab."""


@dataclass(frozen=True)
class Light:
    """The light of a picture: what makes its red, green and blue white, and by what L is raised.

    ``whites`` are guesses of the light's colour: that it has none, that of the picture's brightest parts (von Kries),
    and that of the picture's average (the gray-world assumption; Buchsbaum, 1980).
    """

    whites: tuple[np.ndarray, ...]
    lifts: tuple[float, ...]

    @classmethod
    def of(cls, rgb: np.ndarray) -> Light:
        """That of a whole picture, ``uint8`` RGB."""
        pixels = np.asarray(rgb, float).reshape(-1, 3)
        shone = (pixels / 255) ** GAMMA
        bright = _cast(np.percentile(shone, BRIGHT, axis=0))
        if bright.min() < CAST[0] or bright.max() > CAST[1]:  # the brightest is a thing of that colour
            bright = np.ones(3)
        average = np.clip(_cast(shone.mean(0)), *CAST)
        whites = tuple(cast ** (-1 / GAMMA) for cast in (np.ones(3), bright, average))
        lifts = [_lift(pixels * white) for white in whites[:2]]
        return cls(whites, (*lifts, lifts[1]))

    def seen(self, rgb: np.ndarray) -> tuple[np.ndarray, ...]:
        """Pixels in CIE Lab, shape ``(n, 3)``, once for each guess, the first as rendered; the brightest are white."""
        pixels = np.asarray(rgb, float).reshape(-1, 3)
        made = []
        for white, lift in zip(self.whites, self.lifts, strict=True):
            lab = lab_of(np.clip(pixels * white, 0, 255))
            lab[:, 0] = np.minimum(lab[:, 0] * lift, 100.0)
            made.append(lab)
        return tuple(made)

    def lit(self, rgb: np.ndarray) -> np.ndarray:
        """Pixels in CIE Lab as rendered, shape ``(n, 3)``, were the light as bright as the brightest are white.

        More light raises chroma along with L: what is red in the shade is red in the sun, and no light brown.
        """
        lab = lab_of(np.asarray(rgb, float).reshape(-1, 3))
        raised = np.minimum(lab[:, :1] * self.lifts[0], 100.0)
        lab[:, 1:] *= (raised + CUBE_ROOT) / (lab[:, :1] + CUBE_ROOT)
        return np.concatenate([raised, lab[:, 1:]], axis=1)


def _cast(light: np.ndarray) -> np.ndarray:
    """Red, green and blue of a light as shares of their mean."""
    return np.asarray(light / max(float(light.mean()), 1e-6))


def _lift(pixels: np.ndarray) -> float:
    brightest = float(np.percentile(lab_of(np.clip(pixels, 0, 255))[:, 0], BRIGHTEST))
    return float(np.clip(WHITE / max(brightest, 1.0), 1.0, MOST_LIFTED))
