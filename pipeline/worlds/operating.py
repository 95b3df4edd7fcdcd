"""Where to work between missed changes and false alarms: the measured curve of a pack, and the point that is wished."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from pipeline.core import messages
from pipeline.worlds.calibration import number

RECALL, FALSE_ALARMS = "recall", "false-alarms"


@dataclass(frozen=True)
class Wish:
    """``recall``: the least share of changed pairs of which a change is told; ``false-alarms``: the largest share of
    unchanged pairs of which one is."""

    measure: str
    share: float

    @classmethod
    def parse(cls, text: str) -> Wish:
        """Of a text such as ``recall=0.95``.

        Raises
        ------
        SpotItError
            If it has another form.
        """
        measure, _, value = text.partition("=")
        try:
            share = float(value)
        except ValueError:
            share = math.nan
        if measure not in (RECALL, FALSE_ALARMS) or not 0 <= share <= 1:
            raise messages.error(messages.BAD_WISH, value=text)
        return cls(measure, share)


@dataclass(frozen=True)
class Point:
    """A threshold on the confidence of facts, and the shares of changed pairs missed and unchanged pairs alarmed of."""

    threshold: float
    misses: float
    alarms: float


@dataclass(frozen=True)
class Curve:
    """Misses against false alarms, as measured.

    Parameters
    ----------
    points
        In the order of rising thresholds.
    changed, unchanged
        Pairs that they were measured on.
    opened
        Settings of the differ under which they were measured: it then states whatever it has a doubt of.
    """

    points: tuple[Point, ...]
    changed: int
    unchanged: int
    opened: Mapping[str, Any] = field(default_factory=dict)

    @classmethod
    def of_table(cls, table: Mapping[str, Any]) -> Curve:
        """Of a table of a pack's config: ``points`` are rows of threshold, misses and alarms.

        Raises
        ------
        ValueError
            If it is not of that form.
        """
        rows, opened = table.get("points"), table.get("opened", {})
        if not isinstance(rows, list) or not rows or not all(isinstance(row, list) and len(row) == 3 for row in rows):
            raise ValueError("[curve] points must be rows of threshold, misses and alarms")
        if not isinstance(opened, dict):
            raise ValueError("[curve] opened must be a table of settings")
        points = tuple(Point(*(number("curve", "points", value) for value in row)) for row in rows)
        changed, unchanged = (int(number("curve", name, table.get(name))) for name in ("changed", "unchanged"))
        return cls(tuple(sorted(points, key=lambda point: point.threshold)), changed, unchanged, opened)

    def threshold(self, wish: Wish, pack: str) -> float:
        """Of all points that fulfil a wish, the one that costs least of the other measure.

        Raises
        ------
        SpotItError
            If no point fulfils it.
        """
        if wish.measure == RECALL:
            fitting = [point for point in self.points if 1 - point.misses >= wish.share]
            best = max(fitting, key=lambda point: point.threshold, default=None)
            reached = 1 - min(point.misses for point in self.points)
        else:
            fitting = [point for point in self.points if point.alarms <= wish.share]
            best = min(fitting, key=lambda point: point.threshold, default=None)
            reached = min(point.alarms for point in self.points)
        if best is None:
            raise messages.error(
                messages.WISH_NOT_REACHED, measure=wish.measure, share=wish.share, name=pack, reached=reached
            )
        if wish.measure == FALSE_ALARMS and wish.share * self.unchanged < 1:
            messages.notice(messages.WISH_FINER, count=self.unchanged, name=pack, share=wish.share)
        return best.threshold
