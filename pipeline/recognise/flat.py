"""Flat graphics (charts, drawings, pages) told from rendered scenes and photographs by their colours alone."""

from __future__ import annotations

import numpy as np

COLORS = 6
"""Colours that are looked for: a ground, a frame or two, and what is drawn on it."""

NEAR = 3
"""Grey levels within which a pixel is of a colour: what compression adds to an even area."""

SAMPLES = 15_000
"""Pixels that are looked at, about."""


def flat_share(image: np.ndarray) -> float:
    """Share of the pixels that the most common few colours cover, 0 to 1, for a picture ``(h, w, 3)``.

    Light falls off over a rendered ground or a wall, so that their pixels take many colours; paint on a page does not.
    """
    left = np.ascontiguousarray(sampled(image, SAMPLES).reshape(-1, 3).T, np.int16)
    covered, count = 0, left.shape[1]
    for _ in range(COLORS):
        if not left.size:
            break
        red, green, blue = left >> 2
        codes = (red.astype(np.int32) << 12) + (green << 6) + blue
        most = codes == np.bincount(codes).argmax()
        gap = np.abs(left - np.median(left[:, most], axis=1)[:, None])
        near = np.maximum(np.maximum(gap[0], gap[1]), gap[2]) <= NEAR
        covered += int(near.sum())
        left = left[:, ~near] if near.any() else left[:, ~most]
    return covered / count


def sampled(image: np.ndarray, count: int) -> np.ndarray:
    """Medians of the neighbourhoods of about ``count`` pixels on a regular grid, shape ``(rows, columns, 3)``."""
    step = max(1, round(np.sqrt(image.shape[0] * image.shape[1] / count)))
    framed = np.pad(image, ((1, 1), (1, 1), (0, 0)), mode="edge")
    height, width = image.shape[:2]
    around = np.stack([framed[y : y + height : step, x : x + width : step] for y in range(3) for x in range(3)])
    low, middle, high = zip(*(_in_order(*around[k : k + 3]) for k in (0, 3, 6)), strict=True)
    return _in_order(_in_order(*low)[2], _in_order(*middle)[1], _in_order(*high)[0])[1]  # of nine, the fifth


def _in_order(one: np.ndarray, two: np.ndarray, three: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Least, middle and greatest of three arrays, value by value."""
    less, more = np.minimum(one, two), np.maximum(one, two)
    return np.minimum(less, three), np.maximum(less, np.minimum(more, three)), np.maximum(more, three)
