"""How evenly the ground of a picture goes on: solids in the light shade all of it, a drawn gradient has one course."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from pipeline.recognise.ground import Ground, departures

ORDER = 4
"""Of the polynomial of place that gradients and the fall of light over a ground are."""

LEVEL = 1.0
"""Grey levels, of 255, from the course up to which a pixel keeps to it."""

NEAR, MORE = 2.0, 0.5
"""Times the middle departure, and grey levels more, within which a pixel has a say in the course: a gray thing and what
shadow is drawn under it have none."""

ROUNDS = 6
"""Fits, each to what is near the one before."""


def level_share(ground: Ground) -> float:
    """Share of a ground that keeps to a smooth course of light that most of it follows."""
    away = departures(_powers(*ground.mask.shape)[ground.mask], ground.grey, ROUNDS, NEAR, MORE)
    return float((away < LEVEL).mean())


@lru_cache(maxsize=8)
def _powers(height: int, width: int) -> np.ndarray:
    """Products of powers of the place, ``(height, width, terms)``."""
    down, across = np.mgrid[-1 : 1 : height * 1j, -1 : 1 : width * 1j]
    return np.stack([across**i * down**j for i in range(ORDER + 1) for j in range(ORDER + 1 - i)], -1)
