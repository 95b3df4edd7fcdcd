"""What the captioner learns from: pairs of pictures, their captions, and what is true of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from pipeline.training.neural.truth import Truth
from pipeline.training.neural.views import View


@dataclass(frozen=True, eq=False)
class Sample:
    """Two picture files, what is said of them, and the truth where they were rendered."""

    before: Path
    after: Path
    captions: tuple[str, ...]
    truth: Truth | None = None

    def said(self, count: int, view: View, rng: np.random.Generator) -> list[str]:
        """So many captions by chance, as they are in a view; where there are fewer, some more than once."""
        total = len(self.captions)
        chosen = rng.permutation(total)[:count] if total >= count else rng.integers(0, total, count)
        return [view.caption(self.captions[number]) for number in chosen]


@dataclass(frozen=True, eq=False)
class Samples:
    """Samples in one or more views: ``views`` and ``blocks`` have a row for each, with a view and features a sample.

    What is drawn at a sight of a sample, which view and which captions, depends on nothing but the generator given.
    """

    samples: Sequence[Sample]
    views: Sequence[Sequence[View]]
    blocks: Sequence[Sequence[np.ndarray]]

    def __len__(self) -> int:
        return len(self.samples)

    def pair(self, place: int, view: int = 0) -> np.ndarray:
        """The features of both pictures of a sample in one of its views, ``(2, CHANNELS, ROWS, COLUMNS)`` bytes."""
        size = len(self.blocks[view][0])
        return self.blocks[view][place // size][place % size]
