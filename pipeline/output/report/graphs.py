"""Both object graphs side by side: objects where they stand, matches as lines between them, what differs in colour."""

from __future__ import annotations

from typing import Any

from pipeline.core.types import Analysis, ObjectGraph
from pipeline.output.naming import named

_WIDTH, _GAP, _TALLEST = 440, 60, 440


def graphs_view(analysis: Analysis) -> dict[str, Any] | None:
    """Nodes, relations and matches of one drawing; None where nothing was recognised in either picture."""
    graphs = analysis.before, analysis.after
    if not any(len(graph) for graph in graphs):
        return None
    changed: dict[str, dict[int | None, int]] = {
        "before": {change.node_before: k for k, change in reversed(list(enumerate(analysis.changes)))},
        "after": {change.node_after: k for k, change in reversed(list(enumerate(analysis.changes)))},
    }
    sides: list[dict[str, Any]] = []
    centres: list[dict[int, tuple[float, float]]] = []
    for number, (side, graph) in enumerate(zip(("before", "after"), graphs, strict=True)):
        places = _places(graph, number * (_WIDTH + _GAP))
        centres.append(places)
        sides.append(
            {
                "side": side,
                "x": number * (_WIDTH + _GAP),
                "nodes": [_node(graph, node, places[node], changed[side].get(node)) for node in graph.nodes],
                "edges": sorted({(*places[a], *places[b]) for a, b in _neighbours(graph)}),
            }
        )
    first, second = centres
    matches = [
        {"ends": (*first[a], *second[b]), "changed": a in changed["before"] or b in changed["after"]}
        for a, b in analysis.matches
        if a in first and b in second
    ]
    return {
        "sides": sides,
        "matches": matches,
        "width": 2 * _WIDTH + _GAP,
        "panel": _WIDTH,
        "height": max(_height(graph) for graph in graphs),
        "relations": sum(graph.number_of_edges() for graph in graphs),
    }


def _places(graph: ObjectGraph, left: float) -> dict[int, tuple[float, float]]:
    """Centres of the boxes, shrunk to the panel, kept off its rim."""
    scale, bottom = _height(graph) / graph.extent[1], _height(graph)
    left += (_WIDTH - scale * graph.extent[0]) / 2
    places = {}
    for node, found in zip(graph.nodes, graph.objects, strict=True):
        x, y = ((found.box[:2] + found.box[2:]) / 2).tolist()
        right = scale * graph.extent[0] - 16
        places[node] = (left + max(min(x * scale, right), 16), max(min(y * scale, bottom - 16), 16))
    return places


def _height(graph: ObjectGraph) -> float:
    return min(_WIDTH * graph.extent[1] / graph.extent[0], _TALLEST)


def _node(graph: ObjectGraph, node: int, place: tuple[float, float], fact: int | None) -> dict[str, Any]:
    found = graph.nodes[node]["object"]
    return {"number": node, "x": place[0], "y": place[1], "name": named(found.label, found.attributes), "fact": fact}


def _neighbours(graph: ObjectGraph) -> set[tuple[int, int]]:
    """Each node with the related one nearest to it: all relations at once would be a tangle that shows nothing."""
    centres = {node: (found.box[:2] + found.box[2:]) / 2 for node, found in zip(graph, graph.objects, strict=True)}
    pairs = set()
    for node in graph.nodes:
        others = {*graph.successors(node), *graph.predecessors(node)} - {node}
        if others:
            near = min(others, key=lambda other: float(((centres[other] - centres[node]) ** 2).sum()))
            pairs.add((min(node, near), max(node, near)))
    return pairs
