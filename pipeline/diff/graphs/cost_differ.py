"""What both differs share: the costs of all readings of two scenes, and facts from the pairs that are chosen."""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import dataclass

from pipeline.core.protocols import Differ
from pipeline.core.types import Difference, Motion, ObjectGraph
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
    """

    least: float = 0.6
    further: float = 0.6

    def diff(self, before: ObjectGraph, after: ObjectGraph, motion: Motion) -> Difference:
        """Change facts, most important first, and node numbers (before, after) of the objects taken for each other."""
        comparison = self.compare(before, after, motion)
        matches = self.choose(comparison, before, after)
        return Difference(tuple(facts(comparison, matches, self.least, self.further)), tuple(matches))

    def compare(self, before: ObjectGraph, after: ObjectGraph, motion: Motion) -> Comparison:
        """The costs behind the decision."""
        return compare(before, after, motion, costs=self, trust=self)

    @abstractmethod
    def choose(self, comparison: Comparison, before: ObjectGraph, after: ObjectGraph) -> list[tuple[int, int]]:
        """Pairs of node numbers (before, after) that belong together."""
