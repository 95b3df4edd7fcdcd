"""When a stated change is the true one: the one definition, for ``pipeline evaluate`` and for every benchmark.

What the truth does not give is not asked.  Of what it gives, all has to be said, and nothing that contradicts it:

- the kind is the true one;
- the noun is the true one: the ``label``, whether the truth gives a label or only the attribute that the noun names
  (the shape, in the blocks world).  A cube told as a "ball" is wrong though the attributes are right, and so is a label
  with more than the noun in it ("red cube");
- every attribute that the truth gives of the object before the change (after it, for ``add``) is said and right;
- the old value, if one is said, is what the object had;
- the new value is the true one.  Of a replacement all attributes of the new object are said and no other word is, in
  any order; an article before them says nothing;
- what came, went or moved took no new value, so that one said of it is wrong, but for a number, which says how many
  there are now.

A sentence is judged by ``language.parser.judge``, which asks the same of what it states.  But a sentence may leave
attributes out, and what replaced an object, where a list may not: words need only pick out one object.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from language.lexicon import TYPE
from pipeline.core.kinds import OBJECT_KINDS
from pipeline.datasets.example import TrueChange
from pipeline.matching.assign import assign

_ARTICLES = ("a", "an", "the")
_WITHOUT_VALUE = frozenset(OBJECT_KINDS) - {"replace"}


@dataclass(frozen=True)
class SaidChange:
    """A change as an answer states it; what is empty is not said."""

    kind: str
    label: str = ""
    attributes: dict[str, str] = field(default_factory=dict)
    new: str = ""
    old: str = ""

    @classmethod
    def of_json(cls, entry: Mapping[str, Any]) -> SaidChange:
        """The change of an entry of ``changes``, as the JSON of a description has it.

        Raises
        ------
        KeyError, TypeError, ValueError
            If it has no kind or no attributes.
        """
        old, new = (entry.get(name) or "" for name in ("old", "new"))
        return cls(entry["kind"], entry.get("label") or "", dict(entry["attributes"]), new, old)


def states(said: SaidChange, true: TrueChange) -> bool:
    """Whether a stated change is the true one."""
    return (
        said.kind == true.kind
        and _noun_right(said, true)
        and all(said.attributes.get(name) == value for name, value in true.attributes.items())
        and said.old in ("", true.attributes.get(said.kind, said.old))
        and _new_right(said, true)
    )


def told(said: Sequence[SaidChange], true: Sequence[TrueChange]) -> list[tuple[int, int]]:
    """Which of the stated changes are which of the true ones, by their numbers.

    Every change is used once, and as many as can be: a stated change that is either of two true ones leaves the other
    to one that is it alone.
    """
    fits = np.array([[states(one, other) for other in true] for one in said], float).reshape(len(said), len(true))
    return assign(-fits)


def new_words(new: str) -> list[str]:
    """The words of a new value, sorted, without an article."""
    words = new.split()
    return sorted(words[1:] if words and words[0] in _ARTICLES else words)


def _noun_right(said: SaidChange, true: TrueChange) -> bool:
    noun = true.label or true.attributes.get(TYPE, "")
    return not noun or (said.label or said.attributes.get(TYPE)) == noun


def _new_right(said: SaidChange, true: TrueChange) -> bool:
    new = " ".join(true.newcomer.values()) or true.new
    if new:
        return new_words(said.new) == new_words(new) if true.kind == "replace" else said.new == new
    return not said.new or said.new.isdecimal() or said.kind not in _WITHOUT_VALUE
