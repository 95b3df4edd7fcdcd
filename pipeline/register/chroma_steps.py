"""How coarsely compression has rounded the colours of a picture.

JPEG rounds the mean colour difference (Cb, Cr) of each block to a multiple of its quantiser over eight: at the lowest
qualities to every thirtieth level, so that one sky is gray here and purple there.
"""

from __future__ import annotations

import numpy as np

from pipeline.core.channels import highest

GRID = 8
"""Pixels a side of a block, or half of one whose colours were halved."""

FLAT = 1
"""Levels within which colours are around a pixel in whose block nothing but the mean was kept."""

LEAST_FLAT = 0.4
"""Share of such pixels in a picture whose colours were rounded coarsely."""

STEPS = (5.0, 32.0)
"""Levels from which rounding may pass for a change of colour, and of the coarsest rounding that there is."""

ON_LATTICE, LEAST_COLORED = 0.8, 0.002
"""Share of the coloured flat pixels that must be on multiples of the step, and the share of all that these must be."""

LEAST_COLORS, LEAST_STEPS, EACH = 3, 30.0, 0.001
"""How many colours other than gray the step must be borne out by; what so many times the step must reach at least, for
a small one fits more colours by chance; and the share of the flat pixels from which a colour counts.  Things that were
drawn in two or three colours are on some lattice."""

ON_GRID, LEAST_BORDERS = 0.55, 12
"""Share of the borders between colours that must be those of blocks, three neighbouring rows or columns of eight, and
rows or columns with borders that there must be: a drawing has few, and anywhere."""


def chroma_step(image: np.ndarray) -> float:
    """Levels between the colours that a picture ``(h, w, 3)`` can have: 0 where they were not rounded coarsely."""
    import cv2

    chroma = cv2.cvtColor(image, cv2.COLOR_RGB2YCrCb)[..., 1:].astype(np.int16) - 128
    around = np.ones((5, 5), np.uint8)
    spread = [cv2.dilate(part, around) - cv2.erode(part, around) for part in cv2.split(chroma)]
    flat = np.maximum(*spread) <= FLAT
    if flat.mean() < LEAST_FLAT:
        return 0.0
    colors = chroma[flat]
    step = _lattice(colors.ravel())
    if step < STEPS[0] or not _borne_out(colors, step) or not _on_grid(chroma, step):
        return 0.0
    return step


def _lattice(values: np.ndarray) -> float:
    """The largest step of which most values that are not near 0 are multiples; 0 if there is none."""
    counts = np.bincount(np.abs(values), minlength=129)
    levels = np.arange(len(counts))
    for step in np.arange(STEPS[1], STEPS[0] - 0.125, -0.125):
        colored = levels > max(2, 0.4 * step)
        if counts[colored].sum() < LEAST_COLORED * len(values):
            continue
        away = np.abs(levels - step * np.rint(levels / step))
        if counts[colored & (away <= 1)].sum() >= ON_LATTICE * counts[colored].sum():
            return float(step)
    return 0.0


def _borne_out(colors: np.ndarray, step: float) -> bool:
    """Whether enough of the colours ``(n, 2)`` of a picture are on the lattice, each for itself."""
    points = np.rint(colors / step).astype(np.int64)
    near = (np.abs(colors - step * points) <= FLAT).all(1) & points.any(1)
    _, counts = np.unique(points[near] @ np.array([256, 1]), return_counts=True)
    found = int((counts >= EACH * len(colors)).sum())
    return found >= LEAST_COLORS and found * step >= LEAST_STEPS


def _on_grid(chroma: np.ndarray, step: float) -> bool:
    """Whether colours change at the borders of blocks, both across and down."""
    for turned in (chroma, chroma.swapaxes(0, 1)):
        jumps = (highest(np.abs(turned[:, 2:] - turned[:, :-2])) >= step / 2).sum(0)
        phases = np.bincount(np.arange(len(jumps)) % GRID, jumps, GRID)
        near = phases + np.roll(phases, 1) + np.roll(phases, -1)
        if (jumps > 0).sum() < LEAST_BORDERS or near.max() < ON_GRID * phases.sum():
            return False
    return True
