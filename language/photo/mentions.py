"""Noun phrases about photographs: "the person in white", "two of the cars on the left", "something brown"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from language.morphology import indefinite, number, plural
from language.photo.subject import Landmark, Subject
from language.photo.words import DRESSED, MASSES, NEAR, PAIRS, VAGUE, nouns, places
from language.pieces import Mention, Name, Piece
from pipeline.core.labels import ANIMATE, CLOTHED, LIGHT, UNNAMED

GROUP = 4
"""From so many on, living things are a group."""

SURELY_COUNTED = 4
"""Of more things that do not stand together, the number is not told."""


def newcomers(subject: Subject) -> Iterator[Mention]:
    """The subject as a thing that nobody has heard of yet."""
    for noun, weight in _names(subject, bool(subject.color), size=subject.manner.everything):
        if subject.count > 1:
            yield from _several(subject, noun, weight, more=bool(subject.rivals) and not subject.color)
            continue
        if subject.label in PAIRS:
            yield Mention(("a", _named(subject, f"pair of {noun}")), weight=weight)
        elif subject.label in MASSES:
            yield Mention(("some", _named(subject, noun)), weight=weight)
        else:
            yield Mention((indefinite(noun).partition(" ")[0], _named(subject, noun)), weight=weight)
        if subject.rivals and not (subject.color or subject.role) and subject.label not in (UNNAMED, *PAIRS, *MASSES):
            yield Mention(("another", _named(subject, noun)), weight=weight)
    if subject.count == 1 and (subject.label == UNNAMED or subject.label in CLOTHED) and not subject.role:
        yield from _somebody(subject)


def known(subject: Subject) -> Iterator[tuple[Mention, bool]]:
    """The subject as a thing that was seen, each with whether its place was needed to single it out.

    A colour that is known is always said, a size only where it helps.  Where nothing singles the subject out, it is
    "one of" those that it could be taken for; but "a red car" where nobody knows whether others are red.
    """
    color = bool(subject.color)
    if subject.label == UNNAMED:
        yield from _unnamed(subject)
        return
    if subject.label == LIGHT:  # who reads of it may not know which there are
        for article in ("the", "a"):
            yield Mention((article, _named(subject, LIGHT))), bool(subject.place)
        return
    sized = bool(subject.size) and subject.label not in CLOTHED
    for size in subject.manner.sizes if sized else (False,):
        for place in subject.manner.places if subject.place else (False,):
            if subject.singled_out_by(color, size, place):
                yield from ((mention, place) for mention in _definite(subject, color, size))
                return
    place = bool(subject.place)
    if color and not subject.color_is_shared:
        yield from ((mention, place) for mention in newcomers(replace(subject, rivals=())))
        return
    for noun, weight in _names(replace(subject, role=""), color, size=False):
        share = "one" if subject.count == 1 else "several" if _uncounted(subject) else number(subject.count)
        yield Mention((f"{share} of the", _named(subject, _plural(subject, noun))), subject.count > 1, weight), place


def locations(subject: Subject, place_needed: bool = False) -> list[tuple[tuple[Piece, ...], float]]:
    """Ways to say where the subject is, with their weights; one that says nothing if nothing is known.

    ``place_needed`` leaves out those by a landmark.  The middle of a picture is a vague place: where a reader finds the
    landmark, it is said instead.
    """
    if subject.manner.everything and subject.place and subject.near is not None:
        return [
            ((place, *_beside(subject, subject.near, word)), ease * weight)
            for place, ease in places(subject.place)
            for word, weight in NEAR
        ]
    told = subject.place
    if subject.near is not None and subject.near.definite and told in VAGUE and not place_needed:
        told = ""
    found: list[tuple[tuple[Piece, ...], float]] = [((place,), 2.5 * ease) for place, ease in places(told)]
    if subject.near is not None and not (place_needed and found):
        found += [(_beside(subject, subject.near, word), weight) for word, weight in NEAR]
    return found or [((), 1.0)]


def _definite(subject: Subject, color: bool, size: bool) -> Iterator[Mention]:
    for noun, weight in _names(subject, color, size):
        if _uncounted(subject):
            yield Mention(("the", _named(subject, _plural(subject, noun))), True, weight)
        elif subject.count > 1:
            count = number(subject.count)
            yield Mention((f"the {count}", _named(subject, _plural(subject, noun))), True, weight)
            if subject.count >= GROUP and subject.label in ANIMATE:
                yield Mention((f"the group of {count}", _named(subject, _plural(subject, noun))), False, 0.5 * weight)
        else:
            yield Mention(("the", _named(subject, noun)), subject.label in PAIRS, weight)


def _several(subject: Subject, noun: str, weight: float, more: bool) -> Iterator[Mention]:
    count, named = number(subject.count), _named(subject, _plural(subject, noun))
    if _uncounted(subject):
        yield Mention(("several", named), True, weight)
        return
    if more:
        yield Mention((f"{count} more", named), True, 0.7 * weight)
    yield Mention((count, named), True, weight)
    if subject.count >= GROUP and subject.label in ANIMATE:
        yield Mention((f"a group of {count}", named), False, 0.8 * weight)


def _uncounted(subject: Subject) -> bool:
    return subject.scattered and subject.count > SURELY_COUNTED


def _somebody(subject: Subject) -> Iterator[Mention]:
    if subject.label in CLOTHED:
        for words, weight in _dressed("someone", subject.color):
            yield Mention((_named(subject, words),), weight=0.4 * weight)
    else:
        yield Mention((_named(subject, f"something {subject.color}".strip()),), weight=0.8)


def _unnamed(subject: Subject) -> Iterator[tuple[Mention, bool]]:
    """A thing without a name is definite only where its colour and place are there to find it by."""
    place = bool(subject.place)
    if subject.count > 1:
        noun = plural(" ".join(filter(None, (subject.color, UNNAMED))))
        yield Mention((number(subject.count), _named(subject, noun)), True), place
        return
    noun = " ".join(filter(None, (subject.color, UNNAMED)))
    if subject.color and subject.place:
        yield Mention(("the", _named(subject, noun)), weight=1.5), place
    yield Mention((indefinite(noun).partition(" ")[0], _named(subject, noun)), weight=0.7), place
    yield from ((mention, place) for mention in _somebody(subject))


def _names(subject: Subject, color: bool, size: bool) -> Iterator[tuple[str, float]]:
    """Noun and adjectives, without an article, in the singular."""
    sized = subject.size if size else ""
    for noun, weight in subject.nouns:
        if subject.label in CLOTHED:
            yield from ((words, weight * w) for words, w in _dressed(noun, subject.color if color else ""))
        else:
            yield " ".join(filter(None, (sized, subject.color if color else "", noun))), weight


def _dressed(noun: str, color: str) -> Iterator[tuple[str, float]]:
    if not color:
        yield noun, 1.0
        return
    yield from ((f"{noun} {preposition} {color}", weight) for preposition, weight in DRESSED)


def _plural(subject: Subject, name: str) -> str:
    """Plural of a name, whose noun may have words behind it."""
    if subject.label in PAIRS:
        return f"pairs of {name}"
    if subject.label in MASSES:
        return name
    noun, gap, clothes = name.partition(" in ")
    noun, dressed, rest = noun.partition(" dressed") if gap else (noun, "", "")
    return plural(noun) + dressed + rest + gap + clothes


def landmark(subject: Subject, near: Landmark) -> tuple[Piece, ...]:
    """A landmark with its article."""
    noun = nouns(near.label)[0][0]
    noun = plural(noun) if near.several else f"{near.color} {noun}".lstrip()
    if near.definite or near.label in PAIRS:
        article = "the"
    elif near.label == subject.label:
        article = "another"
    else:
        article = "some" if near.label in MASSES else indefinite(noun).partition(" ")[0]
    return article, Name(noun, near.node, subject.picture)


def _beside(subject: Subject, near: Landmark, preposition: str) -> tuple[Piece, ...]:
    return preposition, *landmark(subject, near)


def _named(subject: Subject, text: str) -> Name:
    return Name(text, subject.node, subject.picture)
