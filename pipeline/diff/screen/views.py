"""What came into view or left it with a block that moved."""

from __future__ import annotations

import numpy as np

from pipeline.diff.screen.blocks import Block
from pipeline.diff.screen.side import Side


def out_of_view(blocks: list[Block], before: Side, after: Side) -> tuple[list[np.ndarray], list[np.ndarray]]:
    """Boxes at the lower end of each picture that the other cannot show, as large blocks have moved up or down."""
    hidden: tuple[list[np.ndarray], list[np.ndarray]] = ([], [])
    for block in blocks:
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
            hidden[number].append(np.array([box[0] - 40, edge - 2, box[2] + 40, height]))
    return hidden
