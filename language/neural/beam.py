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
    """A finished sequence, its end left out, and its log probability, the end's included."""

    words: tuple[int, ...]
    score: float


def search(
    decoder: Decoder, state: Any, start: int, end: int, width: int, most: int, banned: tuple[int, ...] = ()
) -> list[Found]:
    """Finished sequences of at most ``most`` words, the most probable first, at most ``width``.

    Parameters
    ----------
    state
        Of one hypothesis that has said nothing yet.
    start, end
        Numbers of the words that open and close a sequence.
    width
        Hypotheses kept after each word.
    banned
        Words that are never written.
    """
    beam: list[tuple[tuple[int, ...], float]] = [((), 0.0)]
    finished: list[Found] = []
    last = np.array([start])
    for length in range(most + 1):
        logs, state = decoder.step(last, state)
        logs = np.array(logs, float)
        logs[:, [*banned, *({start} - {end})]] = -np.inf
        total = logs + np.array([score for _, score in beam])[:, None]
        finished += [Found(words, float(total[row, end])) for row, (words, _) in enumerate(beam)]
        finished = sorted(finished, key=lambda one: -one.score)[:width]
        total[:, end] = -np.inf
        places = np.argsort(-total, axis=None, kind="stable")[:width]
        rows, words = np.unravel_index(places, total.shape)
        scores = total[rows, words]
        # A sequence can only lose by going on, so those behind every finished one are given up.
        floor = finished[-1].score if len(finished) == width else -np.inf
        keep = np.isfinite(scores) & (scores > floor)
        if length == most or not keep.any():
            break
        rows, words, scores = rows[keep], words[keep], scores[keep]
        beam = [
            ((*beam[row][0], int(word)), float(score)) for row, word, score in zip(rows, words, scores, strict=True)
        ]
        state, last = decoder.chosen(state, rows), words
    return [one for one in finished if np.isfinite(one.score)]
