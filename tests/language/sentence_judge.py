"""An evaluator that knows nothing of the code under test but its parser: it looks at every object of the graph."""

from __future__ import annotations

from language.parser import Statement
from pipeline.types import Analysis, ObjectGraph


def fitting(graph: ObjectGraph, statement: Statement) -> list[int]:
    """Nodes that a statement's words fit, by brute force; an anchor that is not unique fits nothing."""
    heads = [node for node in graph if _has(graph, node, statement.head)]
    if not statement.relation:
        return heads
    anchors = [node for node in graph if _has(graph, node, statement.anchor)]
    if len(anchors) != 1:
        return []
    return [node for node in heads if graph.has_edge(node, anchors[0], key=statement.relation)]


def falsehood(statement: Statement | None, analysis: Analysis) -> str | None:
    """Why a statement is not a true sentence about exactly the object that changed; None if it is one."""
    if statement is None:
        return "no sentence of the grammar"
    if not analysis.changes:
        return None if statement.kind == "none" else "nothing changed"
    change = analysis.changes[0]
    if statement.kind != change.kind:
        return f"the kind is {change.kind}"
    graph, node = (analysis.after, change.node_after) if change.kind == "add" else (analysis.before, change.node_before)
    if change.kind in ("color", "material") and statement.new != change.new:
        return f"the new value is {change.new}"
    if change.kind == "replace":
        newcomer = analysis.after.nodes[change.node_after]["object"].attributes
        if statement.replacement != newcomer:
            return f"the new object is {newcomer}"
    found = fitting(graph, statement)
    if statement.article == "one":
        return None if node in found and len(found) == statement.among > 1 else f"it fits {found}"
    if statement.article == "a":
        return None if node in found and statement.head == graph.nodes[node]["object"].attributes else "incomplete"
    return None if found == [node] else f"it fits {found}, the object is {node}"


def _has(graph: ObjectGraph, node: int, properties: dict[str, str]) -> bool:
    attributes = graph.nodes[node]["object"].attributes
    return all(attributes[name] == value for name, value in properties.items())
