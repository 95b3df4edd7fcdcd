"""What a sentence from anywhere states of a pair, by reading it back: the candidate that it makes."""

from __future__ import annotations

from collections.abc import Sequence

from language.expressions import Expressions
from language.parser import Phrase, Situation, StatedFact, judge
from language.scene import Scene, scene_of
from language.wording import Wording
from pipeline.core.types import Analysis, Candidate, Span


class Reader:
    """Reads sentences about one pair back to facts, and holds them against the facts of the analysis.

    A candidate states the changes that its sentence truly tells and has a span for each object named.  One that does
    not bear out, does not tell the first change, or fits several objects, is marked as rejected and states nothing.
    """

    def __init__(self, analysis: Analysis, wording: Wording) -> None:
        self.situation = Situation.of(analysis)
        self.first = analysis.changes[0] if analysis.changes else None
        self.analysis = analysis
        self.picture = "after" if self.first is not None and self.first.kind == "add" else "before"
        self.scene = scene_of(analysis, self.picture)
        self.wording = wording

    def candidate(self, text: str, generator: str, features: dict[str, float]) -> Candidate:
        """The candidate that a sentence makes."""
        judgement = judge(text, self.situation)
        about_first = judgement.changes == (0,) if self.first is not None else True
        if not judgement.unique or not about_first:
            return Candidate(text, generator, features=features | {"rejected": 1.0})
        spans = self._spans(judgement.facts)
        candidate = Candidate(text, generator, judgement.changes, tuple(spans), features)
        return self._measured(candidate)

    def _spans(self, facts: Sequence[StatedFact]) -> list[Span]:
        if self.first is None:
            return []
        (fact,) = facts
        node = self.first.node_after if self.picture == "after" else self.first.node_before
        graph = self.analysis.after if self.picture == "after" else self.analysis.before
        spans = []
        if fact.subject is not None and node is not None and node in graph:
            spans.append(_span(fact.subject, node, self.picture))
        anchor = None if fact.anchor is None else _only(self.scene, fact.anchor)
        if fact.anchor is not None and anchor is not None:
            spans.append(_span(fact.anchor, anchor, self.picture))
        if fact.newcomer is not None and self.first.node_after is not None:
            spans.append(_span(fact.newcomer, self.first.node_after, "after"))
        return sorted(spans, key=lambda span: span.start)

    def _measured(self, candidate: Candidate) -> Candidate:
        """With the features of its reference, as other generators give them."""
        own = next((span for span in candidate.spans if span.picture == self.picture), None)
        if own is None:
            return candidate
        graph = self.analysis.after if self.picture == "after" else self.analysis.before
        expressions = Expressions(self.scene, own.node, graph, self.wording)
        reference = expressions.reference_of(candidate, self.picture)
        if reference is not None:
            candidate.features.update(expressions.features(reference))
        return candidate


def _span(phrase: Phrase, node: int, picture: str) -> Span:
    return Span(phrase.start, phrase.end, node, picture)


def _only(scene: Scene, phrase: Phrase) -> int | None:
    fits = scene.fitting(phrase.properties)
    return fits.bit_length() - 1 if fits.bit_count() == 1 else None
