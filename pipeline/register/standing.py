"""Whether a camera stood still although corners moved: on an even ground they may all be those of things that did."""

from __future__ import annotations

import numpy as np

BLOCK = 8
"""Pixels a side of the blocks whose mean brightness is compared."""

EQUAL = 2.0
"""Grey levels up to which it is the same."""

LEAST_STILL = 0.5
"""Share of the blocks that are the same where they are: drawn things that move on an even ground leave 0.86 and more,
and fewer under the motion of one of them; under that of a camera that moved always more are."""


def stood_still(first: np.ndarray, second: np.ndarray, still: np.ndarray, matrix: np.ndarray) -> bool:
    """Whether as much of the grey picture ``second`` is what ``first`` shows under ``still`` as under ``matrix``.

    Both are homographies ``(3, 3)`` from ``first`` to ``second``.
    """
    kept = _same(first, second, still)
    return kept >= LEAST_STILL and kept >= _same(first, second, matrix)


def _same(first: np.ndarray, second: np.ndarray, matrix: np.ndarray) -> float:
    """Share of the blocks that both show whose mean is the same."""
    import cv2

    height, width = second.shape
    moved = cv2.warpPerspective(first, matrix, (width, height))
    inside = cv2.warpPerspective(np.full(first.shape, 255, np.uint8), matrix, (width, height))
    size = max(1, width // BLOCK), max(1, height // BLOCK)
    means = [cv2.resize(image.astype(np.float32), size, interpolation=cv2.INTER_AREA) for image in (moved, second)]
    valid = cv2.resize(inside.astype(np.float32), size, interpolation=cv2.INTER_AREA) >= 254
    return float((np.abs(means[0] - means[1]) <= EQUAL)[valid].mean()) if valid.any() else 0.0
