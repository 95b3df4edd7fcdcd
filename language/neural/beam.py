"""Beam search over words for any decoder that gives the probabilities of the next one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np


class Decoder(Protocol):
    """What a search needs of a decoder.  ``state`` is the decoder's own, with a row for each hypothesis."""

    def step(self, words: np.ndarray, state: Any) -> tuple[np.ndarray, Any]:
        """Log probabilities of the next word ``(n, words)`` after the words ``(n,)``, and the new state."""
        ...

    def chosen(self, state: Any, rows: np.ndarray) -> Any:
        """The state of the hypotheses ``rows``, in their order; a row may be taken more than once."""
        ...


@dataclass(frozen=True)
class Found:
    """A finished sequence, its end left out; its log probability, the end's included; and what it was ranked by."""

    words: tuple[int, ...]
    score: float
    rank: float


@dataclass(frozen=True)
class Limits:
    """How wide and how long to search.

    ``width`` hypotheses are kept after each word and sequences have at most ``most`` words.  Finished ones are ranked
    by log probability divided by length (words and end) to the power ``length``: 0 ranks by probability, which favours
    fragments where a network is unsure of every word, 1 by the mean a word.
    """

    width: int = 5
    most: int = 30
    length: float = 1.0


def search(
    decoder: Decoder, state: Any, start: int, end: int, limits: Limits, banned: tuple[int, ...] = ()
) -> list[Found]:
    """Finished sequences, best first, at most as many as the beam is wide.

    A sequence is finished when its end is among the best continuations of the whole beam.

    Parameters
    ----------
    state
        Of one hypothesis that has said nothing yet.
    start, end
        Numbers of the words that open and close a sequence.
    banned
        Words that are never written.
    """
    silent = [*banned, *({start} - {end})]
    beam: list[tuple[tuple[int, ...], float]] = [((), 0.0)]
    finished: list[Found] = []
    last = np.array([start])
    for length in range(limits.most + 1):
        logs, state = decoder.step(last, state)
        total = np.array(logs, float) + np.array([score for _, score in beam])[:, None]
        total[:, silent] = -np.inf
        if length == limits.most:
            total[:, np.arange(total.shape[1]) != end] = -np.inf
        places = np.argsort(-total, axis=None, kind="stable")[: limits.width]
        rows, words = np.unravel_index(places, total.shape)
        grown = []
        for row, word in zip(rows.tolist(), words.tolist(), strict=True):
            score = float(total[row, word])
            if not np.isfinite(score):
                continue
            if word == end:
                finished.append(Found(beam[row][0], score, score / (length + 1) ** limits.length))
            else:
                grown.append((row, word, score))
        finished = sorted(finished, key=lambda one: -one.rank)[: limits.width]
        grown = [one for one in grown if len(finished) < limits.width or _hope(one[2], limits) > finished[-1].rank]
        if not grown:
            break
        beam = [((*beam[row][0], word), score) for row, word, score in grown]
        state, last = decoder.chosen(state, np.array([g[0] for g in grown])), np.array([g[1] for g in grown])
    return finished


def _hope(score: float, limits: Limits) -> float:
    """The best rank that a hypothesis can still reach: no word more costs anything, and it gets as long as it may."""
    return score / (limits.most + 1) ** limits.length
