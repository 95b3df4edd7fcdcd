"""What a captioner of pictures learns from: features, and every caption of each picture as numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import torch
from torch import Tensor

from language.neural.vocabulary import PADDING, UNKNOWN, Vocabulary
from language.pictures.model import MOST_WORDS
from pipeline.core.tokens import tokenize
from pipeline.training.captioner.features import Features
from pipeline.training.captioner.views import mirrored

LEAST = 5
"""Captions in which a word must stand to be known, as in Karpathy and Fei-Fei."""
EACH = 5
"""Captions of a picture that are learned."""
SIDES = ("left", "right")


@dataclass(frozen=True, eq=False)
class Samples:
    """Features of each view of ``n`` pictures, and captions ``(n, EACH, MOST_WORDS + 1)``, padded, empty where there
    are fewer.

    Captions are numbered through: those of the picture ``i`` begin at ``i * EACH``.  ``sided`` bool ``(n * EACH,)`` are
    those that tell left from right, which a mirrored picture makes false.
    """

    views: tuple[Features, ...]
    captions: Tensor
    sided: np.ndarray

    def __len__(self) -> int:
        return len(self.views[0])

    @cached_property
    def lengths(self) -> np.ndarray:
        """Words of every caption, the end included, ``(n * EACH,)``."""
        return (self.captions != PADDING).sum(dim=-1).flatten().numpy()

    def rows(self, places: np.ndarray, chance: np.random.Generator | None = None) -> tuple[Tensor, Tensor, Tensor]:
        """Pooled features and half precise grids of some captions' pictures, and each caption, ``(n, 1, longest)``.

        Views are drawn by ``chance``, the first one is taken without.
        """
        drawn = np.zeros(len(places), int) if chance is None else chance.integers(len(self.views), size=len(places))
        drawn[[mirrored(view) and self.sided[place] for view, place in zip(drawn, places, strict=True)]] = 0
        pictures = [(self.views[view], place // EACH) for view, place in zip(drawn, places, strict=True)]
        pooled = torch.from_numpy(np.stack([view.pooled[place] for view, place in pictures]).astype(np.float32))
        grid = torch.from_numpy(np.stack([view.grid[place] for view, place in pictures]))
        said = self.captions.flatten(0, 1)[torch.from_numpy(places)]
        return pooled, grid, said[:, None, : int(self.lengths[places].max())]

    def batches(self, size: int, order: np.ndarray) -> list[np.ndarray]:
        """Captions of about the same length together, at most so many; ``order`` is that of equally long ones."""
        known = order[self.lengths[order] > 0]
        known = known[np.argsort(self.lengths[known], kind="stable")]
        return [known[first : first + size] for first in range(0, len(known), size)]


def words_of(captions: Sequence[str]) -> list[str]:
    """Captions without their marks, as the field's tokenizer leaves them out too."""
    return [" ".join(word for word in tokenize(caption) if word[:1].isalnum()) for caption in captions]


def vocabulary_of(said: Sequence[Sequence[str]]) -> Vocabulary:
    """The words that are worth knowing."""
    return Vocabulary.of((text for captions in said for text in words_of(captions)), LEAST)


def samples_of(views: Sequence[Features], said: Sequence[Sequence[str]], vocabulary: Vocabulary) -> Samples:
    """The samples of views of pictures and what is said of each picture."""
    table = np.full((len(said), EACH, MOST_WORDS + 1), PADDING, np.int64)
    for place, captions in enumerate(said):
        found = vocabulary.table(words_of(captions[:EACH]), MOST_WORDS + 1)
        table[place, : len(found), : found.shape[1]] = found
    sides = [number for word in SIDES for number in vocabulary.numbers(word)[:1] if number != UNKNOWN]
    return Samples(tuple(views), torch.from_numpy(table), np.isin(table, sides).any(axis=-1).ravel())
