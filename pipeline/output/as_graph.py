"""Object graphs and change facts in the formats of graph tools: GraphML and DOT."""

from __future__ import annotations

import networkx as nx

from pipeline.core.types import Analysis, Change, ObjectGraph, SceneObject
from pipeline.output.as_json import box, number
from pipeline.output.naming import named
from pipeline.output.stated import stated_values

Flat = dict[str, str | int | float]


def flat_graph(graph: ObjectGraph) -> nx.MultiDiGraph:
    """The graph with scalar attributes only: a box becomes four numbers, an attribute a value and a score."""
    flat = nx.MultiDiGraph(width=graph.extent[0], height=graph.extent[1])
    for node, found in zip(graph.nodes, graph.objects, strict=True):
        flat.add_node(str(node), **_flat_object(found))
    for tail, head, relation in graph.edges(keys=True):
        flat.add_edge(str(tail), str(head), key=f"{tail}-{relation}-{head}", relation=relation)
    return flat


def flat_changes(analysis: Analysis) -> nx.MultiDiGraph:
    """The difference as a graph: nodes ``before N`` and ``after N``, an edge for each change of an object in both.

    Objects that are taken for each other and have not changed have an edge with the relation ``same``.  An object that
    was added or has gone has no partner; its node carries ``change`` instead.
    """
    flat = nx.MultiDiGraph()
    for side, graph in (("before", analysis.before), ("after", analysis.after)):
        for node, found in zip(graph.nodes, graph.objects, strict=True):
            flat.add_node(f"{side} {node}", picture=side, **_flat_object(found))
    for i, change in enumerate(analysis.changes):
        ends = _ends(change)
        facts: Flat = {"change": change.kind, "confidence": number(change.confidence) or 0.0}
        values = zip(("old", "new"), stated_values(change), strict=True)
        facts |= {name: value for name, value in values if value is not None}
        if len(ends) == 2:
            flat.add_edge(*ends, key=f"change-{i}", **facts)
        for end in ends if len(ends) == 1 else ():
            flat.add_node(end, **facts)
    for first, second in analysis.matches:
        ends = [f"before {first}", f"after {second}"]
        if not flat.has_edge(*ends):
            flat.add_edge(*ends, key=f"match-{first}-{second}", relation="same")
    return flat


def graphml(flat: nx.MultiDiGraph) -> str:
    """GraphML text of a flat graph."""
    for _, _, key, data in flat.edges(keys=True, data=True):
        data["id"] = key
    return "\n".join(nx.generate_graphml(flat, edge_id_from_attribute="id")) + "\n"


def dot(flat: nx.MultiDiGraph) -> str:
    """DOT text of a flat graph, for Graphviz."""
    lines = ["digraph {"]
    for node, data in flat.nodes(data=True):
        words = [str(node), _node_name(data)] + ([str(data["change"])] if "change" in data else [])
        lines.append(f"  {_quoted(node)} [label={_quoted(': '.join(words))}];")
    for tail, head, data in flat.edges(data=True):
        words = [str(data[name]) for name in ("relation", "change", "old", "new") if name in data]
        lines.append(f"  {_quoted(tail)} -> {_quoted(head)} [label={_quoted(' '.join(words))}];")
    return "\n".join([*lines, "}"]) + "\n"


def _flat_object(found: SceneObject) -> Flat:
    flat: Flat = {"label": found.label, "score": number(found.score) or 0.0}
    flat |= dict(zip(("x0", "y0", "x1", "y1"), box(found.box) or (), strict=False))
    for name, value in found.attributes.items():
        flat[name] = value
        scores = found.attribute_scores.get(name, {})
        if value in scores:
            flat[f"{name}_score"] = number(scores[value]) or 0.0
    return flat


def _node_name(data: Flat) -> str:
    plain = ("label", "picture", "change", "old", "new")
    attributes = {name: value for name, value in data.items() if isinstance(value, str) and name not in plain}
    return named(str(data["label"]), attributes)


def _ends(change: Change) -> list[str]:
    sides = (("before", change.node_before), ("after", change.node_after))
    return [f"{side} {node}" for side, node in sides if node is not None]


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'
