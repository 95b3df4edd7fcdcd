"""Whether nothing stands on a ground."""

from __future__ import annotations

import numpy as np

from pipeline.core.channels import highest

GROUND = 3
"""Levels within which two grounds are one."""

FLAT = 0.95
"""Part of the pixels that are of one colour where nothing is on it."""


def is_plain(pixels: np.ndarray, color: np.ndarray | tuple[int, ...]) -> bool:
    """Whether pixels ``(h, w, 3)`` are of a colour, but for few."""
    return bool((highest(np.abs(pixels.astype(int) - color)) <= GROUND).mean() >= FLAT)
