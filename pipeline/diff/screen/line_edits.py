"""What came into a row of things, went from it or became longer, where the rest of the row made room, pixel for pixel.

No proposals are needed to see it: the columns of the row are the same from its beginning on and, somewhat to the side,
up to its end.  What is left between is the change.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from pipeline.diff.screen.adjoining import cell_of
from pipeline.diff.screen.cut_off import cut_off
from pipeline.diff.screen.finding import Finding, covers
from pipeline.diff.screen.judgement import Judgement
from pipeline.diff.screen.line_change import changed_between, moved_by
from pipeline.diff.screen.line_strips import Parted, Strips
from pipeline.diff.screen.line_wraps import find_rewrapped
from pipeline.diff.screen.side import Side

GAP, SEAM = 61, 3
"""Pixels between differing places of one row, across and down."""

HIGHEST = 130
"""Pixels: greatest height of a row."""

ROWS = 40
"""Rows of a pair that are looked at, at most: more is another page."""


@dataclass(frozen=True, eq=False)
class Edit:
    """A change of a row, and the place of the row, which is the same in both pictures: all that differs there."""

    finding: Finding
    row: np.ndarray


def find_edits(before: Side, after: Side, judgement: Judgement) -> list[Edit]:
    """The rows of which one part is another while the rest made room."""
    if before.motion.noise or before.image.shape != after.image.shape:
        return []
    found = []
    rows = _rows(before, after)
    for group in _below_each_other(rows):
        if len(group) > 1:
            one = find_rewrapped(group, before, after, judgement)
            if one is not None:
                found.append(Edit(*one))
            continue
        row = group[0]
        strips = Strips((before.image[row[1] : row[3]], after.image[row[1] : row[3]]), int(row[0]), int(row[2]))
        ways = [one for one in strips.explained() if one.moved is None or len(rows) == 1]
        parted = min(ways, key=lambda one: one.left, default=None)
        if parted is None:
            continue
        if parted.moved is not None:
            change = moved_by(parted.way, parted.moved, row, before, after, judgement)
        else:
            change = changed_between(parted.first, parted.second, row, before, after, judgement)
        if change is None:
            continue
        if change.kind == "text" and cut_off(*change.pair, before, after, judgement):
            change = replace(change, kind="move")
        found.append(Edit(_whole_cell(change, parted, before, after), row))
    return found


def _whole_cell(one: Finding, parted: Parted, before: Side, after: Side) -> Finding:
    """An icon that came or went with the square button of a group that it stands on."""
    way = (parted.second[1] - parted.second[0]) - (parted.first[1] - parted.first[0])
    if one.kind == "add" and one.form == "icon":
        return replace(one, after=cell_of(one.place, way, after))
    if one.kind == "drop" and one.form == "icon":
        return replace(one, before=cell_of(one.place, way, before))
    return one


def in_rows(box: np.ndarray, edits: list[Edit]) -> bool:
    """Whether most of a box lies in one of the rows."""
    return any(covers(edit.row, box, 0.5) for edit in edits)


def _rows(before: Side, after: Side) -> list[np.ndarray]:
    """Boxes round what differs beside each other, unless it is too high for a row."""
    import cv2

    mask = before.differing | before.slid | after.differing | after.slid
    for box in (*before.hidden, *after.hidden):
        x0, y0, x1, y1 = before.clipped(box)
        mask[y0:y1, x0:x1] = False
    if not mask.any():
        return []
    wide = cv2.dilate(mask.view(np.uint8), np.ones((SEAM, GAP), np.uint8))
    count, _, boxes, _ = cv2.connectedComponentsWithStats(wide, connectivity=8)
    found = []
    for x, y, w, h, _ in boxes[1:] if count <= ROWS else []:
        part = mask[y : y + h, x : x + w]
        rows, columns = np.flatnonzero(part.any(1)), np.flatnonzero(part.any(0))
        box = np.array([x + columns[0], y + rows[0], x + columns[-1] + 1, y + rows[-1] + 1])
        if 6 <= box[3] - box[1] <= HIGHEST:
            found.append(box)
    return found


def _below_each_other(rows: list[np.ndarray]) -> list[list[np.ndarray]]:
    """Rows in groups of those that are lines right above or below each other."""
    groups: list[list[np.ndarray]] = []
    for row in rows:
        near = [group for group in groups if any(_next(row, other) for other in group)]
        groups = [group for group in groups if all(group is not one for one in near)]
        groups.append([row, *(other for group in near for other in group)])
    return groups


def _next(row: np.ndarray, other: np.ndarray) -> bool:
    """Whether another row is a line right above or below: what wraps goes on below at the left."""
    upper, lower = (row, other) if row[1] <= other[1] else (other, row)
    gap = lower[1] - upper[3]
    high = max(row[3] - row[1], other[3] - other[1])
    return bool(-3 <= gap <= high and lower[0] < upper[2])
