"""A difference that no lossy format leaves: one colour in the place of another, everywhere the same."""

from __future__ import annotations

import numpy as np

from pipeline.core.channels import highest

ONE_STEP = 0.5
"""Share of the differing pixels that differ by the very same step; noise and compression spread over many."""

FEWEST = 400
"""Differing pixels below which chance may make steps the same."""


def repainted(before: np.ndarray, after: np.ndarray) -> bool:
    """Whether most differing pixels of two ``uint8`` pictures ``(h, w, 3)`` differ by the same step of all channels."""
    import cv2

    differ = highest(cv2.absdiff(before, after)) > 0
    if differ.sum() < FEWEST:
        return False
    steps = after[differ].astype(np.int32) - before[differ]
    codes = ((steps[:, 0] + 255) * 511 + steps[:, 1] + 255) * 511 + steps[:, 2] + 255
    large = (np.abs(steps[:, 0]) > 2) | (np.abs(steps[:, 1]) > 2) | (np.abs(steps[:, 2]) > 2)
    counts = np.unique(codes[large], return_counts=True)[1]
    return bool(counts.max(initial=0) > ONE_STEP * len(codes))
