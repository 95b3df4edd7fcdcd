"""How many changes there are in the areas that the user has asked to ignore."""

from __future__ import annotations

import numpy as np

from pipeline.core.types import Motion, ObjectGraph
from pipeline.flow.scope import Scope
from pipeline.flow.stages import Stages


def ignored_changes(
    stages: Stages,
    scope: Scope,
    graphs: tuple[ObjectGraph, ObjectGraph],
    images: tuple[np.ndarray, np.ndarray],
    motion: Motion,
) -> int:
    """Changes of objects that were made faint before anything was compared, as they lie in an ignored area.

    The objects that were found are compared again, this time all of them; no picture is looked at anew.  A ``motion``
    that rests on pixels is the same with more objects; one that rests on objects is found again.
    """
    score = stages.world.node_score
    if not any(one.score >= score for graph in graphs for one in graph.faint):
        return 0
    first, second = stages.registrar.reread(_whole(graphs[0], score), _whole(graphs[1], score))
    if motion.view is None:
        motion = stages.registrar.register(first, second, *images)
    for graph in (first, second):
        stages.relater.relate(graph)
    found = stages.differ.diff(first, second, motion)
    return sum(scope.hidden_by(change, first, second) == "ignore" for change in found.changes)


def _whole(graph: ObjectGraph, score: float) -> ObjectGraph:
    """The graph, without relations, that there would be if nothing were ignored."""
    nodes = [*graph.objects, *(one for one in graph.faint if one.score >= score)]
    return ObjectGraph.of(nodes, *graph.extent, (one for one in graph.faint if one.score < score))
