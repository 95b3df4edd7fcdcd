"""Differences by graph edit distance."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import networkx as nx

from pipeline.core.types import ObjectGraph
from pipeline.diff.graphs.comparison import Comparison
from pipeline.diff.graphs.cost_differ import CostDiffer
from pipeline.diff.graphs.matching import match

OPPOSITE = {"left": "right", "right": "left", "front": "behind", "behind": "front"}


@dataclass(frozen=True, eq=False)
class GraphEditDiffer(CostDiffer):
    """The cheapest edit path between the two object graphs, relations included.

    Nodes cost what they cost the Hungarian differ; an edge costs ``relation`` for every relation that turned around.
    Abu-Aisheh et al., "An exact graph edit distance algorithm", ICPRAM 2015, as networkx has it.

    Parameters
    ----------
    relation
        Cost of a pair of objects that swapped sides.
    steps
        Branches of the search after which the best path so far is taken: the same on every machine.

    The others are those of :class:`~pipeline.diff.graphs.cost_differ.CostDiffer`.
    """

    relation: float = 0.3
    steps: int = 20_000

    def choose(self, comparison: Comparison, before: ObjectGraph, after: ObjectGraph) -> list[tuple[int, int]]:
        """Pairs of the cheapest path found within the budget; the Hungarian ones where none is cheaper."""
        pairs = comparison.best_pair
        # Edit costs must not be negative: every node carries the same handicap whether substituted or not.
        handicap = max(float(-pairs.min()), 0.0) if pairs.size else 0.0
        paths = nx.optimize_edit_paths(
            _sketch(before),
            _sketch(after),
            node_subst_cost=lambda a, b: float(pairs[a["node"], b["node"]]) + handicap,
            node_del_cost=lambda a: float(comparison.alone_before[a["node"]]) + handicap / 2,
            node_ins_cost=lambda b: float(comparison.alone_after[b["node"]]) + handicap / 2,
            edge_subst_cost=lambda a, b: self.relation * len(a["relations"] & {OPPOSITE[r] for r in b["relations"]}),
            edge_del_cost=lambda a: 0.0,
            edge_ins_cost=lambda b: 0.0,
            timeout=_Budget(self.steps),
        )
        best: list[tuple[Any, Any]] | None = None
        for nodes, _, _ in paths:
            best = nodes
        if best is None:
            return match(comparison)
        return [(i, j) for i, j in best if i is not None and j is not None]


class _Budget(float):
    """What networkx takes for a time limit, which it compares the clock with at every branch: exceeded after so many.

    Its search has no other bound, and one by the clock would give other answers on slower machines.
    """

    def __new__(cls, steps: int) -> _Budget:
        budget = super().__new__(cls, steps)
        budget.left = steps
        return budget

    left: int

    def __lt__(self, elapsed: float) -> bool:
        self.left -= 1
        return self.left < 0


def _sketch(graph: ObjectGraph) -> nx.Graph:
    """The graph with one edge a pair, from the lower node number to the higher."""
    sketch = nx.Graph()
    sketch.add_nodes_from((i, {"node": i}) for i in graph)
    relations: dict[tuple[int, int], set[str]] = {}
    for i, j, key in graph.edges(keys=True):
        if i < j and key in OPPOSITE:
            relations.setdefault((i, j), set()).add(key)
    sketch.add_edges_from((i, j, {"relations": kinds}) for (i, j), kinds in relations.items())
    return sketch
