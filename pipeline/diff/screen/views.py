"""What came into view or left it with a block that moved."""

from __future__ import annotations

import numpy as np

from pipeline.diff.screen.blocks import Block, joined
from pipeline.diff.screen.side import Side
from pipeline.register.reflow_likeness import edges_of

KNOWN = 0.8
"""Part of the ink of what came into view that may be in the other picture as well: of more, the block that went so far
is one of several that look alike."""


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
            end = np.array([box[0] - 40, edge - 2, box[2] + 40, height])
            if not _known(end, side):
                hidden[number].append(_columns(end, side))
    (h0, w0), (h1, w1) = before.image.shape[:2], after.image.shape[:2]
    if 0 < abs(w0 - w1) <= 60:  # a menu or window that grew with its content
        number, wide, high = (0, w0, h0) if w0 > w1 else (1, w1, h1)
        hidden[number].append(np.array([min(w0, w1) - 3, 0, wide, high]))
    if h0 != h1 and any(block.dy == h1 - h0 for block in blocks):
        number, wide, high = (0, w0, h0) if h0 > h1 else (1, w1, h1)
        hidden[number].append(np.array([0, min(h0, h1) - 3, wide, high]))
    return hidden


def _known(box: np.ndarray, side: Side) -> bool:
    """Whether most of what stands in a box has a partner in the other picture."""
    x0, y0, x1, y1 = side.clipped(box)
    ink = edges_of(side.image[y0:y1, x0:x1])
    return bool((ink & ~side.residual[y0:y1, x0:x1]).sum() > KNOWN * ink.sum())


def _columns(box: np.ndarray, side: Side) -> np.ndarray:
    """The box over the whole width, unless something beside it has stayed where it was."""
    x0, y0, x1, y1 = side.clipped(box)
    rows = side.image[y0:y1].astype(np.int16)
    edges = np.zeros(rows.shape[:2], bool)
    edges[:, 1:] = np.abs(np.diff(rows, axis=1)).max(2) > 24
    edges[:, x0:x1] = False
    stayed = edges & side.stayed[y0:y1]
    if stayed.sum() > max(20, 0.5 * edges.sum()):
        return box
    return np.array([0, box[1], side.image.shape[1], box[3]])
