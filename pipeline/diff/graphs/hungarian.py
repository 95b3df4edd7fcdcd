"""Differences by optimal assignment."""

from __future__ import annotations

from pipeline.core.types import ObjectGraph
from pipeline.diff.graphs.comparison import Comparison
from pipeline.diff.graphs.cost_differ import CostDiffer
from pipeline.diff.graphs.matching import match


class HungarianDiffer(CostDiffer):
    """The most probable story of what happened, by the Hungarian method on the costs of all pairs.

    Kuhn, "The Hungarian method for the assignment problem", 1955.  The keyword arguments are those of
    :class:`~pipeline.diff.graphs.cost_differ.CostDiffer`.
    """

    def choose(self, comparison: Comparison, before: ObjectGraph, after: ObjectGraph) -> list[tuple[int, int]]:
        """Pairs of the cheapest assignment."""
        return match(comparison)
