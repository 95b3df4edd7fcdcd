"""Candidate sentences from templates: ways to name the object times ways to say what happened to it."""

from __future__ import annotations

import math
from collections.abc import Iterator
from itertools import product
from pathlib import Path

from language.draws import Draws
from language.expressions import Expressions
from language.frames import ALTERED, NONE, fill
from language.lexicon import TYPE
from language.morphology import indefinite
from language.realise import HOUSE, ReferringExpression, Words, noun_phrase, realise
from language.referring import Reference, best, full, incremental, one_hop, shortest
from language.scene import newcomer_properties, scene_of, stated_properties, told_in
from language.wording import Shares, Wording
from pipeline.core.kinds import ADD, DROP, MOVE
from pipeline.core.protocols import Generator
from pipeline.core.tokens import as_sentence
from pipeline.core.types import Analysis, Candidate, Change, Span

NAME = "templates"
TURNS = 6
"""Choices of words for each frame and short reference."""


class TemplateGenerator(Generator):
    """Sentences about the first change, each true of the pictures and each about exactly one object where that can be.

    The first candidate is the house wording: all attributes, or a relation where they do not suffice.  Then come the
    references of the incremental algorithm and of the search for the shortest.  Then sentences are drawn, evenly, from
    all that people may say of this change, in the proportions in which they say it: ``features["share"]`` is how much
    of that a candidate stands for, so that the candidates together show what is usually said of this pair.  Last come
    the short references in all their wordings.

    Parameters
    ----------
    templates
        File of learned wordings (``pipeline train templates``); without one, all that is hand-written is equally usual.
    limit
        Candidates at most.
    draws
        Sentences drawn.
    """

    def __init__(self, templates: str | Path | None = None, limit: int = 320, draws: int = 160) -> None:
        self.templates = templates
        self.limit = limit
        self.draws = draws

    def generate(self, analysis: Analysis) -> list[Candidate]:
        """Candidates in order of preference; the no-change sentences where nothing changed.

        Raises
        ------
        SpotItError
            If the file of templates is missing or damaged.
        """
        wording = Wording.read(self.templates)
        if not analysis.changes:
            shares = wording.of_change(NONE)
            return [
                Candidate(as_sentence(text), NAME, features={"share": share, "frame": math.log(share)})
                for text, share in shares.items()
            ]
        found: dict[str, Candidate] = {}
        for candidate in self._sentences(_Told(analysis, wording)):
            known = found.setdefault(candidate.text, candidate)
            if known is not candidate:
                known.features["share"] += candidate.features["share"]
            elif len(found) >= self.limit:
                break
        return list(found.values())

    def _sentences(self, told: _Told) -> Iterator[Candidate]:
        if told.expressions is None:
            yield from told.unseen()
            return
        first = best(told.scene, told.node)
        if told.change.kind == ADD and not first.relation:
            yield told.newcomer()
        yield told.sentence(first, HOUSE)
        if not told.expressions.uses:  # no words of the usual kind single it out
            others = one_hop(told.scene, told.node) if first.unique else []
            yield from _all_wordings(told, [first, *others])
            return
        classic = (
            full(told.scene, told.node),
            incremental(told.scene, told.node),
            shortest(told.scene, told.node),
        )
        for reference in dict.fromkeys(r for r in classic if r and r.unique):
            yield told.sentence(reference, HOUSE)
        yield from self._drawn(told)
        uses = [use for use in told.expressions.uses if not use.relation]
        uses.sort(key=lambda use: -use.share)
        yield from _all_wordings(told, [use.reference(told.node, 0) for use in uses])

    def _drawn(self, told: _Told) -> Iterator[Candidate]:
        """Every so many hundredths of all that is used, the reference that lies there, each time in other words."""
        assert told.expressions is not None
        draws = Draws(told.wording)
        passed, number = 0.0, 0
        for use in told.expressions.uses:
            for place in range(len(use.names)):
                passed += use.share
                while number < self.draws and (number + 0.5) / self.draws <= passed:
                    words = draws.number(number)
                    reference = use.reference(told.node, place)
                    yield told.sentence(reference, words, words.frame(told.kind), 1 / self.draws)
                    number += 1


