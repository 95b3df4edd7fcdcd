"""Finds what carries meaning in a sentence: noun phrases, relations, and what happened (spaCy's rule matchers)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from language.lexicon import GENERIC, TYPE
from language.morphology import number
from language.parser import words
from language.parser.facts import Phrase

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc, Span

FARTHEST_NOUN = 6
"""Words between an article and its noun, at most."""


@dataclass(frozen=True)
class Mark:
    """Tokens ``first:last`` of a sentence and what they are.

    ``sort`` is ``phrase`` (a noun phrase), ``relation``, ``value`` (an adjective on its own), ``happened``, ``denial``
    or ``and``; ``name`` the relation, the kind of what happened, ``attribute=value``, or ``new`` for a phrase with that
    word.
    """

    sort: str
    name: str
    first: int
    last: int
    start: int
    end: int
    phrase: Phrase | None = None


def sentences(text: str) -> Iterator[list[Mark]]:
    """The marks of each sentence of a text, in order and without overlaps."""
    doc = language()(text)
    found = _marks(doc)
    for sentence in doc.sents:
        yield [mark for mark in found if sentence.start <= mark.first < sentence.end]


@cache
def language() -> Language:
    """English without a trained model: tokens, sentence ends, and the rules, which need none."""
    import spacy

    nlp = spacy.blank("en")
    nlp.add_pipe("sentencizer")
    ruler = nlp.add_pipe("span_ruler", config={"phrase_matcher_attr": "LOWER", "spans_key": "marks"})
    patterns = [{"label": f"relation|{name}", "pattern": phrase} for phrase, name in words.relations().items()]
    patterns += [
        {"label": f"happened|{kind}", "pattern": phrase} for kind, said in words.HAPPENED.items() for phrase in said
    ]
    patterns += [{"label": f"denial|{word}", "pattern": word} for word in sorted(words.DENIALS)]
    patterns += [{"label": "and|and", "pattern": "and"}]
    ruler.add_patterns(patterns)  # type: ignore[attr-defined]
    return nlp


def _marks(doc: Doc) -> list[Mark]:
    """Longest marks first, then those that begin earlier; a noun phrase gives way to nothing."""
    found = [*_phrases(doc), *(_ruled(span) for span in doc.spans["marks"])]
    found.sort(key=lambda mark: (mark.first - mark.last, mark.sort != "phrase", mark.first))
    taken: set[int] = set()
    kept = []
    for mark in found:
        if taken.isdisjoint(range(mark.first, mark.last)):
            taken.update(range(mark.first, mark.last))
            kept.append(mark)
    kept += [mark for mark in _values(doc) if mark.first not in taken]
    return sorted(kept, key=lambda mark: mark.first)


def _ruled(span: Span) -> Mark:
    sort, _, name = span.label_.partition("|")
    return Mark(sort, name, span.start, span.end, span.start_char, span.end_char)


def _values(doc: Doc) -> Iterator[Mark]:
    for token in doc:
        if token.lower_ in _adjectives():
            name = "=".join(_adjectives()[token.lower_])
            yield Mark("value", name, token.i, token.i + 1, token.idx, token.idx + len(token))


def _phrases(doc: Doc) -> Iterator[Mark]:
    """A noun with the adjectives before it, as far as an article; without an article, as far as the words are known."""
    for noun in doc:
        if noun.lower_ not in _nouns():
            continue
        value, many = _nouns()[noun.lower_]
        first = _first(doc, noun.i)
        article, among, begin = _article(doc, first, noun.i, many)
        properties = {} if value == GENERIC else {TYPE: value}
        unknown: list[str] = []
        for token in doc[begin : noun.i]:
            attribute, said = _adjectives().get(token.lower_, ("", ""))
            if not said or properties.get(attribute, said) != said:
                unknown += [token.lower_] * (token.is_alpha and token.lower_ != "new")
            else:
                properties[attribute] = said
        span = doc[begin : noun.i + 1]
        phrase = Phrase(span.start_char, span.end_char, properties, article, among, tuple(unknown))
        name = "new" if any(token.lower_ == "new" for token in doc[begin : noun.i]) else ""
        yield Mark("phrase", name, first, noun.i + 1, doc[first].idx, span.end_char, phrase)


def _first(doc: Doc, noun: int) -> int:
    """Where the noun phrase begins: at its article if there is one close by, else at its first known adjective."""
    known = noun
    for place in range(noun - 1, max(noun - FARTHEST_NOUN, 0) - 1, -1):
        token = doc[place]
        if token.lower_ in words.ARTICLES:
            one = [word.lower_ for word in doc[max(place - 2, 0) : place]] == ["one", "of"]
            return place - 2 if one else place
        if token.lower_ in _nouns() or token.lower_ in _closed() or not (token.is_alpha or token.text == ","):
            break
        if token.lower_ in _adjectives():
            known = place
    return known


def _article(doc: Doc, first: int, noun: int, many: bool) -> tuple[str, int, int]:
    """The article, how many the phrase speaks of, and where its words begin."""
    lead = [token.lower_ for token in doc[first:noun]]
    if lead[:3] == ["one", "of", "the"]:
        counted = _numbers().get(lead[3], 0) if len(lead) > 3 else 0
        return "one", counted, first + 3 + bool(counted)
    if not lead or lead[0] not in words.ARTICLES:
        return "", 0 if many else 1, first
    return words.ARTICLES[lead[0]], 0 if many else 1, first + 1


@cache
def _adjectives() -> dict[str, tuple[str, str]]:
    return words.values()


@cache
def _nouns() -> dict[str, tuple[str, bool]]:
    return words.nouns()


@cache
def _closed() -> frozenset[str]:
    """Words that no noun phrase holds: those of relations and of what happened."""
    phrases = [*words.relations(), *(phrase for said in words.HAPPENED.values() for phrase in said)]
    held = {word for phrase in phrases for word in phrase.split()} | {"and", "or", "is", "was", "has", "been", "of"}
    return frozenset(held - {"new", *_adjectives()})


@cache
def _numbers() -> dict[str, int]:
    return {word: count for count in range(2, 13) for word in (number(count), str(count))}
