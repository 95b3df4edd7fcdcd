"""What changed went where its line went: it has no equal partner that says how far, but what is around it has."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from pipeline.diff.screen.blocks import Block
from pipeline.diff.screen.lines import Alignment, aligned_lines, columns_of
from pipeline.diff.screen.side import Side
from pipeline.register.reflow_labels import Labels
from pipeline.register.reflow_likeness import edges_of

AROUND = (97, 15)
"""Pixels across and down within which what has a partner says how far a pixel went: a few letters of its line."""

KNOWN, MOSTLY = 12, 0.8
"""Pixels of ink with a partner from which it does, and part of the ink there: the ground beside letters of another
colour has a partner as well."""

EXPLAINED = 0.35
"""Part of the ink of a run of lines that may have no partner: else the way of the run is none."""


def alignments_of(before: Side, after: Side, blocks: list[Block]) -> list[Alignment]:
    """The lines of each column in which blocks went up or down; none of pictures that are noisy or of other widths."""
    apart = before.image.shape[1] != after.image.shape[1]
    if apart or before.motion.noise or not any(block.dy and not block.dx for block in blocks):
        return []
    found = []
    for column in columns_of(blocks, before.image.shape[1]):
        inside = [block for block in blocks if not block.dx and column[0] <= block.before[0] < column[1]]
        shifts = [0, *dict.fromkeys(block.dy for block in inside if block.dy)]
        found.append(aligned_lines(before, after, column, shifts))
    return found


def along_lines(alignments: list[Alignment], before: Side, after: Side) -> tuple[Side, Side]:
    """The pictures, in which what has no partner, nor has anything near it in its line, went the way of its lines."""
    if not alignments:
        return before, after
    motion = before.motion
    labels = [Labels(one.shift.copy(), one.residual, one.exact) for one in motion.labels]
    inks = [edges_of(side.image) for side in (before, after)]
    unknown = [_unknown(*both) for both in zip(inks, motion.labels, strict=True)]
    for alignment in alignments:
        columns = slice(alignment.left, alignment.right)
        for way, first, end in alignment.runs:
            if alignment.costs[first:end].sum() > EXPLAINED * 2 * inks[0][first:end, columns].sum():
                continue
            number = motion.shifts.index((0, way))
            for label, mask, by in zip(labels, unknown, (0, way), strict=True):
                lines = slice(max(0, first + by), max(0, end + by))
                label.shift[lines, columns][mask[lines, columns] & alignment.moved] = number
    other = replace(motion, labels=(labels[0], labels[1]))
    return before.moved(other), after.moved(other)


def _unknown(ink: np.ndarray, labels: Labels) -> np.ndarray:
    """Mask of the pixels around which too little of the ``ink`` has a partner."""
    import cv2

    all_ink, known = (
        cv2.boxFilter(one.astype(np.float32), -1, AROUND, normalize=False, borderType=cv2.BORDER_CONSTANT)
        for one in (ink, ink & (labels.residual == 0))
    )
    return np.asarray((known < KNOWN) | (known < MOSTLY * all_ink))
