"""Regions of a sentence's phrases from the facts themselves: no model is asked what the generator knew."""

from __future__ import annotations

import numpy as np

from pipeline.core.protocols import Grounder
from pipeline.core.types import Analysis, Candidate, Change, Grounding, Span


class ProvenanceGrounder(Grounder):
    """Follows every span of a candidate to its node, and the node to its counterpart in the other picture."""

    def ground(self, candidate: Candidate, analysis: Analysis) -> list[Grounding]:
        """One entry a noun phrase, in the order of the sentence; the article is not part of the phrase.

        The score is the change's confidence for an object that changed, the detector's for any other.
        """
        spans = sorted(candidate.spans, key=lambda span: span.start)
        return [_grounding(span, candidate.text, analysis) for span in spans]


def _grounding(span: Span, text: str, analysis: Analysis) -> Grounding:
    change = _change_of(span, analysis)
    graph = analysis.before if span.picture == "before" else analysis.after
    score = change.confidence if change is not None else graph.nodes[span.node]["object"].score
    boxes = _boxes(span, change, analysis)
    return Grounding(text[span.start : span.end], span.start, span.end, float(score), *boxes)


def _change_of(span: Span, analysis: Analysis) -> Change | None:
    for change in analysis.changes:
        if span.node == (change.node_before if span.picture == "before" else change.node_after):
            return change
    return None


def _boxes(span: Span, change: Change | None, analysis: Analysis) -> tuple[np.ndarray | None, np.ndarray | None]:
    """The object in each picture, where it is a node or the change knows its place."""
    before, after = _nodes(span, change, analysis)
    boxes = analysis.before.box(before), analysis.after.box(after)
    if change is None or change.kind == "replace":
        return boxes
    known = change.box_before, change.box_after
    return (known[0] if before is None else boxes[0]), (known[1] if after is None else boxes[1])


def _nodes(span: Span, change: Change | None, analysis: Analysis) -> tuple[int | None, int | None]:
    """The node of each picture that shows the object; a replaced object and its replacement are two objects."""
    alone = (span.node, None) if span.picture == "before" else (None, span.node)
    if change is not None:
        return alone if change.kind == "replace" else (change.node_before, change.node_after)
    for before, after in analysis.matches:
        if span.node == (before if span.picture == "before" else after):
            return before, after
    return alone
