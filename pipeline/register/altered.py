"""Two copies of one picture of which one was worked on: where they differ, to the pixel."""

from __future__ import annotations

import numpy as np

EQUAL = 0.9
"""Share of the pixels that must be the same to the last bit, as they never are in two shots of a camera."""

CLEARLY = 8
"""Grey levels of a difference that can be seen."""

REACH = 3
"""Pixels between the parts of one place."""


def altered_places(before: np.ndarray, after: np.ndarray) -> np.ndarray:
    """Boxes ``(n, 4)`` of what differs between two pictures of one size; none where they are not copies of one."""
    if before.shape != after.shape:
        return np.zeros((0, 4))
    red, green, blue = np.moveaxis(before == after, -1, 0)
    if (red & green & blue).mean() < EQUAL:
        return np.zeros((0, 4))
    from scipy import ndimage

    gap = np.abs(before.astype(np.int16) - after).max(-1)
    near = ndimage.maximum_filter(gap > CLEARLY, 2 * REACH + 1)
    found = ndimage.find_objects(ndimage.label(near, np.ones((3, 3)))[0])
    boxes = np.array([(x.start, y.start, x.stop, y.stop) for y, x in found], float).reshape(-1, 4)
    inner = boxes + np.array([REACH, REACH, -REACH, -REACH])
    height, width = gap.shape
    touching = np.column_stack([boxes[:, :2] <= 0, boxes[:, 2:] >= [width, height]])
    return np.where(touching, boxes, inner)
