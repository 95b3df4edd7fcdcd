"""References to words (surface realisation), with the characters that each object's name takes up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from language.lexicon import GENERIC, RELATION_PHRASES, TYPE, in_order, synonyms
from language.morphology import number, plural
from language.referring import Reference
from language.scene import Scene


class ReferringExpression(NamedTuple):
    """The words of a reference.

    ``text`` begins with its article, in lower case; ``names`` are ``(start, end, node)`` of every object named, article
    left out.
    """

    text: str
    names: tuple[tuple[int, int, int], ...]
    unique: bool


class Words:
    """Picks the words; here always the house's own."""

    def word(self, value: str) -> str:
        """One of the words for a value."""
        return synonyms(value)[0]

    def link(self, relation: str) -> str:
        """One of the phrases that lead from an object to its neighbour."""
        return RELATION_PHRASES[relation][0]


HOUSE = Words()


def realise(reference: Reference, scene: Scene, words: Words = HOUSE) -> ReferringExpression:
    """Words for a reference.

    A zero-hop reference that several objects fit becomes "one of the two small red cubes".
    """
    values = scene.properties[reference.node]
    name = _name(values, reference.attributes, words)
    if not reference.relation and not reference.unique:
        name = plural(name)
        several = scene.fitting({name: values[name] for name in reference.attributes}).bit_count()
        article = f"one of the {number(several)} "
    else:
        article = "the "
    names = [(len(article), len(article) + len(name), reference.node)]
    text = article + name
    if reference.relation:
        others = scene.properties[reference.anchor]
        link = words.link(reference.relation)
        anchor = _name(others, reference.anchor_attributes, words)
        text = f"{text} {link} the "
        names.append((len(text), len(text) + len(anchor), reference.anchor))
        text += anchor
    return ReferringExpression(text, tuple(names), reference.unique)


def noun_phrase(properties: Mapping[str, str], words: Words = HOUSE) -> str:
    """Attributes and noun without an article; the generic noun where the type is not given.

    >>> noun_phrase({"color": "red", "size": "small"})
    'small red object'
    """
    return _name(properties, in_order(properties), words)


def _name(properties: Mapping[str, str], ordered: Sequence[str], words: Words) -> str:
    """Words for attributes that are in their order."""
    said = [words.word(properties[name]) for name in ordered]
    return " ".join(said if TYPE in ordered else [*said, words.word(GENERIC)])
