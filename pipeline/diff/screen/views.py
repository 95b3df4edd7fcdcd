"""What came into view or left it with a block that moved."""

from __future__ import annotations

import numpy as np

from pipeline.diff.screen.blocks import Block, joined
from pipeline.diff.screen.side import Side


def out_of_view(blocks: list[Block], before: Side, after: Side) -> tuple[list[np.ndarray], list[np.ndarray]]:
    """Boxes at the lower end of each picture that the other cannot show, as large blocks have moved up or down."""
    hidden: tuple[list[np.ndarray], list[np.ndarray]] = ([], [])
    for block in joined(blocks, 200):
        if not block.dy or block.ink < 150:
            continue
        number = 0 if block.dy > 0 else 1
        side = (before, after)[number]
        height = side.image.shape[0]
        other = (after, before)[number].image.shape[0]
        if height - other not in (0,):
            continue
        edge = height - abs(block.dy)
        box = block.before if block.dy > 0 else block.after
        if box[3] >= edge - 80 and box[1] < edge:
            hidden[number].append(_columns(np.array([box[0] - 40, edge - 2, box[2] + 40, height]), side))
    return hidden


def _columns(box: np.ndarray, side: Side) -> np.ndarray:
    """The box over the whole width, unless something beside it has stayed where it was."""
    x0, y0, x1, y1 = side.clipped(box)
    rows = side.image[y0:y1].astype(np.int16)
    edges = np.zeros(rows.shape[:2], bool)
    edges[:, 1:] = np.abs(np.diff(rows, axis=1)).max(2) > 24
    edges &= side.stayed[y0:y1]
    edges[:, x0:x1] = False
    if edges.sum() > 20:
        return box
    return np.array([0, box[1], side.image.shape[1], box[3]])
