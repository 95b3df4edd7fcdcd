"""What a sentence states, with the characters that state it."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Phrase:
    """A noun phrase, ``sentence[start:end]``, its article left out.

    ``article`` is ``the``, ``a``, ``one`` ("one of the two cubes", then ``among`` is 2) or empty.  ``unknown`` are the
    words before the noun that are not in the lexicon: nothing is known to fit them.
    """

    start: int
    end: int
    properties: dict[str, str] = field(default_factory=dict)
    article: str = ""
    among: int = 1
    unknown: tuple[str, ...] = ()


@dataclass(frozen=True)
class StatedFact:
    """One change that a sentence states.

    ``kind`` is ``add``, ``drop``, ``move``, ``replace``, an attribute's name, ``altered`` (a change without a new
    value), or ``none`` (nothing changed; the rest is then empty).  ``subject`` is the changed object as the sentence
    names it, perhaps by its place beside an ``anchor``; ``new`` the value it took, ``newcomer`` what replaced it.
    ``start`` and ``end`` enclose the words for what happened.
    """

    kind: str
    start: int
    end: int
    subject: Phrase | None = None
    relation: str = ""
    anchor: Phrase | None = None
    new: str = ""
    newcomer: Phrase | None = None
