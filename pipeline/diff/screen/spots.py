"""Spots: places of both pictures where content has no equal partner, linked where they are the same place."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from pipeline.diff.screen.judgement import Judgement
from pipeline.diff.screen.side import Side


@dataclass(frozen=True, eq=False)
class Spot:
    """``before`` and ``after`` are the boxes of what differs, snapped to the pieces it belongs to; None where nothing
    does.  ``raw_before`` and ``raw_after`` hold the differing pixels alone."""

    before: np.ndarray | None
    after: np.ndarray | None
    raw_before: np.ndarray | None
    raw_after: np.ndarray | None


def find_spots(before: Side, after: Side, judgement: Judgement) -> list[Spot]:
    """The spots of a pair."""
    sides = (before, after)
    found = [_regions(side, judgement) for side in sides]
    nodes = [(number, i) for number in (0, 1) for i in range(len(found[number]))]
    groups = _Groups(len(nodes))
    carried = [before.motion.carried(one.snapped, "after") for one in found[0]]
    offset = len(found[0])
    for i, box in enumerate(carried):
        for j, other in enumerate(found[1]):
            if _touch(box, other.snapped, 1):
                groups.join(i, offset + j)
    for number, start in ((0, 0), (1, offset)):
        parts = found[number]
        for i in range(len(parts)):
            for j in range(i):
                if _touch(parts[i].snapped, parts[j].snapped, 0):
                    groups.join(start + i, start + j)
    return [_spot([nodes[i] for i in members], found) for members in groups.members()]


@dataclass(frozen=True, eq=False)
class _Region:
    raw: np.ndarray
    snapped: np.ndarray


def _regions(side: Side, judgement: Judgement) -> list[_Region]:
    import cv2

    kernel = np.ones((judgement.join[1], judgement.join[0]), np.uint8)
    mask = side.residual.view(np.uint8)
    closed = cv2.dilate(mask, kernel)
    count, labels = cv2.connectedComponents(closed, connectivity=8)
    labels = np.where(side.residual, labels, 0)
    found = []
    if count <= 1:
        return []
    ys, xs = np.nonzero(labels)
    which = labels[ys, xs]
    order = np.argsort(which, kind="stable")
    ys, xs, which = ys[order], xs[order], which[order]
    starts = np.flatnonzero(np.diff(which, prepend=0))
    for start, end in zip(starts, [*starts[1:], len(which)], strict=True):
        if end - start < judgement.least_pixels:
            continue
        y, x = ys[start:end], xs[start:end]
        raw = np.array([x.min(), y.min(), x.max() + 1, y.max() + 1])
        found.append(_Region(raw, _snapped(raw, x, y, side)))
    return found


def _snapped(raw: np.ndarray, x: np.ndarray, y: np.ndarray, side: Side) -> np.ndarray:
    """The box, grown to the pieces that differing pixels lie on."""
    pieces = side.pieces
    if not len(pieces):
        return raw
    near = (pieces[:, 0] < raw[2]) & (pieces[:, 2] > raw[0]) & (pieces[:, 1] < raw[3]) & (pieces[:, 3] > raw[1])
    box = raw.copy()
    for piece in pieces[near]:
        inside = (x >= piece[0]) & (x < piece[2]) & (y >= piece[1]) & (y < piece[3])
        if inside.sum() >= 3:
            box = np.concatenate([np.minimum(box[:2], piece[:2]), np.maximum(box[2:], piece[2:])])
    return box


def _spot(members: list[tuple[int, int]], found: list[list[_Region]]) -> Spot:
    boxes: list[np.ndarray | None] = []
    for which in ("snapped", "raw"):
        for number in (0, 1):
            parts = [getattr(found[number][i], which) for side, i in members if side == number]
            boxes.append(hull(parts) if parts else None)
    return Spot(*boxes)


def hull(boxes: list[np.ndarray]) -> np.ndarray:
    """The box round several."""
    stacked = np.stack(boxes)
    return np.concatenate([stacked[:, :2].min(0), stacked[:, 2:].max(0)])


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