class _Told:
    """One change, and how sentences about it are put together."""

    def __init__(self, analysis: Analysis, wording: Wording) -> None:
        self.change = analysis.changes[0]
        self.wording = wording
        self.picture, node = told_in(self.change)
        self.scene = scene_of(analysis, self.picture)
        self.node = -1 if node is None else node
        self.kind = _frame_kind(self.change)
        self.frames: Shares = wording.of_change(self.kind)
        self.house = next(iter(self.frames))
        graph = analysis.after if self.picture == "after" else analysis.before
        seen = self.node in self.scene.properties
        self.expressions = Expressions(self.scene, self.node, graph, wording) if seen else None
        self._measured: dict[Reference, dict[str, float]] = {}
        self._logs = {frame: math.log(share) for frame, share in self.frames.items()}

    def sentence(self, reference: Reference, words: Words, frame: str = "", share: float = 0.0) -> Candidate:
        """The sentence that a frame makes with a reference; the house frame if none is given."""
        return self.filled(reference, realise(reference, self.scene, words), words, frame or self.house, share)

    def filled(
        self, reference: Reference, said: ReferringExpression, words: Words, frame: str, share: float = 0.0
    ) -> Candidate:
        """The same for a reference that has its words already."""
        assert self.expressions is not None
        if reference not in self._measured:
            self._measured[reference] = self.expressions.features(reference)
        features = {"share": share, "frame": self._logs[frame], **self._measured[reference]}
        return self._filled(said, words, frame, features)

    def newcomer(self) -> Candidate:
        """An object that nobody has heard of yet takes the indefinite article."""
        assert self.expressions is not None
        reference = full(self.scene, self.node)
        text = indefinite(noun_phrase({name: self.scene.properties[self.node][name] for name in reference.attributes}))
        said = ReferringExpression(text, ((text.index(" ") + 1, len(text), self.node),), reference.unique)
        features = {"share": 0.0, "frame": self._logs[self.house], **self.expressions.features(reference)}
        return self._filled(said, HOUSE, self.house, features)

    def unseen(self) -> Iterator[Candidate]:
        """An object that is no node of the picture is named by the fact alone."""
        properties = stated_properties(self.change)
        known = not self.scene.fitting(properties) and self.change.kind != ADD
        draws = Draws(self.wording)
        for number, frame in product(range(-1, 3), self.frames):
            words = HOUSE if number < 0 else draws.number(number)
            name = noun_phrase(properties, words)
            said = ReferringExpression(f"the {name}" if known else indefinite(name), (), known)
            yield self._filled(said, words, frame, {"share": 0.0, "frame": self._logs[frame]})

    def _filled(self, said: ReferringExpression, words: Words, frame: str, features: dict[str, float]) -> Candidate:
        slots = {"object": said.text}
        newcomer = newcomer_properties(self.change)
        if newcomer is not None:
            slots["newcomer"] = indefinite(noun_phrase(newcomer, words))
        elif self.change.new is not None:
            new = " ".join([words.word(value) for value in self.change.new.split()])
            slots["new"] = indefinite(new) if self.kind == TYPE else new
        filled = fill(frame, slots)
        start = filled.places["object"][0]
        spans = [Span(start + first, start + last, node, self.picture) for first, last, node in said.names]
        if "newcomer" in filled.places and self.change.node_after is not None:
            first, last = filled.places["newcomer"]
            spans.append(Span(first + slots["newcomer"].index(" ") + 1, last, self.change.node_after, "after"))
            spans.sort(key=lambda span: span.start)
        return Candidate(as_sentence(filled.text), NAME, (0,), tuple(spans), features)


def _frame_kind(change: Change) -> str:
    return ALTERED if change.kind not in (ADD, DROP, MOVE) and not _says_new(change) else change.kind


def _says_new(change: Change) -> bool:
    """Whether the fact knows what became of the object: a value, or what took its place."""
    return change.new is not None or change.newcomer is not None


def _all_wordings(told: _Told, references: list[Reference]) -> Iterator[Candidate]:
    """Each reference once in every frame before any has a second choice of words."""
    draws = Draws(told.wording)
    known: set[str] = set()
    for turn in range(TURNS):
        for place, reference in enumerate(references):
            words = draws.number(turn * len(references) + place) if turn else HOUSE
            said = realise(reference, told.scene, words)
            if not _says_new(told.change) and said.text in known:
                continue
            known.add(said.text)
            for frame in told.frames:
                yield told.filled(reference, said, words, frame)
