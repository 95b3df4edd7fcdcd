"""References to words (surface realisation), with the characters that each object's name takes up."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from language.lexicon import GENERIC, RELATION_PHRASES, TYPE, in_order, synonyms
from language.morphology import number, plural
from language.referring import Reference
from language.scene import Scene


@dataclass(frozen=True)
class ReferringExpression:
    """The words of a reference.

    ``text`` begins with its article, in lower case; ``names`` are ``(start, end, node)`` of every object named, article
    left out; ``attributes`` are those said of the object itself.
    """

    text: str
    names: tuple[tuple[int, int, int], ...]
    kind: str
    attributes: tuple[str, ...]
    unique: bool


def realise(reference: Reference, scene: Scene, style: int = 0) -> ReferringExpression:
    """Words for a reference; ``style`` picks among synonyms, 0 the house wording.

    A zero-hop reference that several objects fit becomes "one of the two small red cubes".
    """
    values = scene.properties[reference.node]
    said = {name: values[name] for name in reference.attributes}
    name = noun_phrase(said, style)
    if not reference.relation and not reference.unique:
        name = plural(name)
        article = f"one of the {number(scene.fitting(said).bit_count())} "
    else:
        article = "the "
    names = [(len(article), len(article) + len(name), reference.node)]
    text = article + name
    if reference.relation:
        phrases = RELATION_PHRASES[reference.relation]
        link = ("", "that is ", "")[style % 3] + phrases[style % len(phrases)]
        others = scene.properties[reference.anchor]
        anchor = noun_phrase({name: others[name] for name in reference.anchor_attributes}, style)
        text = f"{text} {link} the "
        names.append((len(text), len(text) + len(anchor), reference.anchor))
        text += anchor
    return ReferringExpression(text, tuple(names), reference.kind, reference.attributes, reference.unique)


def noun_phrase(properties: Mapping[str, str], style: int = 0) -> str:
    """Attributes and noun without an article; the generic noun where the type is not given.

    >>> noun_phrase({"color": "red", "size": "small"}, style=1)
    'tiny red thing'
    """
    words = [word(properties[name], style) for name in in_order(properties) if name != TYPE]
    return " ".join([*words, word(properties.get(TYPE, GENERIC), style)])


def word(value: str, style: int = 0) -> str:
    """One of the words for a value."""
    choice = synonyms(value)
    return choice[style % len(choice)]
