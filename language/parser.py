"""Sentences of the grammar back to what they say: the inverse of the templates, and of the reference captions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache

from language import lexicon
from language.lexicon import ATTRIBUTE_VALUES, GENERIC, TYPE, synonyms
from language.morphology import number, plural
from pipeline.tokens import tokenize

ARTICLES = ("the", "a", "an")


@dataclass(frozen=True)
class Statement:
    """What a sentence says: ``kind`` of change, the object it is about, and the new value.

    ``among`` is 1 for "the …" and "a …", n for "one of the n …"; ``replacement`` describes the new object of a
    replacement.  A sentence that turns or changes to a value has that value's attribute as its kind.
    """

    kind: str
    article: str = ""
    among: int = 1
    head: dict[str, str] = field(default_factory=dict)
    relation: str = ""
    anchor: dict[str, str] = field(default_factory=dict)
    new: str = ""
    replacement: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class _Noun:
    article: str
    among: int
    properties: dict[str, str]


def parse(sentence: str) -> Statement | None:
    """Parse one sentence; None if it is not a sentence of the grammar."""
    words = tuple(tokenize(sentence))
    if " ".join(words) in lexicon.NO_CHANGE:
        return Statement("none")
    return next(_statements(words), None)


def _statements(words: tuple[str, ...]) -> Iterator[Statement]:
    for noun, relation, anchor, rest in _subjects(words):
        if anchor is not None and anchor.article != "the":
            continue
        properties = anchor.properties if anchor else {}
        for kind, new, replacement in _predicates(rest):
            yield Statement(kind, noun.article, noun.among, noun.properties, relation, properties, new, replacement)
        if not relation:
            yield from _replacing(noun, rest)


def _replacing(newcomer: _Noun, words: tuple[str, ...]) -> Iterator[Statement]:
    for rest in _after(words, lexicon.REPLACING):
        for noun, relation, anchor, tail in _subjects(rest):
            if not tail:
                properties = anchor.properties if anchor else {}
                yield Statement(
                    "replace",
                    noun.article,
                    noun.among,
                    noun.properties,
                    relation,
                    properties,
                    replacement=newcomer.properties,
                )


def _predicates(words: tuple[str, ...]) -> Iterator[tuple[str, str, dict[str, str]]]:
    said = " ".join(words)
    for kind, phrases in lexicon.PREDICATES.items():
        if said in phrases:
            yield kind, "", {}
    for rest in _after(words, lexicon.REPLACED):
        noun, tail = _noun(rest)
        if noun and not tail:
            yield "replace", "", noun.properties
    for rest in _after(words, lexicon.BECOMING):
        attribute, value = _values().get(" ".join(rest), ("", ""))
        if value:
            yield attribute, value, {}
    for rest in _after(words, lexicon.BECOMING_TYPE):
        noun, tail = _noun(rest)
        if noun and not tail and set(noun.properties) == {TYPE}:
            yield TYPE, noun.properties[TYPE], {}


def _subjects(words: tuple[str, ...]) -> Iterator[tuple[_Noun, str, _Noun | None, tuple[str, ...]]]:
    noun, rest = _noun(words)
    if noun is None:
        return
    yield noun, "", None, rest
    link = rest[2:] if rest[:2] == ("that", "is") else rest
    for relation, phrases in lexicon.RELATION_PHRASES.items():
        for tail in _after(link, phrases):
            anchor, end = _noun(tail)
            if anchor is not None:
                yield noun, relation, anchor, end


def _noun(words: tuple[str, ...]) -> tuple[_Noun | None, tuple[str, ...]]:
    article, among, place = "", 1, 0
    if words[:3] == ("one", "of", "the") and len(words) > 3:
        article, among, place = "one", _numbers().get(words[3], 0), 4
    elif words and words[0] in ARTICLES:
        article, place = words[0].replace("an", "a"), 1
    if not article or not among:
        return None, words
    properties: dict[str, str] = {}
    nouns = _nouns() if among == 1 else {plural(word): value for word, value in _nouns().items()}
    for end in range(place, len(words)):
        word = words[end]
        if word in nouns:
            if nouns[word] != GENERIC:
                properties[TYPE] = nouns[word]
            return _Noun(article, among, properties), words[end + 1 :]
        attribute, value = _values().get(word, ("", ""))
        if not value or attribute in properties:
            break
        properties[attribute] = value
    return None, words


def _after(words: tuple[str, ...], phrases: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    for phrase in phrases:
        wanted = tuple(phrase.split())
        if words[: len(wanted)] == wanted:
            yield words[len(wanted) :]


@cache
def _values() -> dict[str, tuple[str, str]]:
    return {
        word: (attribute, value)
        for attribute, values in ATTRIBUTE_VALUES.items()
        for value in values
        for word in synonyms(value)
        if attribute != TYPE
    }


@cache
def _nouns() -> dict[str, str]:
    return {word: value for value in (*ATTRIBUTE_VALUES[TYPE], GENERIC) for word in synonyms(value)}


@cache
def _numbers() -> dict[str, int]:
    return {number(count): count for count in range(2, 13)}
