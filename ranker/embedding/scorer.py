"""How well sentences fit a pair of pictures, by the two-branch embedding: a feature for rankers."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from pipeline.core.types import Analysis
from ranker.embedding.model import load
from ranker.embedding.pairs import pair_vector


class EmbeddingScorer:
    """The cosine of a pair and a sentence in the common space of Wang, Li and Lazebnik (2016).

    It takes the place of :class:`ranker.alignment.scorer.AlignmentScorer`: the same method, the same meaning.

    Parameters
    ----------
    weights
        File made by ``pipeline train embedding``; read on first use.
    """

    def __init__(self, weights: str | Path | None = None) -> None:
        self.weights = weights

    def score(self, analysis: Analysis, sentences: Sequence[str]) -> np.ndarray:
        """One finite number a sentence, from -1 to 1, higher where it fits better.

        Raises
        ------
        SpotItError
            If the weights are missing or damaged.
        """
        model = load(self.weights)
        pair = pair_vector(model.layout.regions(analysis), model.layout)
        return (model.sentences(sentences) @ model.images(pair[None]).T)[:, 0]
