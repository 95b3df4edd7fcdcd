"""Sentences found word by word: a beam search under the language model over what is true of the change."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from language.acceptor import END, Acceptor, State
from language.expressions import Expressions
from language.naming import naming_of
from language.realise import noun_phrase
from language.scene import newcomer_properties
from language.templates import TemplateGenerator
from language.wording import Wording
from pipeline.core import messages
from pipeline.core.ngram.model import EOS
from pipeline.core.ngram.scorer import LanguageModel, Scorer
from pipeline.core.protocols import Generator
from pipeline.core.tokens import as_sentence
from pipeline.core.types import Analysis, Candidate, Span

NAME = "ngram"


@dataclass(frozen=True, eq=False)
class _Hypothesis:
    score: float
    words: tuple[str, ...]
    state: State
    memory: Any
    subject: int = 0
    anchor: tuple[int, int, int] | None = None


class NgramGenerator(Generator):
    """Beam search over the words that may follow, scored by the language model.

    Every finished sentence is true and picks out one object, because only such sentences are accepted.  Where none
    is (an object that no words single out), the templates' candidates are given instead.

    Parameters
    ----------
    language_model
        ARPA or binary file.
    beam_width
        Hypotheses kept after each word.
    max_length
        Longest sentence in words.
    limit
        Candidates at most, the most probable a token first.
    templates
        File of learned wordings, which tells how usual a reference is; without one, all are equally usual.
    naming
        As for the templates.
    """

    def __init__(
        self,
        language_model: str | Path | None = None,
        beam_width: int = 16,
        max_length: int = 24,
        limit: int = 24,
        templates: str | Path | None = None,
        naming: str = "grammar",
    ) -> None:
        self.language_model = language_model
        self.beam_width = beam_width
        self.max_length = max_length
        self.limit = limit
        self.templates = templates
        self.naming = naming

    def generate(self, analysis: Analysis) -> list[Candidate]:
        """Candidates, best first.

        Raises
        ------
        SpotItError
            If there is no language model.
        """
        if self.language_model is None:
            raise messages.error(messages.NGRAM_NEEDS)
        acceptor = Acceptor(analysis)
        finished = self._search(acceptor, Scorer(self.language_model).model)
        found: dict[tuple[str, ...], _Hypothesis] = {}
        for hypothesis in sorted(finished, key=lambda h: -h.score / (len(h.words) + 1)):
            found.setdefault(hypothesis.words, hypothesis)
        if not found:
            return TemplateGenerator(self.templates, self.limit, naming=self.naming).generate(analysis)
        candidates = [_candidate(hypothesis, acceptor) for hypothesis in list(found.values())[: self.limit]]
        return self._measured(candidates, acceptor, analysis)

    def _measured(self, candidates: list[Candidate], acceptor: Acceptor, analysis: Analysis) -> list[Candidate]:
        """The same with the features of the references that they use."""
        if acceptor.change is None:
            return candidates
        graph = analysis.after if acceptor.picture == "after" else analysis.before
        wording, naming = Wording.read(self.templates), naming_of(self.naming)
        node = acceptor.target.bit_length() - 1
        expressions = Expressions(acceptor.scene, node, graph, wording, naming, acceptor.change.kind)
        return [
            replace(one, features=one.features | expressions.features(reference))
            if (reference := expressions.reference_of(one, acceptor.picture)) is not None
            else one
            for one in candidates
        ]

    def _search(self, acceptor: Acceptor, model: LanguageModel) -> list[_Hypothesis]:
        beam = [_Hypothesis(0.0, (), acceptor.start, model.begin())]
        finished: list[_Hypothesis] = []
        for _ in range(self.max_length + 1):
            grown: list[tuple[float, _Hypothesis, str, State, Any]] = []
            for hypothesis in beam:
                for word, state in acceptor.step(hypothesis.state):
                    probability, memory = model.step(hypothesis.memory, word)
                    grown.append((hypothesis.score + probability, hypothesis, word, state, memory))
            grown.sort(key=lambda entry: -entry[0])
            beam = []
            for entry in grown[: self.beam_width]:
                (finished if entry[3] is END or entry[2] == EOS else beam).append(_grow(*entry))
            if not beam:
                break
        return finished


def _grow(score: float, parent: _Hypothesis, word: str, state: State, memory: Any) -> _Hypothesis:
    if word == EOS:
        return _Hypothesis(score, parent.words, state, memory, parent.subject, parent.anchor)
    words = (*parent.words, word)
    subject, anchor = parent.subject, parent.anchor
    if state.phase == "subject" and not state.due:
        subject = len(words)
    if state.phase == "predicate" and not state.due:
        start = len(words) - 1 - words[::-1].index("the") + 1
        anchor = (start, len(words), state.fits.bit_length() - 1)
    return _Hypothesis(score, words, state, memory, subject, anchor)


def _candidate(hypothesis: _Hypothesis, acceptor: Acceptor) -> Candidate:
    text = " ".join(hypothesis.words)
    features = {"search": hypothesis.score / (len(hypothesis.words) + 1)}
    change = acceptor.change
    if change is None:
        return Candidate(as_sentence(text), NAME, features=features)
    node = acceptor.target.bit_length() - 1
    spans = [_span(hypothesis.words, 1, hypothesis.subject, node, acceptor.picture)]
    if hypothesis.anchor is not None:
        spans.append(_span(hypothesis.words, *hypothesis.anchor, acceptor.picture))
    newcomer = newcomer_properties(change)
    if newcomer is not None and change.node_after is not None:
        count = len(noun_phrase(newcomer).split())
        length = len(hypothesis.words)
        spans.append(_span(hypothesis.words, length - count, length, change.node_after, "after"))
    return Candidate(as_sentence(text), NAME, (0,), tuple(spans), features)


def _span(words: tuple[str, ...], first: int, last: int, node: int, picture: str) -> Span:
    start = sum(len(word) + 1 for word in words[:first])
    return Span(start, start + len(" ".join(words[first:last])), node, picture)
