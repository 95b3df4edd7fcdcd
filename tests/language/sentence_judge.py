"""An evaluator that knows nothing of the code under test but its parser: it looks at every object of the graph."""

from __future__ import annotations

from language.parser import Phrase, StatedFact, parse
from pipeline.core.types import Analysis, ObjectGraph


def stated(sentence: str) -> StatedFact | None:
    """The one fact of a sentence; None where it states none or several."""
    facts = parse(sentence)
    return facts[0] if len(facts) == 1 else None


def fitting(graph: ObjectGraph, fact: StatedFact) -> list[int]:
    """Nodes that a fact's words fit, by brute force; an anchor that is not unique fits nothing."""
    heads = [node for node in graph if _has(graph, node, fact.subject)]
    if fact.anchor is None:
        return heads
    anchors = [node for node in graph if _has(graph, node, fact.anchor)]
    if len(anchors) != 1:
        return []
    return [node for node in heads if graph.has_edge(node, anchors[0], key=fact.relation)]


def falsehood(sentence: str, analysis: Analysis) -> str | None:
    """Why a sentence is not a true one about exactly the object that changed; None if it is one."""
    fact = stated(sentence)
    if fact is None:
        return "it does not state one fact"
    if not analysis.changes:
        return None if fact.kind == "none" else "nothing changed"
    change = analysis.changes[0]
    if fact.kind != change.kind:
        return f"the kind is {change.kind}"
    graph, node = (analysis.after, change.node_after) if change.kind == "add" else (analysis.before, change.node_before)
    if change.kind in ("color", "material") and fact.new != change.new:
        return f"the new value is {change.new}"
    if change.kind == "replace":
        newcomer = analysis.after.nodes[change.node_after]["object"].attributes
        if fact.newcomer is None or fact.newcomer.properties != newcomer:
            return f"the new object is {newcomer}"
    if fact.subject is None:
        return "no object is named"
    found = fitting(graph, fact)
    if fact.subject.article == "one":
        return None if node in found and len(found) == fact.subject.among > 1 else f"it fits {found}"
    if fact.subject.article == "a":
        own = graph.nodes[node]["object"].attributes
        return None if node in found and fact.subject.properties == own else "incomplete"
    return None if found == [node] else f"it fits {found}, the object is {node}"


def _has(graph: ObjectGraph, node: int, phrase: Phrase | None) -> bool:
    attributes = graph.nodes[node]["object"].attributes
    return phrase is not None and all(attributes[name] == value for name, value in phrase.properties.items())
