"""The caption cut into sentences, and each of these into plain words and phrases that name a region."""

from __future__ import annotations

from dataclasses import dataclass, field

from pipeline.core.types import Candidate, Description, Grounding
from pipeline.output.report.named import names_of


@dataclass(frozen=True)
class Piece:
    """Some characters of a sentence; ``phrase`` is the number of the grounded phrase that they are, if any, and
    ``changes`` are those of its sentence that it names."""

    text: str
    phrase: int | None = None
    changes: tuple[int, ...] = ()


@dataclass(frozen=True)
class Sentence:
    """A sentence of the caption, numbers of the changes it states, and its pieces in order."""

    changes: tuple[int, ...]
    pieces: tuple[Piece, ...] = field(default=())

    def phrases(self, change: int) -> list[int]:
        """Numbers of the phrases that name what a change is about."""
        return [piece.phrase for piece in self.pieces if piece.phrase is not None and change in piece.changes]


def sentences_of(description: Description) -> list[Sentence]:
    """The sentences of the caption; words that no candidate accounts for make one that states nothing."""
    caption, sentences, at = description.caption, [], 0
    for told in _told(description.candidates):
        start = caption.find(told.text, at)
        if start < 0:
            continue
        end = start + len(told.text)
        sentences.append(Sentence(told.changes, _pieces(description, at, end, told.changes)))
        at = end
    if at < len(caption):
        sentences.append(Sentence((), _pieces(description, at, len(caption))))
    return sentences


def _told(candidates: tuple[Candidate, ...]) -> list[Candidate]:
    """The best candidate for each change, in the order told."""
    best: dict[tuple[int, ...], Candidate] = {}
    for candidate in candidates:
        best.setdefault(candidate.changes, candidate)
    return list(best.values())


def _pieces(description: Description, start: int, end: int, told: tuple[int, ...] = ()) -> tuple[Piece, ...]:
    """Characters ``start:end`` of the caption; a phrase within a phrase belongs to the outer one."""
    named = names_of(description, [n for n, one in _in_order(description.grounding) if start <= one.start < end], told)
    pieces, at = [], start
    for number, found in _in_order(description.grounding):
        if found.start < at or found.end > end:
            continue
        pieces.append(Piece(description.caption[at : found.start]))
        pieces.append(Piece(description.caption[found.start : found.end], number, named[number]))
        at = found.end
    pieces.append(Piece(description.caption[at:end]))
    return tuple(piece for piece in pieces if piece.text)


def _in_order(grounding: tuple[Grounding, ...]) -> list[tuple[int, Grounding]]:
    return sorted(enumerate(grounding), key=lambda one: (one[1].start, -one[1].end))
