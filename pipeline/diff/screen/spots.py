"""Spots: places of both pictures where content has no equal partner, linked where they are the same place."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from pipeline.diff.screen.judgement import Judgement
from pipeline.diff.screen.side import Side

NEIGHBOUR = 110
"""Pixels within which two regions may be of one thing: a space beside letters of the greatest height."""


@dataclass(frozen=True, eq=False)
class Spot:
    """``before`` and ``after`` are the boxes of the words, icons and pictures that differ, None where there are none;
    ``raw_before`` and ``raw_after`` hold the differing pixels, None where there are none."""

    before: np.ndarray | None
    after: np.ndarray | None
    raw_before: np.ndarray | None
    raw_after: np.ndarray | None

    @property
    def place(self) -> np.ndarray:
        """A box of differing pixels: before, or else after."""
        box = self.raw_after if self.raw_before is None else self.raw_before
        assert box is not None
        return box


def find_spots(before: Side, after: Side, judgement: Judgement) -> list[Spot]:
    """The spots of a pair."""
    found = [_regions(side, judgement) for side in (before, after)]
    groups = _Groups(len(found[0]) + len(found[1]))
    offset = len(found[0])
    raws = np.array([other.raw for other in found[1]]).reshape(-1, 4)
    for i, one in enumerate(found[0]):
        for j in _near(before.motion.carried(one.raw, "after"), raws, 1):
            groups.join(i, offset + int(j))
    for start, parts in ((0, found[0]), (offset, found[1])):
        wholes = np.array([one.raw if one.inked is None else hull([one.raw, one.inked]) for one in parts])
        for i, one in enumerate(parts):
            for j in _near(wholes[i], wholes[:i], NEIGHBOUR):
                if _same_thing(one, parts[j]):
                    groups.join(start + i, start + int(j))
    spots = []
    for members in groups.members():
        sides = [[found[0][i] for i in members if i < offset], [found[1][i - offset] for i in members if i >= offset]]
        spots.append(_spot(*_weighed(*sides)))
    return spots


@dataclass(frozen=True, eq=False)
class _Region:
    """``raw`` holds the differing pixels, ``pixels`` of them; ``inked`` the pieces that they lie on, None if none."""

    raw: np.ndarray
    inked: np.ndarray | None
    pixels: int


def _regions(side: Side, judgement: Judgement) -> list[_Region]:
    import cv2

    kernel = np.ones((judgement.join[1], judgement.join[0]), np.uint8)
    residual = side.differing
    count, labels = cv2.connectedComponents(cv2.dilate(residual.view(np.uint8), kernel), connectivity=8)
    if count <= 1:
        return []
    ys, xs = np.nonzero(residual)
    which = labels[ys, xs]
    order = np.argsort(which, kind="stable")
    ys, xs, which = ys[order], xs[order], which[order]
    starts = np.flatnonzero(np.diff(which, prepend=0))
    found = []
    for start, end in zip(starts, [*starts[1:], len(which)], strict=True):
        if end - start < judgement.least_pixels:
            continue
        y, x = ys[start:end], xs[start:end]
        raw = np.array([x.min(), y.min(), x.max() + 1, y.max() + 1])
        found.append(_Region(raw, _inked(raw, x, y, side), int(end - start)))
    return found


def _inked(raw: np.ndarray, x: np.ndarray, y: np.ndarray, side: Side) -> np.ndarray | None:
    """The box round the words, icons and pictures that differing pixels lie on."""
    pieces = side.words
    if not len(pieces):
        return None
    near = (pieces[:, 0] < raw[2]) & (pieces[:, 2] > raw[0]) & (pieces[:, 1] < raw[3]) & (pieces[:, 3] > raw[1])
    touched = []
    for piece in pieces[near]:
        inside = int(((x >= piece[0]) & (x < piece[2]) & (y >= piece[1]) & (y < piece[3])).sum())
        size = (piece[2] - piece[0]) * (piece[3] - piece[1])
        small = max(piece[2] - piece[0], piece[3] - piece[1]) <= 60 or piece[3] - piece[1] <= 40
        if inside >= (3 if small else 0.1 * size):
            touched.append(piece)
    return hull(touched) if touched else None


def _same_thing(one: _Region, other: _Region) -> bool:
    """Whether two regions of a picture lie on one piece, or in each other."""
    if _touch(one.raw, other.raw, 0):
        return True
    if one.inked is None or other.inked is None:
        return False
    a, b = one.inked, other.inked
    low = min(a[3] - a[1], b[3] - b[1])
    row = min(a[3], b[3]) - max(a[1], b[1]) > 0.6 * low
    return _touch(a, b, -1) or bool(row and max(a[0], b[0]) - min(a[2], b[2]) < 0.9 * low)


def _weighed(before: list[_Region], after: list[_Region]) -> tuple[list[_Region], list[_Region]]:
    """Without the few pixels of the one picture that accident left beside many of the other."""
    counts = [sum(one.pixels for one in side) for side in (before, after)]
    if counts[0] < 0.12 * counts[1]:
        return [], after
    if counts[1] < 0.12 * counts[0]:
        return before, []
    return before, after


def _spot(before: list[_Region], after: list[_Region]) -> Spot:
    raw = [hull([one.raw for one in side]) if side else None for side in (before, after)]
    inked = []
    for side in (before, after):
        boxes = [one.inked for one in side if one.inked is not None]
        inked.append(hull(boxes) if boxes else None)
    return Spot(inked[0], inked[1], raw[0], raw[1])


def hull(boxes: list[np.ndarray]) -> np.ndarray:
    """The box round several."""
    stacked = np.stack(boxes)
    return np.concatenate([stacked[:, :2].min(0), stacked[:, 2:].max(0)])


def _near(one: np.ndarray, others: np.ndarray, margin: float) -> np.ndarray:
    """Which of some boxes touch a box, or come as near as ``margin`` pixels."""
    if not len(others):
        return np.zeros(0, int)
    apart = np.maximum(one[:2], others[:, :2]) - np.minimum(one[2:], others[:, 2:])
    return np.flatnonzero((apart < margin).all(1))


def _touch(one: np.ndarray, other: np.ndarray, margin: float) -> bool:
    return bool(
        one[0] < other[2] + margin
        and other[0] < one[2] + margin
        and one[1] < other[3] + margin
        and other[1] < one[3] + margin
    )


class _Groups:
    """Disjoint sets of numbers."""

    def __init__(self, count: int) -> None:
        self.parent = list(range(count))

    def join(self, one: int, other: int) -> None:
        """Put the sets of both together."""
        self.parent[self._root(one)] = self._root(other)

    def members(self) -> list[list[int]]:
        """The sets."""
        groups: dict[int, list[int]] = {}
        for i in range(len(self.parent)):
            groups.setdefault(self._root(i), []).append(i)
        return list(groups.values())

    def _root(self, one: int) -> int:
        while self.parent[one] != one:
            self.parent[one] = self.parent[self.parent[one]]
            one = self.parent[one]
        return one
