"""The generator's own order."""

from __future__ import annotations

from dataclasses import replace

from pipeline.core.protocols import Ranker
from pipeline.core.types import Analysis, Candidate


class FirstRanker(Ranker):
    """Keeps the order in which the generator gave its candidates; the score is the negative place."""

    def rank(self, candidates: list[Candidate], analysis: Analysis) -> list[Candidate]:
        """The same candidates with a score that falls by one from place to place."""
        return [replace(candidate, score=-float(place)) for place, candidate in enumerate(candidates)]
