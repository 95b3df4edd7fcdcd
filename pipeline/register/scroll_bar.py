"""The scroll bar at the right edge of a page: where it is, and its thumb."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

MIDDLE = slice(-10, -8)
"""The columns where the colour of a bar is looked up."""

ARROW, END = 20, 40
"""Pixels: the height of an arrow that changes its look, and how near to an end of the bar it is."""

SHORTEST = 10
"""Pixels of the thumb of a very long page, between the arrows."""

ACROSS = 2.1
"""How wide a bar is, in parts of how far down its upper arrow begins."""

SAME = 12
"""Levels that one part of a bar may differ by in two pictures."""


def bar_of(image: np.ndarray) -> np.ndarray | None:
    """Where the scroll bar of a page is, ``image`` being ``uint8`` ``(h, w, 3)``; None without one."""
    if thumb_of(image) is None:
        return None
    high, wide = image.shape[:2]
    return np.array([wide - ACROSS * arrow_of(image), 0, wide, high])


def arrow_of(image: np.ndarray) -> float:
    """How far down the arrow at the upper end of a bar begins; 0 without one."""
    column = np.median(image[:END, MIDDLE], axis=1)
    rows = np.flatnonzero(np.abs(column - column[0]).max(1) > SAME)
    return float(rows[0] + 1) if len(rows) else 0.0


def button_of(image: np.ndarray) -> float:
    """Height of the place of an arrow at an end of a bar: as high as the bar is wide."""
    high = ACROSS * arrow_of(image)
    return high if 0 < high < END else END


def thumb_of(image: np.ndarray) -> tuple[int, int] | None:
    """Where the thumb of a bar with an arrow at each end begins and ends; below it another one may run across."""
    column = np.median(image[:, MIDDLE], axis=1).astype(np.int16)
    edges = np.flatnonzero(np.abs(np.diff(column, axis=0)).max(1) > SAME) + 1
    starts = [0, *edges.tolist(), len(column)]
    runs = [(a, b, column[(a + b) // 2]) for a, b in pairwise(starts)]
    button = button_of(image)
    long = [
        (a, b, color)
        for a, b, color in runs
        if b - a > ARROW or (b - a >= SHORTEST and a >= button and b <= len(column) - button)
    ]
    lower = len(column) - END - ACROSS * arrow_of(image)
    for arrows in ([r for r in runs if r[1] <= END], [r for r in runs if r[0] >= lower]):
        if not any(1 < b - a <= ARROW / 2 and not one_color(color, column[0]) for a, b, color in arrows):
            return None
    thumbs = [(a, b) for a, b, color in long if not one_color(color, column[0])]
    whole = sum(b - a for a, b, _ in long) > 0.8 * len(column)
    return thumbs[0] if whole and len(thumbs) == 1 else None


def one_color(one: np.ndarray, other: np.ndarray) -> bool:
    """Whether two parts of a bar have one colour."""
    return bool(np.abs(one - other).max() <= SAME)
