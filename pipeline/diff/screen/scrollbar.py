"""What a scroll bar says: where its thumb went the page was scrolled; one that grew gives it another length."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from pipeline.diff.screen.runs import runs_of
from pipeline.diff.screen.side import Side

BAR = 12
"""Pixels from the right edge in which the thumb of a page's scroll bar is seen, at every scale."""

MIDDLE = slice(-10, -8)
"""The columns where its colour is looked up."""

WIDE = 4
"""Pixels across that change in a row where the thumb has gone."""

EVEN = 3
"""Pixels by which what the thumb left and what it took may differ in length."""

LEAST = 4
"""Pixels that the thumb must have gone."""

ARROW, END = 20, 40
"""Pixels: the height of an arrow that changes its look, and how near to an end of the bar it is."""

SHORTEST = 10
"""Pixels of the thumb of a very long page, between the arrows."""

CLEAR = 3
"""Pixels that a thumb must have gone for a scroll to be seen by it."""

ACROSS = 2.1
"""How wide a bar is, in parts of how far down its upper arrow begins."""

SAME = 12
"""Levels that one part of a bar may differ by in two pictures."""


def scrolled_way(before: Side, after: Side) -> tuple[int, float, float]:
    """Which way the content went by the thumb of the page's scroll bar (-1 is up, 0 none), and two guesses of how far.

    What the thumb has left is all of its old place in the first guess, and a part of it in the second.
    """
    none = 0, 0.0, 0.0
    if before.image.shape != after.image.shape or min(before.image.shape[:2]) < 2 * END:
        return none
    height = before.image.shape[0]
    changed = (~before.stayed[:, -BAR:]).sum(1) >= WIDE
    button = _button(before)
    runs = [(a, b) for a, b in runs_of(changed) if b - a > ARROW or (a >= button and b <= height - button)]
    if len(runs) != 2:
        return none
    (a, b), (c, d) = runs
    if abs((b - a) - (d - c)) > EVEN or b - a < LEAST or a < 2:
        return none
    left, taken = ([_color(side, *run) for run in runs] for side in (before, after))
    if not (_same(left[0], taken[1]) and _same(left[1], taken[0])) or _same(left[0], left[1]):
        return none
    way = 1 if _same(left[0], _color(before, a - 2, a)) else -1
    return way, (c - a) * height / (b - a), (b - a) * height / (c - a)


def thumb_way(before: Side, after: Side) -> int:
    """How far the content went by the place of the thumb alone: down is positive, 0 where it did not go or is not seen.

    A thumb that is as long as it was and begins elsewhere tells of a scroll also where nothing of the page is left.
    """
    first, second = _thumb(before), _thumb(after)
    if before.image.shape != after.image.shape or first is None or second is None:
        return 0
    (top, end), (other, until) = first, second
    if abs((end - top) - (until - other)) > EVEN or abs(other - top) < LEAST:
        return 0
    return -round((other - top) * before.image.shape[0] / (end - top))


def at_rest(before: Side, after: Side, far: int) -> bool:
    """Whether the page has a scroll bar whose thumb begins where it did, though ``far`` pixels would have moved it.

    A thumb that has another length alone says that the page has.
    """
    if before.image.shape != after.image.shape or min(before.image.shape[:2]) < 2 * END:
        return False
    first, second = _thumb(before), _thumb(after)
    if first is None or second is None:
        return False
    top, end = first
    return abs(top - second[0]) <= 1 and abs(far) * (end - top) / before.image.shape[0] >= CLEAR


def bar_at(side: Side) -> np.ndarray | None:
    """Where the page's scroll bar is; None without one."""
    thumb = _thumb(side)
    if thumb is None:
        return None
    high, wide = side.image.shape[:2]
    return np.array([wide - ACROSS * _arrow(side), 0, wide, high])


def _arrow(side: Side) -> float:
    """How far down the arrow at the upper end of a bar begins; 0 without one."""
    column = np.median(side.image[:END, MIDDLE], axis=1)
    rows = np.flatnonzero(np.abs(column - column[0]).max(1) > SAME)
    return float(rows[0] + 1) if len(rows) else 0.0


def _button(side: Side) -> float:
    """Height of the place of an arrow at an end of a bar: as high as the bar is wide."""
    high = ACROSS * _arrow(side)
    return high if 0 < high < END else END


def _thumb(side: Side) -> tuple[int, int] | None:
    """Where the thumb of a bar with an arrow at each end begins and ends; below it another one may run across."""
    column = np.median(side.image[:, MIDDLE], axis=1).astype(np.int16)
    edges = np.flatnonzero(np.abs(np.diff(column, axis=0)).max(1) > SAME) + 1
    starts = [0, *edges.tolist(), len(column)]
    runs = [(a, b, column[(a + b) // 2]) for a, b in pairwise(starts)]
    button = _button(side)
    long = [
        (a, b, color)
        for a, b, color in runs
        if b - a > ARROW or (b - a >= SHORTEST and a >= button and b <= len(column) - button)
    ]
    lower = len(column) - END - ACROSS * _arrow(side)
    for arrows in ([r for r in runs if r[1] <= END], [r for r in runs if r[0] >= lower]):
        if not any(1 < b - a <= ARROW / 2 and not _same(color, column[0]) for a, b, color in arrows):
            return None
    thumbs = [(a, b) for a, b, color in long if not _same(color, column[0])]
    whole = sum(b - a for a, b, _ in long) > 0.8 * len(column)
    return thumbs[0] if whole and len(thumbs) == 1 else None


def _color(side: Side, top: int, end: int) -> np.ndarray:
    return np.asarray(np.median(side.image[top:end, MIDDLE], axis=(0, 1)))


def _same(one: np.ndarray, other: np.ndarray) -> bool:
    return bool(np.abs(one - other).max() <= SAME)
