"""Recursive XY cuts (Nagy and Seth, 1984): groups of things that lie between straight gaps."""

from __future__ import annotations

import numpy as np

EVEN = 0.7
"""Gaps of at least this share of the widest cut at once: the rows of a list come apart together."""

DEPTH = 6


def cut_groups(boxes: np.ndarray) -> list[np.ndarray]:
    """Bounding boxes of all groups that cutting finds among ``boxes``, single boxes and the whole left out."""
    found: list[np.ndarray] = []
    _cut(boxes, found, DEPTH)
    return found


def _cut(boxes: np.ndarray, found: list[np.ndarray], depth: int) -> None:
    if len(boxes) < 3 or not depth:
        return
    across, down = _pieces(boxes, 0), _pieces(boxes, 1)
    rows = down[1] >= across[1] if len(down[0]) > 1 and len(across[0]) > 1 else len(down[0]) > 1
    for members in (down if rows else across)[0]:
        if 1 < len(members) < len(boxes):
            part = boxes[members]
            found.append(np.concatenate([part[:, :2].min(0), part[:, 2:].max(0)]))
            _cut(part, found, depth - 1)


def _pieces(boxes: np.ndarray, axis: int) -> tuple[list[np.ndarray], float]:
    """Members of the pieces along an axis (0 for x) when cut at its wide gaps, and the widest gap."""
    order = np.argsort(boxes[:, axis], kind="stable")
    reach = np.maximum.accumulate(boxes[order, axis + 2])
    gaps = boxes[order[1:], axis] - reach[:-1]
    widest = float(gaps.max(initial=0))
    if widest < 2:
        return [order], 0.0
    return np.split(order, np.flatnonzero(gaps >= max(2.0, EVEN * widest)) + 1), widest
