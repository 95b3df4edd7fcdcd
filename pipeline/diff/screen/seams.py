"""Pages that moved up or down, though nothing new is seen: a copy of what was there came, or one of two went."""

from __future__ import annotations

import numpy as np

from pipeline.diff.screen.blocks import Block
from pipeline.diff.screen.elements import form_of
from pipeline.diff.screen.finding import Finding, covers
from pipeline.diff.screen.patches import Patch
from pipeline.diff.screen.side import Side
from pipeline.diff.screen.spots import hull

LEAST = 0.25
"""Part of the page from which what moved is the page's rest, and no thing of its own."""

RULE = 3
"""Pixels: how thick a line is that is no thing of its own."""

INK = 200
"""Pixels of its edges at least."""


def at_seams(found: list[Finding], blocks: list[Block], before: Side, after: Side) -> list[Finding]:
    """What stands in the gap that opened above a large part of the page, or stood in the one that closed.

    Where nothing stands there, and nothing else has changed, that it moved is all there is to tell.
    """
    told: list[Finding] = []
    for dy in dict.fromkeys(block.dy for block in blocks if block.dy and not block.dx):
        group = [block for block in blocks if block.dy == dy and not block.dx]
        rest = hull([block.before for block in group]), hull([block.after for block in group])
        if sum(block.ink for block in group) < INK:
            continue
        if any(one.shifted and abs(one.shifted - dy) <= 3 for one in [*found, *told]):
            continue
        side, part = (after, rest[1]) if dy > 0 else (before, rest[0])
        gap = np.array([0, part[1] - abs(dy), side.image.shape[1], part[1]])
        things = [box for box in np.concatenate([side.pieces, side.painted]) if covers(gap, box, 0.9)]
        things = [box for box in things if not _stayed(box, side) and side.motion.shift_at(box, side.picture)[1] == dy]
        if things and min(hull(things)[2:] - hull(things)[:2]) <= RULE:
            continue  # the edge of what moved
        if not things:
            only = not found and all(block.dy == dy for block in blocks)
            if only and (rest[1][2:] - rest[1][:2]).prod() > LEAST * after.image.shape[0] * after.image.shape[1]:
                told.append(Finding("move", *rest, "box"))
            continue
        box = hull(things)
        form = form_of(box, side)
        told.append(
            Finding("add", None, box, form, shifted=dy) if dy > 0 else Finding("drop", box, None, form, shifted=dy)
        )
    return told


def _stayed(box: np.ndarray, side: Side) -> bool:
    """Whether most of a thing is where it was."""
    x0, y0, x1, y1 = side.clipped(box)
    ink = Patch.of(side.image[y0:y1, x0:x1], 24).ink
    return float((ink & side.stayed[y0:y1, x0:x1]).sum()) > 0.5 * float(ink.sum())
