"""What the parser understands: the words of the lexicon, and more that people use for the same things."""

from __future__ import annotations

from language import lexicon
from language.lexicon import ATTRIBUTE_VALUES, GENERIC, TYPE, synonyms
from language.morphology import plural

ALSO: dict[str, tuple[str, ...]] = {
    "gray": ("grey",),
    "large": ("bigger", "larger", "huge"),
    "small": ("little", "smaller"),
    "metal": ("metallic", "reflective"),
    "rubber": ("dull",),
    "cube": ("box",),
    GENERIC: ("item", "shape"),
}

RELATIONS: dict[str, tuple[str, ...]] = {
    "left": ("on the left of", "at the left of", "to the left side of"),
    "right": ("on the right of", "at the right of", "to the right side of"),
    "front": ("front of", "ahead of"),
    "behind": ("in back of", "at the back of"),
    "near": ("beside", "by"),
    "on": ("atop",),
}

ARTICLES = {"the": "the", "a": "a", "an": "a", "another": "a", "this": "the", "that": "the", "its": "the"}

HAPPENED: dict[str, tuple[str, ...]] = {
    "add": (
        "appeared", "appears", "added", "newly placed", "newly added", "placed", "introduced", "inserted",
        "put in", "came into view", "popped up", "showed up", "is new", "there is now",
    ),
    "drop": (
        "disappeared", "disappears", "vanished", "is missing", "went missing", "is gone", "gone", "removed",
        "taken away", "no longer there", "no longer visible", "no longer present", "no longer in the scene",
        "there is no longer", "not there anymore", "not there any more", "is not there", "left the scene",
    ),
    "move": (
        "moved", "moves", "shifted", "relocated", "changed location", "changed position", "changed its location",
        "changed its position", "changed its place", "changed places", "a different location", "a different position",
        "a different place", "a new location", "a new position", "a new place",
    ),
    "altered": lexicon.ALTERED,
    "become": (
        "turned", "turned to", "turned into", "became", "become", "becomes", "changed to", "changed into", "turns",
        "is now", "changed color to", "changed its color to", "changed material to", "changed its material to",
        "was painted",
    ),
    "replaced": ("replaced by", "replaced with", "swapped for", "exchanged for", "substituted by"),
    "replacing": ("replaced", "taken the place of", "took the place of", "taken over from"),
    "none": (
        "no change", "no changes", "no difference", "no differences", "nothing has changed", "nothing changed",
        "nothing was modified", "nothing is different", "remains the same", "remain the same", "is the same",
        "are the same", "the same as before", "seem identical", "are identical", "look identical", "look the same",
        "seem the same", "unchanged", "nothing happened",
    ),
}  # fmt: skip
"""The heart of what is said for each kind; the auxiliaries before it do not matter."""

DENIALS = frozenset({"not", "n't", "never", "without"})


def values() -> dict[str, tuple[str, str]]:
    """Adjective to attribute and value."""
    return {
        word: (attribute, value)
        for attribute, known in ATTRIBUTE_VALUES.items()
        if attribute != TYPE
        for value in known
        for word in _words(value)
    }


def nouns() -> dict[str, tuple[str, bool]]:
    """Noun, singular or plural, to type (or the generic one) and whether it is a plural."""
    found: dict[str, tuple[str, bool]] = {}
    for value in (*ATTRIBUTE_VALUES[TYPE], GENERIC):
        for word in _words(value):
            found |= {plural(word): (value, True), word: (value, False)}
    return found


def relations() -> dict[str, str]:
    """Phrase to relation."""
    tables = (lexicon.RELATION_PHRASES, RELATIONS)
    return {phrase: name for table in tables for name, phrases in table.items() for phrase in phrases}


def _words(value: str) -> tuple[str, ...]:
    return (*synonyms(value), *ALSO.get(value, ()))
