"""How well scores find the sentence of a picture, and the picture of a sentence: recall at k, and the median rank."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

CUTS = (1, 5, 10)


@dataclass(frozen=True)
class Retrieval:
    """One direction: percent of queries with a right answer among the first 1, 5, 10; its median place, from 1."""

    recall: dict[int, float]
    median_rank: float

    @classmethod
    def of(cls, places: np.ndarray) -> Retrieval:
        """From the place, from 0, of every query's best right answer."""
        recall = {cut: 100 * float((places < cut).mean()) for cut in CUTS}
        return cls(recall, float(np.floor(np.median(places))) + 1)


def image_to_sentence(scores: np.ndarray, owner: np.ndarray) -> Retrieval:
    """Pictures as queries; ``scores`` has the shape ``(pictures, sentences)``, and ``owner[s]`` is s's picture.

    A picture's place is that of the best of its sentences; a tie counts as lost.
    """
    return Retrieval.of(picture_places(scores, owner))


def sentence_to_image(scores: np.ndarray, owner: np.ndarray) -> Retrieval:
    """Sentences as queries; see :func:`image_to_sentence`."""
    return Retrieval.of(sentence_places(scores, owner))


def picture_places(scores: np.ndarray, owner: np.ndarray) -> np.ndarray:
    """The place, from 0, of every picture's best sentence among all sentences, ``(pictures,)``."""
    own = owner[None] == np.arange(len(scores))[:, None]
    best = np.where(own, scores, -np.inf).max(axis=1)
    return ((scores >= best[:, None]) & ~own).sum(axis=1)


def sentence_places(scores: np.ndarray, owner: np.ndarray) -> np.ndarray:
    """The place, from 0, of every sentence's picture among all pictures, ``(sentences,)``."""
    own = scores[owner, np.arange(len(owner))]
    return (scores >= own[None]).sum(axis=0) - 1
