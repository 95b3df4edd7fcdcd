"""How uneven the ground of a picture is: solids in the light throw shadows on it, a drawn gradient goes on evenly."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from pipeline.recognise.look import thumbnail

BEYOND = 16
"""Chroma, of 255, by which a coloured thing exceeds the middle pixel of the picture, and is no ground."""

ORDER = 4
"""Of the polynomial of place that gradients and the fall of light over a ground are."""

MOST = 0.9
"""Share of the ground's pixels that the relief is not exceeded by."""

LEAST_GROUND = 0.3
"""Share of the picture that the ground must be."""


def ground_relief(image: np.ndarray) -> float | None:
    """Grey levels, of 255, by which the ground of a picture ``(h, w, 3)`` departs from a smooth course of light.

    None where too little of it is ground.
    """
    from scipy import ndimage

    small = thumbnail(image)
    chroma = small.max(axis=2) - small.min(axis=2)
    ground = ndimage.binary_erosion(chroma < np.median(chroma) + BEYOND, np.ones((3, 3)), border_value=1)
    if ground.mean() < LEAST_GROUND:
        return None
    grey = small.mean(axis=2)[ground].astype(float)
    course = _powers(*ground.shape)[ground]
    fitted = np.linalg.lstsq(course.T @ course, course.T @ grey, rcond=None)[0]
    return float(np.quantile(np.abs(grey - course @ fitted), MOST))


@lru_cache(maxsize=8)
def _powers(height: int, width: int) -> np.ndarray:
    """Products of powers of the place, ``(height, width, terms)``."""
    down, across = np.mgrid[-1 : 1 : height * 1j, -1 : 1 : width * 1j]
    return np.stack([across**i * down**j for i in range(ORDER + 1) for j in range(ORDER + 1 - i)], -1)
