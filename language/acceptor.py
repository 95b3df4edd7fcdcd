"""A finite-state acceptor whose language is the true sentences about one change: it tells a search what may come next.

The state keeps the set of objects that the words so far fit, so a sentence is accepted only if its words pick out
the changed object and no other.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from language import lexicon
from language.lexicon import TYPE, synonyms
from language.morphology import indefinite
from language.realise import noun_phrase
from language.scene import Scene, newcomer_properties, scene_of, told_in
from pipeline.core.ngram.model import EOS
from pipeline.core.types import Analysis


class State(NamedTuple):
    """Where a sentence stands.

    ``due`` are words that must come next, after which ``phase`` begins; ``slot`` counts the attributes passed in the
    noun phrase; ``head`` and ``fits`` are the sets of objects that the subject and the current noun phrase fit.
    """

    phase: str
    due: tuple[str, ...] = ()
    slot: int = 0
    fits: int = 0
    head: int = 0
    relation: str = ""


END = State("end")


class Acceptor:
    """The true sentences about the first change of an analysis; the nine no-change sentences if there is none.

    ``start`` is the first state; :meth:`step` gives the words that may follow a state.
    """

    def __init__(self, analysis: Analysis) -> None:
        self.change = analysis.changes[0] if analysis.changes else None
        self._steps: dict[State, tuple[tuple[str, State], ...]] = {}
        self.target = 0
        self.start = State("nothing")
        if self.change is None:
            return
        self.picture, node = told_in(self.change)
        self.scene = scene_of(analysis, self.picture)
        if node is None or node not in self.scene.properties:
            self.start = State("stuck")
            return
        self.target = 1 << node
        self.names = self.scene.names(node)[:-1]
        self.values = self.scene.properties[node]
        self.related = _anchors(self.scene, node)
        self.start = State("head", ("the",), fits=self.scene.everything)

    def step(self, state: State) -> tuple[tuple[str, State], ...]:
        """Words that may follow, each with the state it leads to; ``</s>`` leads to ``END``.

        One word may lead to several states.
        """
        if state not in self._steps:
            if state.due:
                self._steps[state] = ((state.due[0], state._replace(due=state.due[1:])),)
            else:
                self._steps[state] = tuple(getattr(self, f"_{state.phase}")(state))
        return self._steps[state]

    def accepts(self, words: Iterable[str]) -> bool:
        """Whether the words are a whole sentence of the language."""
        states = {self.start}
        for word in (*words, EOS):
            states = {after for state in states for found, after in self.step(state) if found == word}
        return END in states

    def anchor(self, state: State) -> int | None:
        """The node that the words after the relation name, in a state past them."""
        return state.fits.bit_length() - 1 if state.relation else None

    def _nothing(self, state: State) -> Iterator[tuple[str, State]]:
        for phrase in lexicon.NO_CHANGE:
            yield _phrase(phrase, State("finish"))

    def _stuck(self, state: State) -> Iterator[tuple[str, State]]:
        return iter(())

    def _finish(self, state: State) -> Iterator[tuple[str, State]]:
        yield EOS, END

    def _head(self, state: State) -> Iterator[tuple[str, State]]:
        for slot, name in enumerate(self.names[state.slot :], start=state.slot + 1):
            fits = state.fits & self.scene.having(name, self.values[name])
            for word in synonyms(self.values[name]):
                yield _phrase(word, state._replace(slot=slot, fits=fits))
        for value, fits in self._nouns(self.values[TYPE], state.fits):
            for word in synonyms(value):
                yield _phrase(word, State("subject", head=fits, fits=fits))

    def _subject(self, state: State) -> Iterator[tuple[str, State]]:
        if state.head == self.target:
            yield from self._predicate(state)
        for relation, places in self.related.items():
            if any(state.head & standing == self.target for standing in places.values()):
                beside = State("beside", fits=self.scene.everything, head=state.head, relation=relation)
                for phrase in lexicon.RELATION_PHRASES[relation]:
                    yield _phrase(f"{phrase} the", beside)
                    yield _phrase(f"that is {phrase} the", beside)

    def _beside(self, state: State) -> Iterator[tuple[str, State]]:
        """The noun phrase of an anchor: any words that still fit one which makes the whole description unique."""
        good = [node for node, standing in self.related[state.relation].items() if state.head & standing == self.target]
        said = set()
        for node in (node for node in good if state.fits >> node & 1):
            values = self.scene.properties[node]
            names = self.scene.names(node)[:-1]
            for slot, name in enumerate(names[state.slot :], start=state.slot + 1):
                fits = state.fits & self.scene.having(name, values[name])
                said |= {(word, state._replace(slot=slot, fits=fits)) for word in synonyms(values[name])}
            for value, fits in self._nouns(values[TYPE], state.fits):
                if fits == 1 << node:
                    said |= {(word, state._replace(phase="predicate", fits=fits)) for word in synonyms(value)}
        for word, after in sorted(said, key=lambda pair: (pair[0], pair[1].slot, pair[1].fits)):
            yield _phrase(word, after)

    def _predicate(self, state: State) -> Iterator[tuple[str, State]]:
        last = state._replace(phase="finish", slot=0)
        for said in self._said():
            yield _phrase(said, last)

    def _said(self) -> Iterator[str]:
        change = self.change
        assert change is not None
        if change.kind in lexicon.PREDICATES:
            yield from lexicon.PREDICATES[change.kind]
        elif (newcomer := newcomer_properties(change)) is not None:
            yield from (f"{verb} {indefinite(noun_phrase(newcomer))}" for verb in lexicon.REPLACED)
        elif change.new is None:
            yield from lexicon.ALTERED
        elif change.kind == TYPE:
            yield from (f"{v} {indefinite(n)}" for v in lexicon.BECOMING_TYPE for n in synonyms(change.new))
        else:
            yield from (f"{verb} {word}" for verb in lexicon.verbs(change.kind) for word in synonyms(change.new))

    def _nouns(self, value: str, fits: int) -> tuple[tuple[str, int], tuple[str, int]]:
        return (value, fits & self.scene.having(TYPE, value)), (lexicon.GENERIC, fits)


def _phrase(phrase: str, after: State) -> tuple[str, State]:
    first, *rest = phrase.split()
    return first, after._replace(due=(*rest, *after.due))


def _anchors(scene: Scene, node: int) -> dict[str, dict[int, int]]:
    """By relation in which ``node`` stands: its anchors, each with the set of objects that stand so to it."""
    table: dict[str, dict[int, int]] = {}
    for relation in lexicon.RELATION_PHRASES:
        for anchor, standing in scene.related.get(relation, {}).items():
            if standing >> node & 1 and anchor != node and not scene.changed >> anchor & 1:
                table.setdefault(relation, {})[anchor] = standing
    return table
