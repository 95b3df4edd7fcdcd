"""Candidates by how likely their words are: the language model alone."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from pipeline.core import messages
from pipeline.core.ngram.scorer import Scorer
from pipeline.core.protocols import Ranker
from pipeline.core.types import Analysis, Candidate


class LanguageModelRanker(Ranker):
    """Orders candidates by their log10 probability under a KenLM model, divided by a power of their length.

    Parameters
    ----------
    language_model
        ARPA or binary file.
    length_power
        0 favours the shortest sentence and 1, the mean a token, long strings of words that say little;
        between them lies the plain sentence (Wu et al. 2016, section 7).
    """

    def __init__(self, language_model: str | Path | None = None, length_power: float = 0.6) -> None:
        self.language_model = language_model
        self.length_power = length_power

    def rank(self, candidates: list[Candidate], analysis: Analysis) -> list[Candidate]:
        """Best first; ties keep the generator's order.

        ``features`` gains ``lm`` (log10 probability of the whole sentence) and ``length`` (tokens, the end counted).

        Raises
        ------
        SpotItError
            If there is no language model.
        """
        if self.language_model is None:
            raise messages.error(messages.LM_NEEDS)
        scorer = Scorer(self.language_model)
        scored = []
        for candidate in candidates:
            total, tokens = scorer.score(candidate.text)
            features = candidate.features | {"lm": total, "length": float(tokens)}
            scored.append(replace(candidate, features=features, score=total / tokens**self.length_power))
        return sorted(scored, key=lambda candidate: -candidate.score)
