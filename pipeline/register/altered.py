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
    import cv2

    if before.shape != after.shape:
        return np.zeros((0, 4))
    gap = cv2.absdiff(before, after).max(-1)
    if (gap == 0).mean() < EQUAL:
        return np.zeros((0, 4))
    near = cv2.dilate((gap > CLEARLY).astype(np.uint8), np.ones((2 * REACH + 1, 2 * REACH + 1), np.uint8))
    count, _, stats, _ = cv2.connectedComponentsWithStats(near)
    corners = stats[1:count, :4].astype(float)
    boxes = np.column_stack([corners[:, :2], corners[:, :2] + corners[:, 2:]])
    inner = boxes + np.array([REACH, REACH, -REACH, -REACH])
    height, width = gap.shape
    touching = np.column_stack([boxes[:, :2] <= 0, boxes[:, 2:] >= [width, height]])
    return np.where(touching, boxes, inner)
