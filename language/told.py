"""One change, and how the sentences about it are put together from a reference, words and a frame."""

from __future__ import annotations

import math
from collections.abc import Iterator
from itertools import product

from language.draws import Draws
from language.expressions import Expressions
from language.frames import ALTERED, fill
from language.lexicon import TYPE
from language.morphology import indefinite
from language.naming import Naming
from language.realise import HOUSE, ReferringExpression, Words, noun_phrase, realise
from language.referring import Reference
from language.scene import newcomer_properties, scene_of, stated_properties, told_in
from language.wording import Shares, Wording
from pipeline.core.kinds import ADD, DROP, MOVE
from pipeline.core.tokens import as_sentence
from pipeline.core.types import Analysis, Candidate, Change, Span

NAME = "templates"


class Told:
    """One change, and how sentences about it are put together."""

    def __init__(self, analysis: Analysis, wording: Wording, naming: Naming) -> None:
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
        self.introduces = naming.introduces and self.change.kind == ADD
        self.expressions = (
            Expressions(self.scene, self.node, graph, wording, naming, self.change.kind) if seen else None
        )
        self.leading = naming.leading(self.scene, self.node, self.expressions.uses) if self.expressions else []
        self._measured: dict[Reference, dict[str, float]] = {}
        self._logs = {frame: math.log(share) for frame, share in self.frames.items()}

    @property
    def says_new(self) -> bool:
        """Whether the fact knows what became of the object: a value, or what took its place."""
        return _says_new(self.change)

    def sentence(self, reference: Reference, words: Words, frame: str = "", share: float = 0.0) -> Candidate:
        """The sentence that a frame makes with a reference; the house frame if none is given."""
        return self.filled(reference, self.said(reference, words), words, frame or self.house, share)

    def said(self, reference: Reference, words: Words) -> ReferringExpression:
        """The words of a reference."""
        said = realise(reference, self.scene, words)
        return self._introduced(reference, said, words) if self.introduces else said

    def filled(
        self, reference: Reference, said: ReferringExpression, words: Words, frame: str, share: float = 0.0
    ) -> Candidate:
        """The same for a reference that has its words already."""
        assert self.expressions is not None
        if reference not in self._measured:
            self._measured[reference] = self.expressions.features(reference)
        features = {"share": share, "frame": self._logs[frame], **self._measured[reference]}
        return self._filled(said, words, frame, features)

    def introduction(self, reference: Reference) -> Candidate:
        """An object that nobody has heard of yet takes the indefinite article."""
        said = self._introduced(reference, realise(reference, self.scene, HOUSE), HOUSE)
        return self.filled(reference, said, HOUSE, self.house)

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

    def _introduced(self, reference: Reference, said: ReferringExpression, words: Words) -> ReferringExpression:
        """The same with "a" or "another" in place of what it begins with."""
        values = self.scene.properties[self.node]
        name = noun_phrase({name: values[name] for name in reference.attributes}, words)
        text = f"another {name}" if self.introduces and not reference.unique else indefinite(name)
        rest = said.text[said.names[0][1] :]
        moved = len(text) - said.names[0][1]
        beside = [(first + moved, last + moved, node) for first, last, node in said.names[1:]]
        own = (text.index(" ") + 1, len(text), self.node)
        return ReferringExpression(text + rest, (own, *beside), reference.unique)

    def _filled(self, said: ReferringExpression, words: Words, frame: str, features: dict[str, float]) -> Candidate:
        """Where a thing that is new stands is said last: "a cube has appeared behind the ball"."""
        end = said.names[0][1] if self.introduces and said.names else len(said.text)
        slots = {"object": said.text[:end]}
        newcomer = newcomer_properties(self.change)
        if newcomer is not None:
            slots["newcomer"] = indefinite(noun_phrase(newcomer, words))
        elif self.change.new is not None:
            new = " ".join([words.word(value) for value in self.change.new.split()])
            slots["new"] = indefinite(new) if self.kind == TYPE else new
        filled = fill(frame, slots)
        start, beyond = filled.places["object"][0], len(filled.text) - end
        spans = [
            Span(first + moved, last + moved, node, self.picture)
            for first, last, node in said.names
            for moved in (start if first < end else beyond,)
        ]
        if "newcomer" in filled.places and self.change.node_after is not None:
            first, last = filled.places["newcomer"]
            spans.append(Span(first + slots["newcomer"].index(" ") + 1, last, self.change.node_after, "after"))
            spans.sort(key=lambda span: span.start)
        return Candidate(as_sentence(filled.text + said.text[end:]), NAME, (0,), tuple(spans), features)


def _frame_kind(change: Change) -> str:
    return ALTERED if change.kind not in (ADD, DROP, MOVE) and not _says_new(change) else change.kind


def _says_new(change: Change) -> bool:
    """Whether the fact knows what became of the object: a value, or what took its place."""
    return change.new is not None or change.newcomer is not None
