"""Wordings in the proportions in which they are used, evenly and without chance."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Mapping
from itertools import accumulate
from random import Random

from language.realise import Words
from language.wording import Wording

GOLDEN = 1.1673039782614187
"""Root of x**5 = x + 1: its powers spread points evenly over several dimensions at once (Roberts 2018)."""


class Draws:
    """Draws from a wording; over many of them each word comes up as often as it is used."""

    def __init__(self, wording: Wording) -> None:
        self.wording = wording
        self._tables: dict[str, tuple[list[str], list[float]]] = {}

    def number(self, number: int) -> Drawn:
        """The words of one draw."""
        return Drawn(self, number)

    def value(self, value: str) -> tuple[list[str], list[float]]:
        """Words for a value, and where the share of each ends."""
        found = self._tables.get(value)
        return found or self._table(value, lambda: self.wording.of_value(value))

    def relation(self, relation: str) -> tuple[list[str], list[float]]:
        """Links for a relation, and where the share of each ends."""
        return self._table(f"{relation} of", lambda: self.wording.of_relation(relation))

    def frame(self, kind: str) -> tuple[list[str], list[float]]:
        """Frames for a kind of change, and where the share of each ends."""
        return self._table(f"{kind}:", lambda: self.wording.of_change(kind))

    def _table(self, key: str, shares: Callable[[], Mapping[str, float]]) -> tuple[list[str], list[float]]:
        if key not in self._tables:
            found = shares()
            self._tables[key] = list(found), list(accumulate(found.values()))
        return self._tables[key]


class Drawn(Words):
    """The words of one draw."""

    def __init__(self, draws: Draws, number: int) -> None:
        self.draws = draws
        self.place = number + 1
        self._step = 1.0

    def word(self, value: str) -> str:
        """One of the words for a value."""
        return self._pick(*self.draws.value(value))

    def link(self, relation: str) -> str:
        """One of the phrases that lead from an object to its neighbour."""
        return self._pick(*self.draws.relation(relation))

    def frame(self, kind: str) -> str:
        """One of the frames for a kind of change."""
        return self._pick(*self.draws.frame(kind))

    def _pick(self, wordings: list[str], ends: list[float]) -> str:
        """Every wording uses up one dimension."""
        self._step /= GOLDEN
        if len(wordings) == 1:
            return wordings[0]
        place = (0.5 + self.place * self._step) % 1.0 * ends[-1]
        return wordings[min(bisect_right(ends, place), len(ends) - 1)]


class Chance(Words):
    """Words by chance, each as often as it is used."""

    def __init__(self, wording: Wording, rng: Random) -> None:
        self.wording = wording
        self.rng = rng

    def word(self, value: str) -> str:
        """One of the words for a value."""
        return self._pick(self.wording.of_value(value))

    def link(self, relation: str) -> str:
        """One of the phrases that lead from an object to its neighbour."""
        return self._pick(self.wording.of_relation(relation))

    def frame(self, kind: str) -> str:
        """One of the frames for a kind of change."""
        return self._pick(self.wording.of_change(kind))

    def _pick(self, shares: Mapping[str, float]) -> str:
        (found,) = self.rng.choices(list(shares), list(shares.values()))
        return found
