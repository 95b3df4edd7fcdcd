"""What was left, taken, or came to stand somewhere, with the time since which it is so."""

from __future__ import annotations

from language.photo.mentions import locations, newcomers
from language.photo.sentences import agree, counts_group, known_somewhere
from language.photo.subject import Subject
from language.photo.words import VEHICLES
from language.pieces import Piece
from pipeline.core.kinds import ADD, DROP
from pipeline.core.labels import ANIMATE, UNNAMED
from pipeline.core.types import Change


def lasting(change: Change, subject: Subject, time: str) -> tuple[Piece, ...] | None:
    """The sentence in pieces; None for what neither came nor went, and for living things, which nobody leaves."""
    if change.kind not in (ADD, DROP) or counts_group(change) or subject.label in ANIMATE:
        return None
    if change.kind == ADD:
        mention = max(newcomers(subject), key=lambda one: one.weight)
        verb, preposition = _came(subject.label)
        where = max(locations(subject), key=lambda one: one[1])[0] or ("there",)
        return (*mention.pieces, agree(verb, mention.plural), *where, *_when(preposition, time))
    mention = max(known_somewhere(subject, told=False), key=lambda one: one.weight)
    return (*mention.pieces, agree(_went(subject.label), mention.plural), *_when("at", time))


def _came(label: str) -> tuple[str, str]:
    """What is said of a thing that has come to stay, with the preposition of the time; nobody knows who left what."""
    if label in VEHICLES:
        return "has been standing", "since"
    return ("has been", "since") if label == UNNAMED else ("was left", "at")


def _went(label: str) -> str:
    if label in VEHICLES:
        return "left"
    return "disappeared" if label == UNNAMED else "was taken away"


def _when(preposition: str, time: str) -> tuple[Piece, ...]:
    return (f"{preposition} {time}",) if time else ()
