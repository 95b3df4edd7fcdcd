"""What both differs share: the costs of all readings of two scenes, and facts from the pairs that are chosen."""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import dataclass

from pipeline.core.places import Place
from pipeline.core.protocols import Differ
from pipeline.core.reasons import DOUBT, Reason
from pipeline.core.types import Change, Difference, Motion, ObjectGraph
from pipeline.diff.graphs.comparison import Comparison, compare
from pipeline.diff.graphs.costs import EditCosts
from pipeline.diff.graphs.facts import facts
from pipeline.matching.evidence import Trust


@dataclass(frozen=True, eq=False)
class CostDiffer(EditCosts, Trust, Differ):
    """Change facts from the pairs of objects that are cheapest under the costs; a subclass says how they are chosen.

    Its keyword arguments are those of :class:`~pipeline.diff.graphs.costs.EditCosts` and of
    :class:`~pipeline.matching.evidence.Trust`, and:

    Parameters
    ----------
    least
        Confidence under which a change is not stated.
    further
        The same for changes after the first.
    settled
        Probability that nothing changed up to which the likeliest change is stated however sure it is.
    doubt
        Confidence from which a change that is not stated is a reason for doubt.
    """

    least: float = 0.6
    further: float = 0.6
    settled: float = 0.0
    doubt: float = 0.3

    def diff(self, before: ObjectGraph, after: ObjectGraph, motion: Motion) -> Difference:
        """Change facts, most important first, and node numbers (before, after) of the objects taken for each other."""
        comparison = self.compare(before, after, motion)
        matches = self.choose(comparison, before, after)
        changes = facts(comparison, matches, self.least, self.further, self.settled)
        told = {_nodes(change) for change in changes}
        doubts = [one for one in facts(comparison, matches, self.doubt, self.doubt) if _nodes(one) not in told]
        return Difference(tuple(changes), tuple(matches), tuple(_doubt(change, after) for change in doubts))

    def compare(self, before: ObjectGraph, after: ObjectGraph, motion: Motion) -> Comparison:
        """The costs behind the decision."""
        return compare(before, after, motion, costs=self, trust=self)

    @abstractmethod
    def choose(self, comparison: Comparison, before: ObjectGraph, after: ObjectGraph) -> list[tuple[int, int]]:
        """Pairs of node numbers (before, after) that belong together."""


def _nodes(change: Change) -> tuple[int | None, int | None]:
    return change.node_before, change.node_after


def _doubt(change: Change, after: ObjectGraph) -> Reason:
    box = change.box_before if change.box_after is None else change.box_after
    place = None if box is None else Place.of(box, after.extent)
    return Reason(
        DOUBT,
        change.confidence,
        place=place,
        box_before=change.box_before,
        box_after=change.box_after,
        change=change.kind,
        label=change.label,
        attributes=change.attributes,
    )
