"""Descriptions, change facts and object graphs as JSON values.

Boxes are whole pixels; scores and times have four decimals; a value that is not finite becomes null.
"""

from __future__ import annotations

import math
import os
from collections import Counter
from typing import Any

import networkx as nx
import numpy as np

from pipeline.core.images import Picture
from pipeline.core.reasons import Reason
from pipeline.core.types import Analysis, Candidate, Change, Choice, Description, Grounding, ObjectGraph
from pipeline.output.reasons import words_of
from pipeline.output.stated import stated_attributes, stated_values

Json = dict[str, Any]

MOST_CANDIDATES = 50
"""Candidates for one change that are written; a generator may find hundreds."""


def description_json(description: Description, before: Picture, after: Picture) -> Json:
    """A description in the order of keys that is promised to readers."""
    return {
        **analysis_json(description.analysis, before, after, description.pack, description.caption),
        **({"style": description.style} if description.style else {}),
        "candidates": [_candidate(candidate) for candidate in best_candidates(description)],
        "grounding": [_grounding(grounding) for grounding in description.grounding],
        "timings": {step: number(seconds) for step, seconds in description.timings.items()},
    }


def best_candidates(description: Description) -> list[Candidate]:
    """The best few candidates for each change that is told."""
    kept: list[Candidate] = []
    counts: Counter[tuple[int, ...]] = Counter()
    for candidate in description.candidates:
        counts[candidate.changes] += 1
        kept += [candidate] * (counts[candidate.changes] <= MOST_CANDIDATES)
    return kept


def analysis_json(analysis: Analysis, before: Picture, after: Picture, pack: str, caption: str | None = None) -> Json:
    """The change facts alone, or with the caption."""
    return {
        "before": _path(before),
        "after": _path(after),
        "pack": pack,
        "changed": bool(analysis.changes),
        **({} if caption is None else {"caption": caption}),
        "changes": [change_json(change) for change in analysis.changes],
        "unsure": analysis.unsure,
        "reasons": [_reason(reason) for reason in analysis.reasons],
        **({"hidden": dict(analysis.hidden)} if analysis.hidden else {}),
        **_choice(analysis.choice),
    }


def graph_json(graph: ObjectGraph) -> Json:
    """An object graph in networkx's node-link form."""
    plain = nx.MultiDiGraph(width=graph.extent[0], height=graph.extent[1])
    for node, found in zip(graph.nodes, graph.objects, strict=True):
        plain.add_node(
            node,
            label=found.label,
            box=box(found.box),
            score=number(found.score),
            attributes=dict(found.attributes),
            attribute_scores={
                name: {value: number(score) for value, score in scores.items()}
                for name, scores in found.attribute_scores.items()
            },
        )
    plain.add_edges_from(graph.edges(keys=True))
    return nx.node_link_data(plain, edges="edges")


def box(corners: np.ndarray | None) -> list[int] | None:
    """A box in whole pixels; one that is nowhere is none."""
    return None if corners is None or not np.isfinite(corners).all() else [round(float(corner)) for corner in corners]


def number(value: float) -> float | None:
    """A number that JSON can hold."""
    value = float(value)
    return round(value, 4) if math.isfinite(value) else None


def change_json(change: Change) -> Json:
    """One change fact."""
    old, new = stated_values(change)
    return {
        "kind": change.kind,
        "label": change.label,
        "attributes": stated_attributes(change),
        "old": old,
        "new": new,
        "confidence": number(change.confidence),
        "box_before": box(change.box_before),
        "box_after": box(change.box_after),
        **({"shifted": change.shifted} if change.shifted else {}),
    }


def _reason(reason: Reason) -> Json:
    return {
        "kind": reason.kind,
        "words": words_of(reason),
        "value": number(reason.value),
        "picture": reason.picture,
        "place": reason.place and reason.place.value,
        "box_before": box(reason.box_before),
        "box_after": box(reason.box_after),
    }


def _choice(choice: Choice) -> Json:
    """Why this world answers, where several were asked."""
    asked = [{"pack": name, "belongs": one.belongs, "reason": one.reason} for name, one in choice.asked]
    return {"choice": asked} if asked else {}


def _candidate(candidate: Candidate) -> Json:
    return {
        "text": candidate.text,
        "score": number(candidate.score),
        "generator": candidate.generator,
        "features": {name: number(value) for name, value in candidate.features.items()},
    }


def _grounding(grounding: Grounding) -> Json:
    return {
        "phrase": grounding.phrase,
        "start": grounding.start,
        "end": grounding.end,
        "box_before": box(grounding.box_before),
        "box_after": box(grounding.box_after),
        "score": number(grounding.score),
    }


def _path(picture: Picture) -> str | None:
    return None if isinstance(picture, np.ndarray) else os.fspath(picture)
