"""What is known of each candidate, as numbers: the input of the learned ranker."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Protocol

import numpy as np

from pipeline.core.ngram.scorer import Scorer
from pipeline.core.tokens import tokenize
from pipeline.core.types import Analysis, Candidate
from ranker.alignment.scorer import AlignmentScorer
from ranker.cider import Rarity, expected
from ranker.embedding.scorer import EmbeddingScorer

GIVEN = ("frame", "usage", "pattern", "hops", "specificity", "redundancy", "certainty")
"""Features that a generator knows of its own sentences; where one does not, the median of the others stands in."""

SCORES = ("alignment", "embedding")
"""Scores of models that compare sentence and pictures; 0 where a pack has none."""

NAMES = ("consensus", "strange", "lm", "length", *GIVEN, "unmeasured", "confidence", *SCORES)
"""All features, in the order of the columns."""

NO_CONFIDENCE = 1e-3


class PairScorer(Protocol):
    """How well sentences fit a pair of pictures."""

    def score(self, analysis: Analysis, sentences: Sequence[str]) -> np.ndarray:
        """One number a sentence, higher where it fits better."""
        ...


def pair_scorers(aligner: str | Path | None, embedding: str | Path | None) -> dict[str, PairScorer]:
    """The scorers whose weights there are, by the name of their feature."""
    made: dict[str, PairScorer] = {}
    if aligner is not None:
        made["alignment"] = AlignmentScorer(aligner)
    if embedding is not None:
        made["embedding"] = EmbeddingScorer(embedding)
    return made


def measure(
    candidates: Sequence[Candidate],
    analysis: Analysis,
    scorer: Scorer,
    rarity: Rarity,
    pair_scorers: Mapping[str, PairScorer] = MappingProxyType({}),
) -> np.ndarray:
    """Features, shape ``(len(candidates), len(NAMES))``.

    ``consensus`` is the expected CIDEr-D of a candidate against what people say of this pair.  The generators show that
    by ``features["share"]``, the share of all true sentences that a candidate stands for; where none has one, all have
    the same.  ``strange`` counts the words that no candidate with a share has, ``lm`` is the log10 probability a token,
    and ``confidence`` the logarithm of the confidence of the changes that are stated.  The scores of ``pair_scorers``
    are told as what a sentence lacks to the best one of the list, since they mean nothing across pairs.
    """
    words = [tokenize(candidate.text) for candidate in candidates]
    shares = np.array([candidate.features.get("share", 0.0) for candidate in candidates])
    if not shares.any():
        shares = np.ones(len(candidates))
    voting = np.flatnonzero(shares)
    spoken = [words[place] for place in voting]
    known = {word for said in spoken for word in said}
    scored = [scorer.score_words(said) for said in words]
    columns = {
        "consensus": expected(words, spoken, rarity, shares[voting] / shares.sum()),
        "strange": [sum(word not in known for word in said) for said in words],
        "lm": [total / tokens for total, tokens in scored],
        "length": [len(said) for said in words],
        "unmeasured": ["usage" not in candidate.features for candidate in candidates],
        "confidence": [_confidence(candidate, analysis) for candidate in candidates],
        **{name: _given(candidates, name) for name in GIVEN},
        **{name: _compared(candidates, analysis, pair_scorers.get(name)) for name in SCORES},
    }
    return np.array([columns[name] for name in NAMES], float).T


def _given(candidates: Sequence[Candidate], name: str) -> np.ndarray:
    values = np.array([candidate.features.get(name, math.nan) for candidate in candidates])
    missing = np.isnan(values)
    values[missing] = 0.0 if missing.all() else np.median(values[~missing])
    return values


def _compared(candidates: Sequence[Candidate], analysis: Analysis, scorer: PairScorer | None) -> np.ndarray:
    if scorer is None or not candidates:
        return np.zeros(len(candidates))
    scores = scorer.score(analysis, [candidate.text for candidate in candidates])
    return scores - scores.max()


def _confidence(candidate: Candidate, analysis: Analysis) -> float:
    return math.fsum(math.log(max(analysis.changes[place].confidence, NO_CONFIDENCE)) for place in candidate.changes)
