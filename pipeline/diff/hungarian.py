"""Differences by optimal assignment."""

from __future__ import annotations

from pipeline.diff.comparison import Comparison, EditCosts, compare
from pipeline.diff.evidence import Trust
from pipeline.diff.facts import facts
from pipeline.diff.matching import match
from pipeline.types import Change, Motion, ObjectGraph


class HungarianDiffer:
    """The most probable story of what happened, by the Hungarian method on the costs of all pairs.

    Kuhn, "The Hungarian method for the assignment problem", 1955.

    Parameters
    ----------
    attribute, move, drop, add, replace, place, stray, stray_spread, missed, hidden_below, seen_above, explained,
    alike, same_place, spurious
        See :class:`pipeline.diff.comparison.EditCosts`.
    slip, slip_hidden, label_slip
        See :class:`pipeline.diff.evidence.Trust`.
    least
        Confidence under which a change is not stated.
    """

    def __init__(
        self,
        attribute: float = 4.0,
        move: float = 4.8,
        drop: float = 4.2,
        add: float = 4.2,
        replace: float = 4.6,
        place: float = 4.8,
        stray: float = 0.02,
        stray_spread: float = 2.0,
        missed: float = 0.001,
        hidden_below: float = 0.15,
        seen_above: float = 0.5,
        explained: float = 0.5,
        alike: float = 2.0,
        same_place: float = 4.0,
        spurious: float = 0.1,
        slip: float = 0.0002,
        slip_hidden: float = 0.015,
        label_slip: float = 0.05,
        least: float = 0.6,
    ) -> None:
        self.attribute = attribute
        self.move = move
        self.drop = drop
        self.add = add
        self.replace = replace
        self.place = place
        self.stray = stray
        self.stray_spread = stray_spread
        self.missed = missed
        self.hidden_below = hidden_below
        self.seen_above = seen_above
        self.explained = explained
        self.alike = alike
        self.same_place = same_place
        self.spurious = spurious
        self.slip = slip
        self.slip_hidden = slip_hidden
        self.label_slip = label_slip
        self.least = least

    def diff(self, before: ObjectGraph, after: ObjectGraph, motion: Motion) -> list[Change]:
        """Change facts, most important first."""
        comparison = self.compare(before, after, motion)
        return facts(comparison, match(comparison), self.least)

    def match(self, before: ObjectGraph, after: ObjectGraph, motion: Motion) -> list[tuple[int, int]]:
        """Node numbers (before, after) of objects taken for each other, changed in place or moved ones included."""
        return match(self.compare(before, after, motion))

    def compare(self, before: ObjectGraph, after: ObjectGraph, motion: Motion) -> Comparison:
        """The costs behind the decision."""
        costs = EditCosts(
            self.attribute, self.move, self.drop, self.add, self.replace, self.place, self.stray, self.stray_spread,
            self.missed, self.hidden_below, self.seen_above, self.explained, self.alike, self.same_place, self.spurious,
        )  # fmt: skip
        return compare(before, after, motion, costs, Trust(self.slip, self.slip_hidden, self.label_slip))
