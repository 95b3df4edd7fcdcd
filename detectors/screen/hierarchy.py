"""Which box lies in which."""

from __future__ import annotations

import numpy as np


def parents_of(boxes: np.ndarray, shape: tuple[int, int]) -> np.ndarray:
    """The smallest other box that holds each box, shape ``(n,)``; -1 where only the picture does.

    Boxes are whole pixels inside a picture of ``shape`` height, width.  Of equal boxes the earlier one holds the later.
    """
    area = (boxes[:, 2] - boxes[:, 0]) * (boxes[:, 3] - boxes[:, 1])
    order = np.argsort(-area, kind="stable")
    painted = np.full(shape, -1, np.int32)
    parents = np.full(len(boxes), -1, np.int32)
    rows = boxes.tolist()
    for i in order.tolist():
        x0, y0, x1, y1 = rows[i]
        if x1 <= x0 or y1 <= y0:
            continue
        holder = int(painted[(y0 + y1) // 2, (x0 + x1) // 2])
        while holder >= 0 and not _holds(rows[holder], rows[i]):
            holder = int(parents[holder])
        parents[i] = holder
        painted[y0:y1, x0:x1] = i
    return parents


def _holds(outer: list[int], inner: list[int]) -> bool:
    return outer[0] <= inner[0] and outer[1] <= inner[1] and outer[2] >= inner[2] and outer[3] >= inner[3]
