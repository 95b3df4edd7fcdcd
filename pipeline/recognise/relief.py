"""How evenly the ground of a picture goes on: solids in the light shade all of it, a drawn gradient has one course."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from pipeline.recognise.look import thumbnail

BEYOND = 16
"""Chroma, of 255, by which a coloured thing exceeds the middle pixel of the picture, and is no ground."""

ORDER = 4
"""Of the polynomial of place that gradients and the fall of light over a ground are."""

LEVEL = 1.0
"""Grey levels, of 255, from the course up to which a pixel keeps to it."""

NEAR, MORE = 2.0, 0.5
"""Times the middle departure, and grey levels more, within which a pixel has a say in the course: a gray thing and what
shadow is drawn under it have none."""

ROUNDS = 6
"""Fits, each to what is near the one before."""

LEAST_GROUND = 0.3
"""Share of the picture that the ground must be."""


def level_share(image: np.ndarray) -> float | None:
    """Share of the ground of a picture ``(h, w, 3)`` that keeps to a smooth course of light that most of it follows.

    None where too little of it is ground.
    """
    small = thumbnail(image)
    ground = ground_of(small)
    if ground.mean() < LEAST_GROUND:
        return None
    grey = small.mean(axis=2)[ground].astype(float)
    terms = _powers(*ground.shape)[ground]
    near = np.ones(len(grey), bool)
    for _ in range(ROUNDS):
        use = terms[near]
        away = np.abs(grey - terms @ np.linalg.lstsq(use.T @ use, use.T @ grey[near], rcond=None)[0])
        near = away <= NEAR * np.median(away) + MORE
    return float((away < LEVEL).mean())


def ground_of(small: np.ndarray) -> np.ndarray:
    """The pixels of a thumbnail ``(h, w, 3)`` that are of its ground, away from the rims of coloured things."""
    from scipy import ndimage

    chroma = small.max(axis=2) - small.min(axis=2)
    return ndimage.binary_erosion(chroma < np.median(chroma) + BEYOND, np.ones((3, 3)), border_value=1)


@lru_cache(maxsize=8)
def _powers(height: int, width: int) -> np.ndarray:
    """Products of powers of the place, ``(height, width, terms)``."""
    down, across = np.mgrid[-1 : 1 : height * 1j, -1 : 1 : width * 1j]
    return np.stack([across**i * down**j for i in range(ORDER + 1) for j in range(ORDER + 1 - i)], -1)
