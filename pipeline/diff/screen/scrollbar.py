"""What a scroll bar says: where its thumb went the page was scrolled; one that grew gives it another length."""

from __future__ import annotations

import numpy as np

from pipeline.diff.screen.runs import runs_of
from pipeline.diff.screen.side import Side
from pipeline.register.scroll_bar import ARROW, END, MIDDLE, bar_of, button_of, one_color, thumb_of

BAR = 12
"""Pixels from the right edge in which the thumb of a page's scroll bar is seen, at every scale."""

WIDE = 4
"""Pixels across that change in a row where the thumb has gone."""

EVEN = 3
"""Pixels by which what the thumb left and what it took may differ in length."""

LEAST = 4
"""Pixels that the thumb must have gone."""

CLEAR = 3
"""Pixels that a thumb must have gone for a scroll to be seen by it."""


def scrolled_way(before: Side, after: Side) -> tuple[int, float, float]:
    """Which way the content went by the thumb of the page's scroll bar (-1 is up, 0 none), and two guesses of how far.

    What the thumb has left is all of its old place in the first guess, and a part of it in the second.
    """
    none = 0, 0.0, 0.0
    if before.image.shape != after.image.shape or min(before.image.shape[:2]) < 2 * END:
        return none
    height = before.image.shape[0]
    changed = (~before.stayed[:, -BAR:]).sum(1) >= WIDE
    button = button_of(before.image)
    runs = [(a, b) for a, b in runs_of(changed) if b - a > ARROW or (a >= button and b <= height - button)]
    if len(runs) != 2:
        return none
    (a, b), (c, d) = runs
    if abs((b - a) - (d - c)) > EVEN or b - a < LEAST or a < 2:
        return none
    left, taken = ([_color(side, *run) for run in runs] for side in (before, after))
    if not (one_color(left[0], taken[1]) and one_color(left[1], taken[0])) or one_color(left[0], left[1]):
        return none
    way = 1 if one_color(left[0], _color(before, a - 2, a)) else -1
    return way, (c - a) * height / (b - a), (b - a) * height / (c - a)


def thumb_way(before: Side, after: Side) -> int:
    """How far the content went by the place of the thumb alone: down is positive, 0 where it did not go or is not seen.

    A thumb that is as long as it was and begins elsewhere tells of a scroll also where nothing of the page is left.
    """
    first, second = thumb_of(before.image), thumb_of(after.image)
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
    first, second = thumb_of(before.image), thumb_of(after.image)
    if first is None or second is None:
        return False
    top, end = first
    return abs(top - second[0]) <= 1 and abs(far) * (end - top) / before.image.shape[0] >= CLEAR


def bar_at(side: Side) -> np.ndarray | None:
    """Where the page's scroll bar is; None without one."""
    return bar_of(side.image)


def _color(side: Side, top: int, end: int) -> np.ndarray:
    return np.asarray(np.median(side.image[top:end, MIDDLE], axis=(0, 1)))
