"""A row of two pictures as strips of pixels: which columns both have, though some of them to the side."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from pipeline.core.channels import highest

LEVEL, EVEN = 10, 0.02
"""Levels from which a column is another, and the part of a row's columns from which even ones are its ground."""

BLUR, WINDOW, UNLIKE, SHADE = 0.8, 5, 0.25, 0.6
"""Columns are compared blurred, as letters may fall on fractions of a pixel: their mean difference in a window is up to
this part of what they vary by, or so few levels."""

LEAST, PIECE, FAR, FOUND, CANDIDATES = 8, 32, 420, 0.92, 4
"""Columns of a piece that is looked for, at least and at most, how far it is, the correlation from which it is there,
and how many ways are tried."""

NEAR = 2
"""Pixels by which the pieces of a row that made room may have gone otherwise, as each is drawn at whole pixels."""

EDGE, AROUND = 8, 40
"""Pixels beside what differs in which its faint ends lie, and in which its ground is seen."""

SLIVER = 3
"""Columns of ink that are the edge of what stands beside."""

MOVED = 0.5
"""Columns with ink that must have made room, in heights of the row; eight at least."""


@dataclass(frozen=True)
class Parted:
    """Columns, ends exclusive, of each picture between the beginning of a row and its end; ``left`` counts those with
    ink.

    Where nothing is left, ``moved`` are the columns before of what went, and ``way`` is how far that went to the right.
    """

    first: tuple[int, int]
    second: tuple[int, int]
    left: int
    moved: tuple[int, int] | None = None
    way: int = 0


