"""From when on the colour of a thing is sure enough to be said.

A colour is sure if it leads whatever the light is thought to be, and would lead if the thing were a little grayer: a
toilet in a bluish light is not blue, nor is a keyboard beside a window.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from detectors.color_terms import color_scores
from pipeline.core.labels import ANIMATE, CLOTHED

SURE = {"black": 0.65, "gray": 0.85, "brown": 0.6, "yellow": 0.55, "green": 0.65, "white": 0.5, "red": 0.5}
"""Share of the pixels that a term must name to be said, where it is more than any term must.

Dark blue is often taken for black, white in a shade for gray, skin and earth for brown, and leaves show green through.
Set on 680 training pictures of Flickr8k in whose captions one colour is told of the only person or thing of its kind,
as the numbers below.
"""

AHEAD = 2.0
"""How many times as many pixels of a thing a term must name as any other: what is black and white is neither.

Clothes are so shaded, and so much of what is around them is taken for them, that their shares lie closer.
"""

FADED = 6.0
"""Chroma that a colour must be able to lose: what a tinted light or its neighbours lend to a gray thing."""

TINGE = 6.0
"""Mean chroma from which on a black thing may be of another dark colour."""

PLAIN = frozenset(("black", "white", "gray"))
"""Terms without a hue, which a wrong guess of the light gives one."""

COATS = PLAIN | {"brown"}
"""What is said of the coat of an animal; other terms are those of the light or of what is behind it."""

COATED = ANIMATE - CLOTHED - {"bird"}


def sure_color(lights: Sequence[np.ndarray], weights: np.ndarray, least: float, label: str) -> str | None:
    """The colour of a thing of the label if it is sure, by its pixels in each light as :class:`Light` sees them.

    ``weights``, shape ``(n,)``, says how much each pixel is that of the thing or of its clothes; a term must name
    ``least`` of them.
    """
    if not weights.any():
        return None
    seen = [color_scores(lab, weights) for lab in lights]
    best = sure_term(seen[:2], least, label)
    if best is None or (label in COATED and best not in COATS):
        return None
    if best == "black":
        return None if any(_tinge(lab, weights) > TINGE for lab in lights[:2]) else best
    if best in PLAIN:
        return best
    if any(_leading(one) != best for one in seen[2:]):
        return None
    faded = {_leading(color_scores(_faded(lab), weights)) for lab in lights} if best != "brown" else set()
    return None if faded & PLAIN else best


def sure_term(scores: Sequence[Mapping[str, float]], least: float, label: str) -> str | None:
    """The colour term that leads in all lights, if it names enough in each to be said of a thing of the label."""
    terms = {_leading(one) for one in scores}
    best = terms.pop()
    wanted = max(least, SURE.get(best, 0.0))
    if best == "brown" and label in CLOTHED:
        wanted = max(wanted, SURE["gray"])
    ahead = 1.0 if label in CLOTHED else AHEAD
    clear = not terms and all(one[best] >= max(wanted, ahead * _second(one)) for one in scores)
    return best if clear else None


def _leading(scores: Mapping[str, float]) -> str:
    return max(scores, key=lambda name: scores[name])


def _second(scores: Mapping[str, float]) -> float:
    return sorted(scores.values())[-2]


def _faded(lab: np.ndarray) -> np.ndarray:
    chroma = np.hypot(lab[:, 1], lab[:, 2])
    left = np.maximum(chroma - FADED, 0) / np.maximum(chroma, 1e-6)
    return np.column_stack([lab[:, 0], lab[:, 1] * left, lab[:, 2] * left])


def _tinge(lab: np.ndarray, weights: np.ndarray) -> float:
    return float(np.hypot(*(weights @ lab[:, 1:])) / max(float(weights.sum()), 1e-6))
