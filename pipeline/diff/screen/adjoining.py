"""Buttons that stand right beside each other read as one painted box: what came beside one makes that longer."""

from __future__ import annotations

import numpy as np

from pipeline.core.channels import highest
from pipeline.diff.screen.finding import Finding
from pipeline.diff.screen.patches import Patch
from pipeline.diff.screen.side import Side

LEVEL = 2
"""Pixels by which ends of boxes differ that are at one place."""

LEAST = 14
"""Pixels: least width of what came."""

SAME, EQUAL = 10, 0.985
"""Levels within which pixels are the same, and part of a box that must be."""

PADDED = 4
"""Pixels beside the drawing of what came, at least, on both sides: it is no words of its neighbour."""

UNEVEN = 3
"""Pixels by which the room on its two sides may differ."""

SQUARE = 0.2
"""Part of its height by which the width of a square button of a group may differ."""


def adjoined(row: np.ndarray, other: np.ndarray, before: Side, after: Side) -> Finding | None:
    """What came right beside a box of a row, or went from there, where all others made room; ``(n, 4)`` boxes each."""
    if len(row) != len(other) or len(row) < 2:
        return None
    wider = (other[:, 2] - other[:, 0]) - (row[:, 2] - row[:, 0])
    grown = np.flatnonzero(np.abs(wider) > LEVEL)
    if len(grown) != 1 or abs(wider[grown[0]]) < LEAST or grown[0] + 1 == len(row):
        return None
    at, by = int(grown[0]), int(wider[grown[0]])
    ways = other[:, 0] - row[:, 0]
    if np.abs(ways[: at + 1]).max() > LEVEL or np.abs(ways[at + 1 :] - by).max() > LEVEL:
        return None
    short, long = ((row[at], before), (other[at], after)) if by > 0 else ((other[at], after), (row[at], before))
    x0, _, x1, _ = long[0]
    width = short[0][2] - short[0][0]
    for left, right, start, end in ((x0, x0 + width, x0 + width, x1), (x1 - width, x1, x0, x1 - width)):
        same, box = long[0].copy(), long[0].copy()  # what was there is at the beginning, or else at the end
        same[[0, 2]], box[[0, 2]] = (left, right), (start, end)
        if _equal(*short, same, long[1]) and _stands_alone(box, long[1]):
            return Finding("add", None, box, "box") if by > 0 else Finding("drop", box, None, "box")
    return None


def _equal(box: np.ndarray, side: Side, there: np.ndarray, other: Side) -> bool:
    """Whether two boxes of one width show the same."""
    one, two = side.crop(box).astype(np.int16), other.crop(there).astype(np.int16)
    high, wide = np.minimum(one.shape[:2], two.shape[:2])
    return bool((highest(np.abs(one[:high, :wide] - two[:high, :wide])) <= SAME).mean() >= EQUAL)


def _stands_alone(box: np.ndarray, side: Side) -> bool:
    """Whether something is drawn in the middle of a box."""
    inner = Patch.of(side.crop(box + np.array([1, 3, -1, -3])), 24).box
    if inner is None:
        return False
    left, right = inner[0] + 1, box[2] - box[0] - 1 - inner[2]
    return bool(min(left, right) >= PADDED and abs(left - right) <= UNEVEN)


def cell_of(box: np.ndarray, way: int, side: Side) -> np.ndarray:
    """The square button of a group that an icon stands on, where the rest made room as wide as the group is high; else
    the icon's own box."""
    wide, middle = abs(way), (box[0] + box[2]) / 2
    for panel in side.painted:
        high = panel[3] - panel[1]
        level = abs((panel[1] + panel[3]) - (box[1] + box[3])) <= 2 * LEVEL
        inside = panel[0] <= middle - wide / 2 + LEVEL and panel[2] >= middle + wide / 2 - LEVEL
        if level and inside and abs(high - wide) <= SQUARE * high and box[3] - box[1] < 0.8 * high:
            left = round(middle - wide / 2)
            return np.array([left, panel[1], left + wide, panel[3]])
    return box
