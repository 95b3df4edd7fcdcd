"""How well sentences fit a pair of pictures, by the alignment model: a feature for rankers."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from pipeline.core.types import Analysis
from ranker.alignment.model import load


class AlignmentScorer:
    """The image-sentence score of Karpathy and Fei-Fei (2015), equation 8.

    Parameters
    ----------
    weights
        File made by ``pipeline train aligner``; read on first use.
    """

    def __init__(self, weights: str | Path | None = None) -> None:
        self.weights = weights

    def score(self, analysis: Analysis, sentences: Sequence[str]) -> np.ndarray:
        """One finite number a sentence, higher where it fits better; 0 where the pictures show no object.

        Raises
        ------
        SpotItError
            If the weights are missing or damaged.
        """
        model = load(self.weights)
        return model.scores(model.layout.regions(analysis), sentences)
