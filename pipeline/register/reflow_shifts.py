"""Shifts that parts of a page may have made: votes of distinctive rows for how far they have gone."""

from __future__ import annotations

from collections import Counter

import numpy as np

STRIP = 64
"""Pixels: width of the strips that vote on their own, so that a fixed side bar does not drown a scrolled page."""

REACH = 12
"""Rows that a description covers: those of a line of text."""

MOST_ROWS = 800
"""Rows of a strip that vote, at most; of more, some at even distances.  All rows of the other picture may answer."""

ALIKE, LEVELS = 0.5, 2.0
"""Distance of descriptions below which rows look just alike, and grey levels to which they are told apart then."""

MOST_STRIPS = 40
"""Strips that vote, at most; of more, some at even distances."""


def vertical_shifts(
    before: np.ndarray, after: np.ndarray, changed: np.ndarray, most: int, least: int, in_order: bool = False
) -> list[int]:
    """Shifts ``y`` after minus ``y`` before, the most voted for first.

    Parameters
    ----------
    before, after
        ``uint8`` RGB; their heights may differ, the common width is looked at.
    changed
        ``(h, w)`` mask over the picture before: pixels that do not equal those at the same place.
    most, least
        How many shifts to give, and how many votes each needs.
    in_order
        Whether rows that look just alike follow each other in both pictures; else each votes for any that looks so, as
        a copy beside a thing did not make it move.
    """
    width = min(before.shape[1], after.shape[1])
    votes: Counter[int] = Counter()
    lefts = range(0, max(1, width - STRIP // 2), STRIP)
    for left in lefts[:: -(-len(lefts) // MOST_STRIPS)]:
        columns = slice(left, min(left + STRIP, width))
        moved = np.asarray(changed[:, columns].any(1))
        if not moved.any():
            continue
        first, rows_first = _described(before[:, columns])
        second, rows_second = _described(after[:, columns])
        voting = np.flatnonzero(moved[rows_first]) if len(rows_first) else np.zeros(0, int)
        voting = voting[:: -(-len(voting) // MOST_ROWS) or 1]
        if len(voting) and len(rows_second):
            shifts, tied = _votes(first[voting], rows_first[voting], second, rows_second, ALIKE if in_order else 0.0)
            votes.update(shifts)
            if in_order:
                votes.update(_in_order(first, rows_first, second, rows_second, voting[tied], moved[rows_first]))
    return _peaks(votes, most, least)


def _described(strip: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Descriptions ``(n, d)`` of the rows where something begins, and which rows these are."""
    cells = max(1, strip.shape[1] // 8)
    grey = strip[:, : cells * 8].astype(np.float32) @ np.array([0.3, 0.59, 0.11], np.float32)
    means = grey.reshape(len(grey), cells, -1).mean(2)
    if len(means) <= REACH:
        return np.zeros((0, REACH * cells), np.float32), np.zeros(0, int)
    step = np.abs(np.diff(means, axis=0)).max(1)
    rows = np.flatnonzero(step > 4) + 1
    rows = rows[rows < len(means) - REACH]
    if not len(rows):
        return np.zeros((0, REACH * cells), np.float32), rows
    return np.stack([means[rows + i] for i in range(REACH)], 1).reshape(len(rows), -1), rows


def _votes(
    first: np.ndarray, rows_first: np.ndarray, second: np.ndarray, rows_second: np.ndarray, alike: float
) -> tuple[list[int], np.ndarray]:
    """Shifts between rows that are each other's likeness, where no other row is, and which rows ``(n,)`` look just like
    several, whose descriptions are nearer than ``alike``."""
    squares = (first**2).sum(1)[:, None] + (second**2).sum(1) - 2 * first @ second.T
    nearest = np.argpartition(squares, 1, axis=1)[:, :2] if len(second) > 1 else np.zeros((len(first), 1), int)
    distance = np.linalg.norm(second[nearest] - first[:, None], axis=2)
    order = np.argsort(distance, axis=1)
    distance, nearest = np.take_along_axis(distance, order, axis=1), np.take_along_axis(nearest, order, axis=1)
    spread = np.linalg.norm(first - first.mean(1, keepdims=True), axis=1)
    good = distance[:, 0] < 0.15 * spread + 8
    tied = np.zeros(len(first), bool)
    if distance.shape[1] > 1:
        tied = good & (distance[:, 1] < alike)
        good &= ~tied & (distance[:, 0] < 0.6 * distance[:, 1] + 1e-6)
    return (rows_second[nearest[good, 0]] - rows_first[good]).tolist(), tied


def _in_order(
    first: np.ndarray,
    rows_first: np.ndarray,
    second: np.ndarray,
    rows_second: np.ndarray,
    voting: np.ndarray,
    moved: np.ndarray,
) -> list[int]:
    """Shifts between rows of a strip that repeats itself: of rows that look alike, the first one went where the first
    one is, and so on; but those above one that stayed, for which something covers others, say nothing."""
    looks: dict[bytes, list[int]] = {}
    for row, look in zip(rows_second, np.round(second / LEVELS).astype(np.int16), strict=True):
        looks.setdefault(look.tobytes(), []).append(int(row))
    names = [look.tobytes() for look in np.round(first / LEVELS).astype(np.int16)]
    still = {name: number for number, name in enumerate(names) if not moved[number]}
    met: Counter[bytes] = Counter()
    shifts = []
    votes = set(voting.tolist())
    for number, name in enumerate(names):
        alike = looks.get(name, [])
        if number in votes and number > still.get(name, -1) and met[name] < len(alike):
            shifts.append(alike[met[name]] - int(rows_first[number]))
        met[name] += 1
    return shifts


def _peaks(votes: Counter[int], most: int, least: int) -> list[int]:
    """The most voted shifts, none beside a greater one."""
    found: list[int] = []
    for shift, count in votes.most_common():
        if count < least or len(found) == most:
            break
        if shift and all(abs(shift - other) > 1 for other in found):
            found.append(shift)
    return found
