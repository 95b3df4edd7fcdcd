"""How much is told of a change on a screen, and in how plain words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from language.pieces import Name, Sentence
from language.screen import words
from language.screen.mentions import where
from language.screen.sentences import sentences
from language.screen.words import Choices
from pipeline.core.types import Change

_OF_THE_PAGE = ("theme", "scroll", "shift", "page")
"""Kinds of change that have no place on the page."""


@dataclass(frozen=True)
class Manner:
    """A manner of speaking.

    Parameters
    ----------
    states
        What is said of an element that took a state.
    nothing
        What is said where nothing changed.
    nouns
        What roles are called that people do not call by their name.
    everywhere
        Whether it is always said where on the page the element is, or only of one without words.
    """

    states: Mapping[str, Choices]
    nothing: Choices
    nouns: Mapping[str, str] = field(default_factory=dict)
    everywhere: bool = False

    def named(self, change: Change) -> Change:
        """The change of an element that is called as people call it."""
        return replace(change, label=self.nouns.get(change.label, change.label))

    def told(self, change: Change) -> Iterator[Sentence]:
        """Every way to say a change, with its place where that is to be said."""
        place = where(change)
        for sentence in sentences(self.named(change), self.states):
            names = [number for number, piece in enumerate(sentence.pieces, 1) if isinstance(piece, Name)]
            told = not place or any(place in piece for piece in sentence.pieces if isinstance(piece, str))
            if not self.everywhere or told or not names or change.kind in _OF_THE_PAGE:
                yield sentence
            else:
                behind = names[0]
                yield Sentence((*sentence.pieces[:behind], place, *sentence.pieces[behind:]), sentence.weight)


_PLAIN = {**words.STATES, **words.SPOKEN_STATES}

MANNERS = {
    "measured": Manner(words.STATES, words.NO_CHANGE),
    "natural": Manner(_PLAIN, words.NOTHING, words.SPOKEN_ROLES),
    "full": Manner(_PLAIN, words.NOTHING, words.SPOKEN_ROLES, everywhere=True),
}
"""By the name that a pack's config gives; ``measured`` names every new state by its own word, as rulers look for it."""
