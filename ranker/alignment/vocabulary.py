"""Words as numbers, and which of them make noun phrases."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from pipeline.core.tokens import located, tokenize
from pipeline.core.types import Candidate

PADDING, UNKNOWN = 0, 1


@dataclass(frozen=True)
class Vocabulary:
    """The words that a model knows; number 0 pads short sentences and 1 is every other word.

    ``nouns`` end a noun phrase and ``modifiers`` stand before one; both are empty where that is not known.
    """

    words: tuple[str, ...]
    nouns: frozenset[str] = frozenset()
    modifiers: frozenset[str] = frozenset()

    def __len__(self) -> int:
        return len(self.words) + 2

    def numbers(self, sentence: str, most: int | None = None) -> list[int]:
        """The number of every word."""
        return [self._places.get(word, UNKNOWN) for word in tokenize(sentence)[:most]]

    def table(self, sentences: Sequence[str], most: int = 24) -> np.ndarray:
        """Sentences as rows of word numbers, shape ``(n, longest)``, padded at the end, none longer than ``most``."""
        rows = [self.numbers(sentence, most) for sentence in sentences]
        made = np.zeros((len(rows), max(map(len, rows), default=0)), np.int64)
        for row, numbers in zip(made, rows, strict=True):
            row[: len(numbers)] = numbers
        return made

    def phrases(self, candidate: Candidate) -> list[tuple[int, int]]:
        """Where the noun phrases of a sentence stand, as characters ``start, end``, without their articles.

        The generator's own account of its phrases comes first; a sentence without one is cut up by its words.
        """
        if candidate.spans:
            return sorted({(span.start, span.end) for span in candidate.spans})
        return list(self._chunks(candidate.text))

    def _chunks(self, text: str) -> Iterator[tuple[int, int]]:
        start = None
        for word, begin, end in located(text):
            if word in self.nouns:
                yield (begin if start is None else start), end
                start = None
            elif word not in self.modifiers:
                start = None
            elif start is None:
                start = begin

    @cached_property
    def _places(self) -> dict[str, int]:
        return {word: place for place, word in enumerate(self.words, start=2)}
