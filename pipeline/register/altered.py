"""Two copies of one picture of which one was worked on: where they differ, to the pixel."""

from __future__ import annotations

import numpy as np

from pipeline.core.channels import highest

EQUAL = 0.9
"""Share of the pixels that must be the same to the last bit, as they never are in two shots of a camera."""

CLEARLY = 8
"""Grey levels of a difference that can be seen."""

REACH = 3
"""Pixels between the parts of one place."""

SIDE = 480
"""Longer side, in pixels, at which two shots of a camera that stood still are compared."""

STILL, MOSTLY = 3.0, 0.9
"""Grey levels of a blurred difference within which nothing changed, and share of the pixels of which that is so."""

SLIGHT, LEAST_AREA = 7.0, 0.0012
"""Grey levels from which a part differs more than noise and compression do, and its share of the picture at least."""


def slight_places(before: np.ndarray, after: np.ndarray) -> np.ndarray:
    """Boxes ``(n, 4)`` of what differs between two shots of a camera that stood still in one light; else none."""
    from PIL import Image, ImageFilter
    from scipy import ndimage

    if before.shape != after.shape:
        return np.zeros((0, 4))
    scale = max(1.0, max(before.shape[:2]) / SIDE)
    size = round(before.shape[1] / scale), round(before.shape[0] / scale)
    small = [Image.fromarray(one).resize(size, Image.Resampling.BOX) for one in (before, after)]
    shown = [np.asarray(one.filter(ImageFilter.GaussianBlur(2)), np.int16) for one in small]
    gap = highest(np.abs(shown[0] - shown[1]))
    if (gap <= STILL).mean() < MOSTLY:
        return np.zeros((0, 4))
    labels, _ = ndimage.label(gap >= SLIGHT)
    large = np.flatnonzero(np.bincount(labels.ravel())[1:] >= LEAST_AREA * gap.size)
    found = [place for number, place in enumerate(ndimage.find_objects(labels)) if number in large]
    return scale * np.array([(x.start, y.start, x.stop, y.stop) for y, x in found], float).reshape(-1, 4)


def altered_places(before: np.ndarray, after: np.ndarray) -> np.ndarray:
    """Boxes ``(n, 4)`` of what differs between two pictures of one size; none where they are not copies of one."""
    if before.shape != after.shape:
        return np.zeros((0, 4))
    red, green, blue = np.moveaxis(before == after, -1, 0)
    if (red & green & blue).mean() < EQUAL:
        return np.zeros((0, 4))
    from scipy import ndimage

    gap = highest(np.abs(before.astype(np.int16) - after))
    near = ndimage.maximum_filter(gap > CLEARLY, 2 * REACH + 1)
    found = ndimage.find_objects(ndimage.label(near, np.ones((3, 3)))[0])
    boxes = np.array([(x.start, y.start, x.stop, y.stop) for y, x in found], float).reshape(-1, 4)
    inner = boxes + np.array([REACH, REACH, -REACH, -REACH])
    height, width = gap.shape
    touching = np.column_stack([boxes[:, :2] <= 0, boxes[:, 2:] >= [width, height]])
    return np.where(touching, boxes, inner)
