"""The words of the CLEVR-Change grammar (Park et al. 2019): synonyms, relations, and what can be said of a change.

The first word or phrase of every list is the house wording.
"""

from __future__ import annotations

from collections.abc import Iterable

TYPE = "shape"
"""The property that the noun names."""

GENERIC = "object"
"""The noun where the type is left unsaid."""

ORDER = ("size", "", "color", "material")
"""Order of attributes before the noun; the empty name stands for every attribute that is not listed."""

SYNONYMS: dict[str, tuple[str, ...]] = {
    "object": ("object", "thing"),
    "sphere": ("sphere", "ball"),
    "cube": ("cube", "block"),
    "large": ("large", "big"),
    "small": ("small", "tiny"),
    "metal": ("metal", "metallic", "shiny"),
    "rubber": ("rubber", "matte"),
}

ATTRIBUTE_VALUES: dict[str, tuple[str, ...]] = {
    "size": ("large", "small"),
    "color": ("gray", "red", "blue", "green", "brown", "purple", "cyan", "yellow"),
    "material": ("rubber", "metal"),
    TYPE: ("cube", "sphere", "cylinder"),
}

RELATION_PHRASES: dict[str, tuple[str, ...]] = {
    "left": ("to the left of", "left of", "on the left side of"),
    "right": ("to the right of", "right of", "on the right side of"),
    "front": ("in front of",),
    "behind": ("behind",),
    "near": ("near", "close to", "next to"),
    "on": ("on", "on top of"),
}

DIRECTIONS = ("left", "right", "front", "behind")
"""The relations that reference captions use."""

PREDICATES: dict[str, tuple[str, ...]] = {
    "add": ("has appeared", "has been added", "has been newly placed"),
    "drop": ("has disappeared", "is gone", "is missing", "is no longer there"),
    "move": ("has moved", "changed its location", "is in a different location"),
}

BECOMING: tuple[str, ...] = ("turned", "became", "changed to")

BECOMING_TYPE: tuple[str, ...] = ("became", "turned into", "changed to")
"""Verbs before a noun phrase with its article."""

BECOMING_FIRST: dict[str, str] = {"color": "turned", "material": "changed to"}
"""House verb where it is not "became"."""

REPLACED: tuple[str, ...] = ("was replaced by", "has been replaced by", "has been replaced with")
REPLACING: tuple[str, ...] = ("replaced", "has taken the place of")

ALTERED: tuple[str, ...] = ("changed", "has changed", "looks different")
"""What is said where the new value is not known."""

SHOWN = "the picture shows"
NO_CHANGE: tuple[str, ...] = (
    "nothing has changed",
    "there is no change",
    "no change was made",
    "no change has occurred",
    "there is no difference",
    "nothing was modified",
    "the scene remains the same",
    "the scene is the same as before",
    "the two scenes seem identical",
)


def synonyms(value: str) -> tuple[str, ...]:
    """Every word for a value, the house word first; a value that is not in the lexicon is its own word."""
    return SYNONYMS.get(value, (value,))


def verbs(kind: str) -> tuple[str, ...]:
    """Verbs for an attribute that took a new value, the house verb first."""
    first = BECOMING_FIRST.get(kind, "became")
    return (first, *(verb for verb in BECOMING if verb != first))


def in_order(names: Iterable[str]) -> tuple[str, ...]:
    """Attribute names in the order in which they stand before the noun; the noun's own comes last."""

    def rank(name: str) -> tuple[int, str]:
        if name == TYPE:
            return len(ORDER), name
        return (ORDER.index(name) if name in ORDER else ORDER.index("")), name

    return tuple(sorted(names, key=rank))
