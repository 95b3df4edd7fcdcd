"""What the network sees of a proposal: its own pixels, and those around it, each warped to one size."""

from __future__ import annotations

import numpy as np

HIGH, WIDE = 24, 48
"""Pixels of a crop: most elements are wider than high."""

AROUND = (1.0, 16)
"""The margin of the wider view: heights of the box, and at least this many pixels."""

EDGE = 1
"""Pixels of margin of the closer view, so that a border is seen as one."""

VOID = 127
"""Grey of what lies beyond the picture."""


def crops(image: np.ndarray, boxes: np.ndarray) -> np.ndarray:
    """The close and the wide view of every box, ``uint8`` of shape ``(n, 2, HIGH, WIDE, 3)``."""
    levels = _halved(image)
    boxes = np.asarray(boxes, np.int64).reshape(-1, 4)
    margin = np.maximum(AROUND[1], AROUND[0] * np.minimum(boxes[:, 3] - boxes[:, 1], boxes[:, 2] - boxes[:, 0]))
    views = np.empty((len(boxes), 2, HIGH, WIDE, 3), np.uint8)
    for i, (x0, y0, x1, y1) in enumerate(boxes.tolist()):
        far = int(margin[i])
        views[i, 0] = _view(levels, x0 - EDGE, y0 - EDGE, x1 + EDGE, y1 + EDGE)
        views[i, 1] = _view(levels, x0 - far, y0 - far, x1 + far, y1 + far)
    return views


def _halved(image: np.ndarray) -> list[np.ndarray]:
    """The picture at full, half, quarter and eighth size: large boxes are read from a small one."""
    import cv2

    levels = [np.ascontiguousarray(image)]
    while len(levels) < 4 and min(levels[-1].shape[:2]) >= 4:
        height, width = levels[-1].shape[:2]
        levels.append(cv2.resize(levels[-1], (width // 2, height // 2), interpolation=cv2.INTER_AREA))
    return levels


def _view(levels: list[np.ndarray], x0: int, y0: int, x1: int, y1: int) -> np.ndarray:
    import cv2

    level = min(len(levels) - 1, max(0, int(np.log2(max(1.0, min((x1 - x0) / WIDE, (y1 - y0) / HIGH))))))
    image, part = levels[level], 2**level
    x0, y0, x1, y1 = x0 // part, y0 // part, -(-x1 // part), -(-y1 // part)
    height, width = image.shape[:2]
    if x0 >= 0 and y0 >= 0 and x1 <= width and y1 <= height:
        piece = image[y0:y1, x0:x1]
    else:
        piece = np.full((y1 - y0, x1 - x0, 3), VOID, np.uint8)
        left, top = max(0, x0), max(0, y0)
        inside = image[top : max(top, min(y1, height)), left : max(left, min(x1, width))]
        piece[top - y0 : top - y0 + inside.shape[0], left - x0 : left - x0 + inside.shape[1]] = inside
    return cv2.resize(piece, (WIDE, HIGH), interpolation=cv2.INTER_AREA)
