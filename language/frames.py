"""What is said of an object, as sentences with slots: ``{object}``, ``{new}`` (a value) and ``{newcomer}``."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

from language import lexicon
from language.lexicon import TYPE

NONE, ALTERED = "none", "altered"
"""Kinds of frames beside the kinds of change: nothing changed; an attribute changed and nobody knows to what."""

_ANY = {"object", "new", "newcomer"}
_FILLED = {"none": set(), "add": {"object"}, "drop": {"object"}, "move": {"object"}}
_SLOT = re.compile(r"\{(\w+)\}")


def hand_written() -> dict[str, tuple[str, ...]]:
    """Frames for every kind of change that the lexicon has words for, the house frame first."""
    found = {kind: tuple(f"{{object}} {said}" for said in phrases) for kind, phrases in lexicon.PREDICATES.items()}
    found["replace"] = (
        *(f"{{object}} {said} {{newcomer}}" for said in lexicon.REPLACED),
        *(f"{{newcomer}} {said} {{object}}" for said in lexicon.REPLACING),
    )
    found[TYPE] = tuple(f"{{object}} {verb} {{new}}" for verb in lexicon.BECOMING_TYPE)
    found |= {kind: becoming(kind) for kind in lexicon.ATTRIBUTE_VALUES if kind != TYPE}
    return found | {ALTERED: tuple(f"{{object}} {said}" for said in lexicon.ALTERED), NONE: lexicon.NO_CHANGE}


def becoming(kind: str) -> tuple[str, ...]:
    """Frames for an attribute that took a new value."""
    return tuple(f"{{object}} {verb} {{new}}" for verb in lexicon.verbs(kind))


def fits(kind: str, frame: str) -> bool:
    """Whether a frame's slots are such as a change of this kind fills."""
    slots = {slot for _, slot in _pieces(frame) if slot}
    return slots <= _FILLED.get(kind, _ANY)


class Filled(NamedTuple):
    """A sentence made from a frame; ``places`` says where each slot's words begin and end."""

    text: str
    places: dict[str, tuple[int, int]]


def fill(frame: str, words: Mapping[str, str]) -> Filled:
    """Put words into the slots of a frame.

    >>> fill("{object} turned {new}", {"object": "the cube", "new": "red"}).places["new"]
    (16, 19)
    """
    text, places = "", {}
    for literal, slot in _pieces(frame):
        text += literal
        if slot:
            start = len(text)
            text += words[slot]
            places[slot] = (start, len(text))
    return Filled(text, places)


@lru_cache(maxsize=1024)
def _pieces(frame: str) -> tuple[tuple[str, str], ...]:
    """What stands before each slot, and the slot; at the end what follows the last one."""
    pieces = _SLOT.split(frame)
    return tuple(zip(pieces[::2], [*pieces[1::2], ""], strict=True))
