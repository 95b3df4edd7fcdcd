"""A ranker that likes short sentences."""

from __future__ import annotations

from dataclasses import replace

from spot_it import Analysis, Candidate, Ranker


class ShortestRanker(Ranker):
    """The sentence with the fewest letters first."""

    reads = ()
    writes = ()

    def __init__(self, weight: float = 1.0) -> None:
        self.weight = weight

    def rank(self, candidates: list[Candidate], analysis: Analysis) -> list[Candidate]:
        """The same candidates, shortest first."""
        scored = [replace(one, score=-self.weight * len(one.text)) for one in candidates]
        return sorted(scored, key=lambda one: -one.score)
