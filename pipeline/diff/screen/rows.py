"""Rows and columns of painted boxes as sequences: which one came in between or went, where the others made room."""

from __future__ import annotations

import numpy as np

from pipeline.diff.screen.adjoining import adjoined
from pipeline.diff.screen.finding import Finding, covers, iou
from pipeline.diff.screen.judgement import Judgement
from pipeline.diff.screen.patches import Patch, apart, common_likeness, strength
from pipeline.diff.screen.side import Side
from pipeline.diff.screen.spots import hull

SIDES = (12, 120), (12, 600)
"""Pixels: heights and widths of boxes that stand in rows."""

LEVEL = 2
"""Pixels by which the ends of the boxes of one row differ."""

WAY = 8
"""Pixels that a box must have gone to have made room."""

STAYED = 0.9
"""IoU from which a box stands where one stood."""

OTHER = 1000
"""What another box costs."""

TINT = 12
"""Levels by which the ground of one box may differ in two pictures."""


def find_inserted(before: Side, after: Side, judgement: Judgement) -> list[tuple[Finding, np.ndarray, np.ndarray]]:
    """Boxes that came into a row or column or went from it, each with the place of the row in both pictures."""
    if before.motion.noise:
        return []
    if len(before.motion.shifts) < 2 and not (before.differing.any() or after.differing.any()):
        return []  # else a copy of the one beside it may be all that came
    found: list[tuple[Finding, np.ndarray, np.ndarray]] = []
    for axis in (0, 1):
        rows = [_rows(_outer(side), axis) for side in (before, after)]
        for row in rows[0]:
            way = np.array(before.motion.shift_at(row[0], "before"))[1 - axis]
            for other in rows[1]:
                if abs(len(row) - len(other)) > 1 or not _one_place(row, other, int(way), axis):
                    continue
                if len(row) == len(other):
                    one = adjoined(row, other, before, after) if axis == 0 else None
                else:
                    one = _between(row, other, axis, before, after, judgement)
                if one is not None and not any(covers(known.place, one.place, 0.5) for known, _, _ in found):
                    found.append((one, hull(list(row)), hull(list(other))))
    return found


def _outer(side: Side) -> np.ndarray:
    """Painted boxes of the size of buttons, fields and chips, but for those on others."""
    boxes = side.painted
    wide, high = boxes[:, 2] - boxes[:, 0], boxes[:, 3] - boxes[:, 1]
    fit = (high >= SIDES[0][0]) & (high <= SIDES[0][1]) & (wide >= SIDES[1][0]) & (wide <= SIDES[1][1])
    boxes = boxes[fit]
    low, top = boxes[:, None, :2] >= boxes[None, :, :2], boxes[:, None, 2:] <= boxes[None, :, 2:]
    inside = low.all(2) & top.all(2) & ~np.eye(len(boxes), dtype=bool)
    return boxes[~inside.any(1)]


def _rows(boxes: np.ndarray, axis: int) -> list[np.ndarray]:
    """Boxes that stand beside (axis 0) or below each other (1) at one level, in order along the axis."""
    across = [1 - axis, 3 - axis]
    left = list(boxes[np.lexsort((boxes[:, axis], boxes[:, across[0]]))]) if len(boxes) else []
    rows: list[list[np.ndarray]] = []
    for box in left:
        row = next((row for row in rows if np.abs(row[0][across] - box[across]).max() <= LEVEL), None)
        if row is None:
            rows.append([box])
        else:
            row.append(box)
    return [np.array(sorted(row, key=lambda box: box[axis])) for row in rows]


def _one_place(row: np.ndarray, other: np.ndarray, way: int, axis: int) -> bool:
    """Whether two rows are at one level, or one went to that of the other, and share some of their length."""
    across = [1 - axis, 3 - axis]
    off = np.abs(other[0][across] - row[0][across])
    level = off.max() <= LEVEL or np.abs(off - abs(way)).max() <= LEVEL
    return bool(level and row[0][axis] < other[-1][axis + 2] and other[0][axis] < row[-1][axis + 2])


def _between(
    row: np.ndarray, other: np.ndarray, axis: int, before: Side, after: Side, judgement: Judgement
) -> Finding | None:
    """The one box that the longer of two rows has more, where all others are the same; None otherwise."""
    added = len(other) > len(row)
    short, long = (row, other) if added else (other, row)
    sides = (before, after) if added else (after, before)
    count = len(short)
    if all(any(iou(one, box) > STAYED for box in long) for one in short):
        return None  # none made room
    same = [_unlike(short[i], long[i], axis, *sides, judgement) for i in range(count)]
    late = [_unlike(short[i], long[i + 1], axis, *sides, judgement) for i in range(count)]
    costs = [sum(same[:i]) + sum(late[i:]) for i in range(count + 1)]
    place = min(range(count, -1, -1), key=lambda i: costs[i])
    if costs[place] > (1 if count > 2 else 0):  # one field may have become shorter
        return None
    if not _made_room(short, long, place, [same[i] if i < place else late[i] for i in range(count)], axis):
        return None
    return Finding("add", None, long[place], "box") if added else Finding("drop", long[place], None, "box")


def _made_room(short: np.ndarray, long: np.ndarray, place: int, unlike: list[int], axis: int) -> bool:
    """Whether those before and those behind a box went apart by just as much as it takes with its gap."""
    ways = [int(long[i + (i >= place)][axis] - short[i][axis]) for i in range(len(short)) if not unlike[i]]
    known = [i for i in range(len(short)) if not unlike[i]]
    ahead = [way for i, way in zip(known, ways, strict=True) if i < place]
    behind = [way for i, way in zip(known, ways, strict=True) if i >= place]
    if max((abs(way) for way in ways), default=0) < WAY or any(
        np.ptp(part) > LEVEL for part in (ahead, behind) if part
    ):
        return False
    following = place + 1 < len(long)
    pitch = int(long[place + 1][axis] - long[place][axis] if following else long[place][axis] - long[place - 1][axis])
    if not following:
        pitch = int(long[place][axis + 2] - long[place - 1][axis + 2])
    apart = (behind[0] if behind else 0) - (ahead[-1] if ahead else 0)
    return bool(abs(apart - pitch) <= 2 * LEVEL)


def _unlike(one: np.ndarray, box: np.ndarray, axis: int, side: Side, other: Side, judgement: Judgement) -> int:
    """How little two boxes are the same: 0 if they are, 1 where only the length differs, else more than any row has."""
    off = np.abs((one[2:] - one[:2]) - (box[2:] - box[:2]))
    first, second = (Patch.of(which.crop(place), judgement.ink) for which, place in ((side, one), (other, box)))
    if off[1 - axis] > LEVEL or apart(first.ground[None], second.ground)[0] > TINT:
        return OTHER
    if off[axis] > LEVEL:
        return 1
    return 0 if common_likeness(strength(first), strength(second)) >= judgement.same_look else OTHER