class Strips:
    """A row of both pictures, ``(height, width, 3)`` each, as columns; it differs from ``start`` to ``end``."""

    def __init__(self, row: tuple[np.ndarray, np.ndarray], start: int, end: int) -> None:
        import cv2

        self.start, self.end = start, end
        self.exact = [strip.astype(np.float32) for strip in row]
        self.soft = [cv2.GaussianBlur(strip, (0, 0), sigmaX=BLUR, sigmaY=0.1) for strip in self.exact]
        grounds = [self._ground(strip) for strip in self.exact]
        away = [highest(np.abs(strip - ground[:, None])) for strip, ground in zip(self.exact, grounds, strict=True)]
        self.inked = [one.max(0) > LEVEL for one in away]
        self.varied = _varied(self.exact[0])

    def explained(self) -> Iterator[Parted]:
        """The ways in which a beginning that went ``left`` and an end that went ``right`` leave the least between."""
        gap = np.abs(self.exact[0] - self.exact[1]).max((0, 2)) > LEVEL
        still = np.flatnonzero(gap[max(0, self.start - EDGE) : self.end + EDGE]) + max(0, self.start - EDGE)
        if not len(still):
            return
        first, last = int(still[0]), int(still[-1]) + 1
        while first > 0 and gap[first - 1]:
            first -= 1
        while last < len(gap) and gap[last]:
            last += 1
        ways = [0, *self._ways(first, last)]
        same = {way: self._same(way) for way in ways}
        for left in ways:
            for right in ways:
                if left != right:
                    one = self._between(first + max(-left, 0), last - max(right, 0), left, right, same)
                    if one is not None:
                        yield one

    def continued(self, near: int) -> Parted | None:
        """What is left between a beginning that stayed and an end that is that of both rows; None where both have all.

        The pieces of either may have gone ``near`` pixels otherwise.
        """
        right = self.exact[1].shape[1] - self.exact[0].shape[1]
        wide, other = self.exact[0].shape[1], self.exact[1].shape[1]
        unlike = np.flatnonzero(~self._same(0, near)[: min(wide, other)])
        ahead = int(unlike[0]) if len(unlike) else min(wide, other)
        unlike = np.flatnonzero(~self._same(right, near)[max(0, -right) :]) + max(0, -right)
        behind = int(unlike[-1]) + 1 if len(unlike) else max(0, -right)
        first, second = (ahead, behind), (ahead, behind + right)
        if max(ahead - behind, ahead - behind - right) > 0:
            first, second = self._cut(first, second, 0, right)
        trimmed = self._without_slivers(first, second)
        inks = sum(int(inked[a:b].sum()) for (a, b), inked in zip(trimmed, self.inked, strict=True))
        return Parted(trimmed[0], trimmed[1], inks) if inks else None

    def _ground(self, strip: np.ndarray) -> np.ndarray:
        """The commonest column beside the row, or in it, that is of one colour, or else the commonest of all."""
        low, high = max(0, self.start - AROUND), self.end + AROUND
        for part in (np.hstack([strip[:, low : self.start], strip[:, self.end : high]]), strip[:, low:high]):
            even = np.ptp(part, axis=0).max(1) <= LEVEL if part.size else np.zeros(0, bool)
            if len(even) and even.mean() > EVEN:
                part = part[:, even]
                break
        columns = Counter(part[:, x].tobytes() for x in range(part.shape[1]))
        return np.frombuffer(columns.most_common(1)[0][0], np.float32).reshape(-1, 3)

    def _ways(self, first: int, last: int) -> list[int]:
        """How far pieces of the row went, the way of most of them first."""
        import cv2

        votes: Counter[int] = Counter()
        wide = int(np.clip((last - first) // 3, LEAST, PIECE))
        for x in range(first, last - wide + 1, wide // 2):
            piece = np.ascontiguousarray(self.soft[0][:, x : x + wide])
            if self.inked[0][x : x + wide].mean() < 0.3 or piece.std() < 4:
                continue
            low, high = max(0, min(first, x - FAR)), min(max(last, x + wide + FAR), self.soft[1].shape[1])
            scores = cv2.matchTemplate(np.ascontiguousarray(self.soft[1][:, low:high]), piece, cv2.TM_CCOEFF_NORMED)[0]
            votes.update(low + int(place) - x for place in np.flatnonzero(scores >= max(FOUND, scores.max() - 0.02)))
        ways: list[int] = []
        for way, _ in votes.most_common():
            if abs(way) > NEAR and all(abs(way - other) > NEAR for other in ways):
                ways.append(way)
        return ways[:CANDIDATES]

    def _same(self, way: int, near: int | None = None) -> np.ndarray:
        """Which columns of the first picture the second has so far to the right, or some pixels less or more."""
        import cv2

        first, second = self.soft
        wide = first.shape[1]
        least = np.full(wide, np.inf, np.float32)
        near = near if near is not None else NEAR if way else 0
        for far in range(way - near, way + near + 1):
            a, b = max(0, -far), min(wide, second.shape[1] - far - 1)
            if a >= b:
                continue
            there = second[:, a + far : b + far + 1]
            for other in (there[:, :-1], (there[:, :-1] + there[:, 1:]) / 2) if near else (there[:, :-1],):
                gap = highest(np.abs(first[:, a:b] - other)).mean(0)
                least[a:b] = np.minimum(least[a:b], cv2.blur(gap[None], (WINDOW, 1))[0])
        return np.asarray(least <= UNLIKE * self.varied + SHADE)

    def _between(self, start: int, end: int, left: int, right: int, same: dict[int, np.ndarray]) -> Parted | None:
        """What is left between the two parts; None if too little of them made room."""
        if start >= end:
            return None
        far = abs(right - left)  # what came may look like what is beside it
        low, high = max(0, start - far), min(len(same[left]), end + far)
        other = np.flatnonzero(~same[left][start:high])
        ahead = start + (int(other[0]) if len(other) else high - start)
        other = np.flatnonzero(~same[right][low:end])
        behind = low + (int(other[-1]) + 1 if len(other) else 0)
        first, second = (ahead, behind), (ahead + left, behind + right)
        short = max(ahead - behind, ahead + left - behind - right)
        if short > 0:  # both parts may have what is between: it is cut where there is a gap
            first, second = self._cut(first, second, left, right)
        parts = (left, start, first[0]), (right, first[1], end)
        if any(way and self.inked[0][a:b].sum() < self._least for way, a, b in parts):
            return None
        if self._room(start, left, 1) + self._room(end, right, 0) > WINDOW:
            return None  # something else came to the room that they left, or was where they went
        trimmed = self._without_slivers(first, second)
        inks = sum(int(inked[a:b].sum()) for (a, b), inked in zip(trimmed, self.inked, strict=True))
        if inks:
            return Parted(trimmed[0], trimmed[1], inks) if self._in_turn(trimmed, first, second, left, right) else None
        part = (start, first[0]) if left else (first[1], end)
        return (
            None
            if left and right
            else Parted(trimmed[0], trimmed[1], 0, self._trimmed(part, self.inked[0]), left + right)
        )

    @property
    def _least(self) -> float:
        return max(8.0, MOVED * len(self.exact[0]))

    def _room(self, end: int, way: int, number: int) -> int:
        """Columns with ink where an end of the row went: of picture ``number`` to the right, else of the other one."""
        inked = self.inked[number] if way > 0 else self.inked[1 - number]
        return int(inked[min(end, end + way) : max(end, end + way)].sum())

    def _cut(
        self, first: tuple[int, int], second: tuple[int, int], left: int, right: int
    ) -> tuple[tuple[int, int], tuple[int, int]]:
        """Where two parts that overlap in a picture are cut: in the widest gaps of the picture that has more."""
        more = 1 if right > left else 0
        short, ways = ((first, (left, right)), (second, (-left, -right)))[1 - more]
        inked = self.inked[more]
        cuts = range(short[0], short[1] - 1, -1)  # of two alike things the second one came
        best = max(cuts, key=lambda cut: _gap(inked, cut + ways[0]) + _gap(inked, cut + ways[1]))
        long = best + ways[0], best + ways[1]
        return ((best, best), long) if more else (long, (best, best))

    def _in_turn(
        self,
        trimmed: list[tuple[int, int]],
        first: tuple[int, int],
        second: tuple[int, int],
        left: int,
        right: int,
    ) -> bool:
        """Whether what made room stays on its side of what came or went: else it moved over that."""
        for number, cuts, sign in ((0, second, 1), (1, first, -1)):
            a, b = trimmed[number]
            inked = self.inked[1 - number]
            ahead, behind = np.flatnonzero(inked[: cuts[0]]), np.flatnonzero(inked[cuts[1] :])
            if a < b and len(behind) and cuts[1] + behind[0] < a + sign * left - NEAR:
                return False
            if a < b and len(ahead) and ahead[-1] + 1 > b + sign * right + NEAR:
                return False
        return True

    def _without_slivers(self, first: tuple[int, int], second: tuple[int, int]) -> list[tuple[int, int]]:
        """The columns from the first with ink to the last, and none for the soft edge of what stands beside."""
        parts = [self._trimmed(part, inked) for part, inked in zip((first, second), self.inked, strict=True)]
        wide = [b - a for a, b in parts]
        return [
            (a, a) if size <= SLIVER and 4 * size < max(wide) else (a, b)
            for (a, b), size in zip(parts, wide, strict=True)
        ]

    def _trimmed(self, part: tuple[int, int], inked: np.ndarray) -> tuple[int, int]:
        ink = np.flatnonzero(inked[part[0] : max(part)])
        return (part[0] + int(ink[0]), part[0] + int(ink[-1]) + 1) if len(ink) else (part[0], part[0])


def _varied(strip: np.ndarray) -> np.ndarray:
    """Standard deviation of the levels around each column."""
    import cv2

    grey = strip.mean(2)
    window = (2 * WINDOW - 1, 1)
    mean, square = (cv2.blur(one.mean(0)[None], window)[0] for one in (grey, grey**2))
    return np.asarray(np.sqrt(np.maximum(0, square - mean**2)))


def _gap(inked: np.ndarray, place: int) -> int:
    """Columns without ink on both sides of a place, where there are any."""
    ahead, behind = inked[max(0, place - 40) : place][::-1], inked[place : place + 40]
    return sum(int(part.argmax()) if part.any() else len(part) for part in (ahead, behind))
