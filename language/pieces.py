"""Sentences in pieces: words, and names of nodes, so that a text knows where it names what."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from pipeline.core import messages
from pipeline.core.tokens import as_sentence
from pipeline.core.types import Candidate, Span

M = TypeVar("M")


@dataclass(frozen=True)
class Name:
    """Words that name a node of a picture; None for a thing that is no node."""

    text: str
    node: int | None
    picture: str


Piece = str | Name

Told = tuple[tuple[Piece, ...], tuple[int, ...]]
"""A sentence of a text in pieces, and the numbers of the changes that it states."""


@dataclass(frozen=True)
class Mention:
    """A noun phrase with its article; ``plural`` says how its verb is to agree, ``weight`` how readily it is said."""

    pieces: tuple[Piece, ...]
    plural: bool = False
    weight: float = 1.0

    def then(self, pieces: Sequence[Piece], weight: float = 1.0) -> Mention:
        """The same with more words behind it."""
        return replace(self, pieces=(*self.pieces, *pieces), weight=self.weight * weight)


def spell(pieces: Sequence[Piece]) -> tuple[str, tuple[Span, ...]]:
    """Pieces as text, a space between any two, and where the names of nodes stand in it."""
    text, spans = "", []
    for piece in pieces:
        words = piece if isinstance(piece, str) else piece.text
        text += " " if text and words and not words.startswith(",") else ""
        if isinstance(piece, Name) and piece.node is not None:
            spans.append(Span(len(text), len(text) + len(words), piece.node, piece.picture))
        text += words
    return text, tuple(spans)


@dataclass(frozen=True)
class Sentence:
    """A sentence in pieces, without a capital and a full stop."""

    pieces: tuple[Piece, ...]
    weight: float


def manner_of(name: str, known: Mapping[str, M]) -> M:
    """A manner of speaking by its name.

    Raises
    ------
    SpotItError
        If there is none of that name.
    """
    if name not in known:
        raise messages.error(messages.NO_MANNER, name=name, known=", ".join(known))
    return known[name]


Spell = Callable[[tuple[Piece, ...]], tuple[str, tuple[Span, ...]]]


def no_change(source: str, choices: Iterable[tuple[str, float]]) -> list[Candidate]:
    """Candidates that say that nothing changed, from texts and their weights, in the order given."""
    return [_candidate(source, text, weight) for text, weight in choices]


def candidates(
    source: str,
    sentences: Iterable[Sentence],
    limit: int,
    spelling: Spell = spell,
    changes: tuple[int, ...] = (0,),
) -> list[Candidate]:
    """The first change, or several, in distinct texts, by falling weight, ``limit`` at most.

    ``prior`` is the weight's log10.
    """
    found: dict[str, Candidate] = {}
    for sentence in sorted(sentences, key=lambda one: -one.weight):
        text, spans = spelling(sentence.pieces)
        candidate = _candidate(source, text, sentence.weight, changes, spans)
        found.setdefault(candidate.text, candidate)
    return list(found.values())[:limit]


def stated(source: str, pieces: tuple[Piece, ...], changes: tuple[int, ...], spelling: Spell = spell) -> Candidate:
    """One sentence of a text about several changes."""
    text, spans = spelling(pieces)
    return _candidate(source, text, 1.0, changes, spans)


def _candidate(
    source: str, text: str, weight: float, changes: tuple[int, ...] = (), spans: tuple[Span, ...] = ()
) -> Candidate:
    return Candidate(as_sentence(text), source, changes, spans, {"prior": math.log10(weight)})
