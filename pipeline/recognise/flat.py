"""Flat graphics (charts, drawings, pages) told from rendered scenes and photographs by their colours alone."""

from __future__ import annotations

import numpy as np

COLORS = 6
"""Colours that are looked for: a ground, a frame or two, and what is drawn on it."""

NEAR = 3
"""Grey levels within which a pixel is of a colour: what compression adds to an even area."""

SAMPLES = 15_000
"""Pixels that are looked at, about."""

LEAST_FLAT = 0.88
"""Share of the pixels from which a picture is a flat graphic: charts and pages have 0.95, rendered ones up to 0.86."""


def flat_share(image: np.ndarray) -> float:
    """Share of the pixels that the most common few colours cover, 0 to 1, for a picture ``(h, w, 3)``.

    Light falls off over a rendered ground or a wall, so that their pixels take many colours; paint on a page does not.
    """
    pixels = sampled(image, SAMPLES).reshape(-1, 3).astype(np.int16)
    covered = 0
    left = pixels
    for _ in range(COLORS):
        if not len(left):
            break
        codes = (left >> 2).astype(np.int64) @ np.array([4096, 64, 1])
        values, counts = np.unique(codes, return_counts=True)
        middle = np.median(left[codes == values[counts.argmax()]], 0)
        near = (np.abs(left - middle) <= NEAR).all(-1)
        covered += int(near.sum())
        left = left[~near] if near.any() else left[codes != values[counts.argmax()]]
    return covered / len(pixels)


def sampled(image: np.ndarray, count: int) -> np.ndarray:
    """Medians of the neighbourhoods of about ``count`` pixels on a regular grid, shape ``(rows, columns, 3)``."""
    step = max(1, round(np.sqrt(image.shape[0] * image.shape[1] / count)))
    framed = np.pad(image, ((1, 1), (1, 1), (0, 0)), mode="edge")
    height, width = image.shape[:2]
    around = [framed[y : y + height : step, x : x + width : step] for y in range(3) for x in range(3)]
    return np.median(np.stack(around), axis=0)


def is_flat(image: np.ndarray) -> bool:
    """Whether a picture is a flat graphic."""
    return flat_share(image) >= LEAST_FLAT
