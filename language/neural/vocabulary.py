"""Words as numbers, for a decoder that writes them one after another."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from pipeline.core.tokens import tokenize

PADDING, START, END, UNKNOWN = range(4)
SPECIAL = 4
"""Numbers below this are no words."""


@dataclass(frozen=True)
class Vocabulary:
    """The words that a decoder can write, in the order of their numbers, which begin at ``SPECIAL``."""

    words: tuple[str, ...]

    def __len__(self) -> int:
        return SPECIAL + len(self.words)

    @classmethod
    def of(cls, captions: Iterable[str], least: int = 2) -> Vocabulary:
        """Every word that stands in the captions at least so many times, in the order of the alphabet."""
        counts = Counter(word for caption in captions for word in tokenize(caption))
        return cls(tuple(sorted(word for word, count in counts.items() if count >= least)))

    def numbers(self, caption: str) -> list[int]:
        """The words of a caption and the end of the sentence."""
        return [*(self._places.get(word, UNKNOWN) for word in tokenize(caption)), END]

    def table(self, captions: Sequence[str], most: int) -> np.ndarray:
        """One row a caption, padded at the end, shape ``(n, longest)``; longer ones are cut to ``most``."""
        rows = [self.numbers(caption)[:most] for caption in captions]
        made = np.full((len(rows), max(map(len, rows), default=1)), PADDING, np.int64)
        for row, numbers in zip(made, rows, strict=True):
            row[: len(numbers)] = numbers
        return made

    def text(self, numbers: Iterable[int]) -> str:
        """The words again; what is no word is left out."""
        return " ".join(self.words[number - SPECIAL] for number in numbers if number >= SPECIAL)

    @cached_property
    def _places(self) -> dict[str, int]:
        return {word: place for place, word in enumerate(self.words, start=SPECIAL)}
