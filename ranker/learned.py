"""The learned ranker: the sentence that is most like all true sentences comes first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from pipeline.core import messages
from pipeline.core.loaded import loaded_once
from pipeline.core.ngram.scorer import Scorer
from pipeline.core.protocols import Ranker
from pipeline.core.reading import WRONG, parse_json
from pipeline.core.types import Analysis, Candidate
from ranker.cider import Rarity
from ranker.features import NAMES, measure, pair_scorers


@dataclass(frozen=True, eq=False)
class Weights:
    """A linear score: ``features @ weights``, and how rare n-grams are, which one of the features asks."""

    weights: np.ndarray
    rarity: Rarity

    def record(self) -> dict[str, Any]:
        """As JSON."""
        weights = {name: round(float(value), 6) for name, value in zip(NAMES, self.weights, strict=True)}
        return {"weights": weights, "documents": self.rarity.documents, "frequency": self.rarity.frequency}

    @classmethod
    def of(cls, record: Mapping[str, Any]) -> Weights:
        """From JSON; features that it does not know have no weight."""
        weights = np.array([float(record["weights"].get(name, 0.0)) for name in NAMES])
        frequency = {str(gram): int(count) for gram, count in record["frequency"].items()}
        documents = int(record["documents"])
        if not np.isfinite(weights).all() or not weights.any():
            raise ValueError("no weights")
        if documents < 0 or min(frequency.values(), default=0) < 0:
            raise ValueError("no counts")
        return cls(weights, Rarity(documents, frequency))


class LearnedRanker(Ranker):
    """Orders candidates by a linear score of their features, trained for consensus.

    Training puts first what is most like many reference captions of the same pair, by CIDEr-D, and true sentences
    before false ones (``pipeline train ranker``).

    Parameters
    ----------
    weights
        JSON file of the trained weights.
    language_model
        ARPA or binary file: one of the features is the language model's score.
    aligner, embedding
        Files of models that compare sentence and pictures, made by ``pipeline train aligner`` and ``embedding``; each
        is asked only where its feature has a weight.
    """

    def __init__(
        self,
        weights: str | Path | None = None,
        language_model: str | Path | None = None,
        aligner: str | Path | None = None,
        embedding: str | Path | None = None,
    ) -> None:
        self.weights = weights
        self.language_model = language_model
        self.aligner = aligner
        self.embedding = embedding

    def rank(self, candidates: list[Candidate], analysis: Analysis) -> list[Candidate]:
        """Best first; ties keep the generator's order.  ``features`` gains what was measured.

        Raises
        ------
        SpotItError
            If a file is missing or damaged.
        """
        if self.weights is None or self.language_model is None:
            raise messages.error(messages.LEARNED_NEEDS)
        trained, scorer = load(self.weights), Scorer(self.language_model)
        if not candidates:
            return []
        every = pair_scorers(self.aligner, self.embedding)
        asked = {name: one for name, one in every.items() if trained.weights[NAMES.index(name)]}
        table = measure(candidates, analysis, scorer, trained.rarity, asked)
        scores = table @ trained.weights
        return [
            replace(
                candidates[place],
                features=candidates[place].features | dict(zip(NAMES, table[place].tolist(), strict=True)),
                score=float(scores[place]),
            )
            for place in np.argsort(-scores, kind="stable").tolist()
        ]


@loaded_once(messages.NO_RANKER)
def load(path: Path) -> Weights:
    """Read trained weights.

    Raises
    ------
    SpotItError
        If the file is missing or damaged.
    """
    try:
        return Weights.of(parse_json(path.read_bytes()))
    except (OSError, *WRONG) as error:
        raise messages.error(messages.RANKER_DAMAGED, path=path) from error
