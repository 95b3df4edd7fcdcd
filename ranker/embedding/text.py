"""Sentences as vectors: weighted counts of word n-grams, projected onto their principal directions (LSA)."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from pipeline.core.tokens import tokenize

BOUNDARY = "|"


@dataclass(frozen=True, eq=False)
class TextFeatures:
    """What :func:`fit` learned: ``ngrams`` in a fixed order, their ``idf``, and the ``projection`` ``(n, size)``."""

    ngrams: tuple[str, ...]
    idf: np.ndarray
    projection: np.ndarray
    order: int = 2

    def __call__(self, sentences: Sequence[str]) -> np.ndarray:
        """Vectors of length 1 before the projection, shape ``(sentences, size)``; unknown n-grams are left out."""
        places = {ngram: place for place, ngram in enumerate(self.ngrams)}
        made = np.zeros((len(sentences), self.projection.shape[1]), np.float32)
        for row, sentence in enumerate(sentences):
            counts = {places[n]: c for n, c in Counter(ngrams(sentence, self.order)).items() if n in places}
            if counts:
                some = np.fromiter(counts, int)
                weights = self.idf[some] * (1 + np.log(np.fromiter(counts.values(), float)))
                made[row] = weights @ self.projection[some] / np.linalg.norm(weights)
        return made


def ngrams(sentence: str, order: int) -> Iterator[str]:
    """All n-grams of one to ``order`` words, the sentence's two ends counted as words of the longer ones."""
    words = [BOUNDARY, *tokenize(sentence), BOUNDARY]
    yield from words[1:-1]
    for length in range(2, order + 1):
        yield from (" ".join(words[i : i + length]) for i in range(len(words) - length + 1))


def fit(sentences: Sequence[str], order: int = 2, least: int = 3, size: int = 512, seed: int = 0) -> TextFeatures:
    """Learn the n-grams that at least ``least`` sentences have, and ``size`` directions, from a corpus."""
    from scipy.sparse import csr_matrix
    from sklearn.decomposition import TruncatedSVD

    found = [Counter(ngrams(sentence, order)) for sentence in sentences]
    spread = Counter(ngram for counts in found for ngram in counts)
    kept = sorted(ngram for ngram, count in spread.items() if count >= least)
    idf = np.array([math.log((1 + len(sentences)) / (1 + spread[ngram])) + 1 for ngram in kept], np.float32)
    places = {ngram: place for place, ngram in enumerate(kept)}
    rows, columns, values = _triples(found, places)
    table = csr_matrix((values * idf[columns], (rows, columns)), shape=(len(sentences), len(kept)), dtype=np.float32)
    table = table.multiply(1 / np.sqrt(table.multiply(table).sum(axis=1)).clip(1e-9)).tocsr()
    size = min(size, len(kept) - 1)
    reduced = TruncatedSVD(size, n_iter=4, random_state=seed).fit(table)
    # Half-whitened: the first few directions, which mostly tell short sentences from long ones, would drown the rest.
    scale = np.sqrt(np.maximum(reduced.explained_variance_, 1e-9)) ** 0.5
    return TextFeatures(tuple(kept), idf, (reduced.components_ / scale[:, None]).T.astype(np.float32), order)


def _triples(found: Iterable[Counter[str]], places: dict[str, int]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    rows, columns, values = [], [], []
    for row, counts in enumerate(found):
        for ngram, count in counts.items():
            if ngram in places:
                rows.append(row)
                columns.append(places[ngram])
                values.append(1 + math.log(count))
    return np.array(rows, int), np.array(columns, int), np.array(values, np.float32)
