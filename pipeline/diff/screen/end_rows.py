"""Rows that came or went at the end of a list, below which nothing had to make room, and what holds such a list."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from detectors.screen.colors import most_frequent
from pipeline.diff.screen.elements import form_of
from pipeline.diff.screen.finding import Finding, covers
from pipeline.diff.screen.lines import ink_of
from pipeline.diff.screen.plain import FLAT, is_plain
from pipeline.diff.screen.side import Side
from pipeline.diff.screen.spots import hull

LEVEL = 0.5
"""Part of its height by which a thing of a row is at the height of another."""

NEAR = 4.0
"""Heights of a row within which the next one stands."""

SAME_EDGE = 2
"""Pixels between the ends of things of one column of rows."""

FEW = 0.1
"""Part of the ink of a row that may be where it was."""

SEAM = 8
"""Pixels between a row and the rule at its end."""


def whole_rows(found: list[Finding], before: Side, after: Side) -> list[Finding]:
    """Findings, where the things of a row that all came, or went, are one, if the rows beside it are made alike."""
    left = list(found)
    for kind, side, other in (("add", after, before), ("drop", before, after)):
        for first in [one for one in found if one.kind == kind and not one.shifted]:
            row = [one for one in left if one.kind == kind and not one.shifted and _level(one.place, first.place)]
            if first not in left or len(row) < 2:
                continue
            box = hull([one.place for one in row])
            if not _all_new(box, side, other) or not _fellows([one.place for one in row], box, side):
                continue
            rules = [one for one in left if one.kind == kind and one.form == "mark" and _at_the_end(one.place, box)]
            box = hull([box, *(one.place for one in rules)])
            whole = replace(first, form=form_of(box, side))
            whole = replace(whole, after=box) if kind == "add" else replace(whole, before=box)
            left = [whole if one is first else one for one in left if one is first or one not in (*row, *rules)]
    return left


def _level(one: np.ndarray, other: np.ndarray) -> bool:
    low = min(one[3] - one[1], other[3] - other[1])
    return bool(min(one[3], other[3]) - max(one[1], other[1]) >= LEVEL * low)


def _all_new(box: np.ndarray, side: Side, other: Side) -> bool:
    """Whether what is in a box is not in the other picture, nor anything else at its place."""
    x0, y0, x1, y1 = side.clipped(box)
    ink, there = ink_of(side)[y0:y1, x0:x1], ink_of(other)[y0:y1, x0:x1]
    lines = ink.mean(0) > FLAT
    ink, there = ink & ~lines, there[:, : ink.shape[1]] & ~lines[: there.shape[1]]
    return bool(there.sum() <= FEW * ink.sum())


def _fellows(parts: list[np.ndarray], box: np.ndarray, side: Side) -> bool:
    """Whether the row above or below has things in the columns of at least two of the parts of this one."""
    high = box[3] - box[1]
    pieces = [
        one
        for one in side.pieces
        if not _level(one, box) and abs((one[1] + one[3] - box[1] - box[3]) / 2) < NEAR * high
    ]
    for piece in pieces:
        row = [one for one in pieces if _level(one, piece)]
        if sum(any(np.abs(part - one)[[0, 2]].min() <= SAME_EDGE for one in row) for part in parts) >= 2:
            return True
    return False


def _at_the_end(rule: np.ndarray, box: np.ndarray) -> bool:
    """Whether a rule lies right above or below a row."""
    wide = min(rule[2], box[2]) - max(rule[0], box[0])
    near = min(abs(rule[1] - box[3]), abs(box[1] - rule[3])) <= max(SEAM, box[3] - box[1])
    return bool(near and wide >= LEVEL * (box[2] - box[0]))


def own_ends(found: list[Finding], before: Side, after: Side) -> list[Finding]:
    """Findings without the ends of panels that became as much longer or shorter as a thing on or beside them is high
    that came or went."""
    left = list(found)
    for one in found:
        side = after if one.kind == "add" else before
        if one.kind in ("add", "drop") and _is_end(one.place, side):
            causes = [other for other in left if other is not one and other.kind == one.kind and other.form != "mark"]
            high = one.place[3] - one.place[1]
            if any(
                other.place[3] - other.place[1] <= high + SAME_EDGE and not covers(one.place, other.place)
                for other in causes
            ):
                left.remove(one)
    return left


def _is_end(box: np.ndarray, side: Side) -> bool:
    """Whether nothing is on a strip, and its ground goes on above it."""
    x0, y0, x1, y1 = side.clipped(box)
    pixels = side.image[y0:y1, x0:x1]
    ground = most_frequent(pixels)
    above = side.image[max(0, y0 - 3) : max(1, y0 - 1), x0:x1]
    return y0 > 3 and is_plain(pixels, ground) and is_plain(above, ground)
