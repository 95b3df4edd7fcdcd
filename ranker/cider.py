"""CIDEr-D (Vedantam et al. 2015, section 6): how like a set of sentences a sentence is, n-gram by n-gram.

One implementation serves as the reward in training, against sampled references, and as the measure of consensus among
candidates.  It gives what the field's own code gives (``pycocoevalcap``), for many sentences at once.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

import numpy as np

ORDER = 4
SIGMA = 6.0
"""Standard deviation, in words, of the length difference that is let through."""

BITS = 15
"""Bits a word takes up in the code of an n-gram: four of them fit in 64 bits."""

Words = Sequence[str]


class Rarity:
    """In how many documents each n-gram occurs; all references of one pair are one document.

    Parameters
    ----------
    documents
        Their number.
    frequency
        By n-gram, its words joined by spaces; n-grams that are left out occur in none.
    """

    def __init__(self, documents: int, frequency: Mapping[str, int]) -> None:
        self.documents = documents
        self.frequency = dict(frequency)
        self.words: dict[str, int] = {}
        codes = [self._code(gram.split()) for gram in self.frequency]
        order = np.argsort(np.array(codes, np.int64))
        counts = np.maximum(np.array(list(self.frequency.values()), float), 1)
        self._codes = np.array(codes, np.int64)[order]
        self._weights = self.rarest - np.log(counts[order])

    @classmethod
    def of(cls, documents: Iterable[Iterable[Words]], least: int = 1) -> Rarity:
        """Count the documents; n-grams that occur in fewer than ``least`` are left out."""
        frequency: Counter[str] = Counter()
        number = 0
        for sentences in documents:
            number += 1
            frequency.update({gram for words in sentences for gram in grams(words)})
        return cls(number, {gram: count for gram, count in sorted(frequency.items()) if count >= least})

    @property
    def rarest(self) -> float:
        """Inverse document frequency of an n-gram that occurs in no document, or in one."""
        return math.log(max(self.documents, 1))

    def weights(self, codes: np.ndarray) -> np.ndarray:
        """Inverse document frequencies of n-grams by their codes."""
        if not len(self._codes):
            return np.full(codes.shape, self.rarest)
        places = np.minimum(np.searchsorted(self._codes, codes), len(self._codes) - 1)
        return np.where(self._codes[places] == codes, self._weights[places], self.rarest)

    def _code(self, words: Words) -> int:
        code = 0
        for word in words:
            code = code << BITS | self.words.setdefault(word, len(self.words) + 1)
        return code


def grams(words: Words) -> list[str]:
    """All n-grams of a sentence, n from 1 to 4."""
    return [" ".join(words[i : i + n]) for n in range(1, ORDER + 1) for i in range(len(words) - n + 1)]


def expected(
    sentences: Sequence[Words], references: Sequence[Words], rarity: Rarity, weights: Sequence[float] | None = None
) -> np.ndarray:
    """Mean CIDEr-D of every sentence against the references, shape ``(len(sentences),)``.

    ``weights`` are the shares of the references in the mean (they sum to 1), equal ones where not given.
    """
    if not len(sentences) or not len(references):
        return np.zeros(len(sentences))
    shares = np.full(len(references), 1 / len(references)) if weights is None else np.asarray(weights, float)
    known = dict(rarity.words)
    ids, others = (_ids(side, known) for side in (sentences, references))
    lengths, which = np.unique([len(words) for words in references], return_inverse=True)
    gaps = np.array([len(words) for words in sentences])[:, None] - lengths[None, :]
    penalty = np.exp(-np.square(gaps) / (2 * SIGMA**2))
    total = np.zeros(len(sentences))
    for n in range(1, ORDER + 1):
        total += (_cosines(_codes(ids, n), _codes(others, n), rarity, which, shares) * penalty).sum(axis=1)
    return 10 / ORDER * total


def _ids(sentences: Sequence[Words], known: dict[str, int]) -> np.ndarray:
    """Numbers of the words, shape ``(n, longest)``, filled up with 0."""
    table = np.zeros((len(sentences), max(ORDER, *(len(words) for words in sentences))), np.int64)
    for row, words in enumerate(sentences):
        table[row, : len(words)] = [known.setdefault(word, len(known) + 1) for word in words]
    return table


def _codes(ids: np.ndarray, n: int) -> np.ndarray:
    """Codes of the n-grams of each sentence, 0 where there is none."""
    width = ids.shape[1] - n + 1
    codes = np.zeros((len(ids), width), np.int64)
    for place in range(n):
        codes = codes << BITS | ids[:, place : place + width]
    return np.where(ids[:, n - 1 :] > 0, codes, 0)


def _cosines(
    codes: np.ndarray, others: np.ndarray, rarity: Rarity, lengths: np.ndarray, shares: np.ndarray
) -> np.ndarray:
    """Clipped cosines to the references of each length, by their shares, shape ``(sentences, lengths)``.

    An n-gram counts no more often than the reference has it: its first mention counts where the reference has it at
    all, its second where the reference has it twice, and so on; so the references are summed before they are compared.
    """
    vocabulary, found = np.unique(np.concatenate([codes.ravel(), others.ravel()]), return_inverse=True)
    squares = np.where(vocabulary > 0, np.square(rarity.weights(vocabulary)), 0.0)
    places, theirs = found[: codes.size].reshape(codes.shape), found[codes.size :].reshape(others.shape)
    (counts, mentions), (their_counts, their_mentions) = _repeats(places), _repeats(theirs)
    norms = np.sqrt((counts * squares[places]).sum(axis=1))
    their_norms = np.sqrt((their_counts * squares[theirs]).sum(axis=1))
    scale = (shares / np.where(their_norms > 0, their_norms, np.inf))[:, None] * their_counts * squares[theirs]
    rows = lengths[:, None] * len(vocabulary) + theirs
    size = (int(lengths.max()) + 1) * len(vocabulary)
    total = np.zeros((len(codes), int(lengths.max()) + 1))
    for mention in range(1, int(mentions.max(where=codes > 0, initial=0)) + 1):
        weight = np.where(their_mentions == mention, scale, 0.0)
        table = np.bincount(rows.ravel(), weight.ravel(), minlength=size).reshape(-1, len(vocabulary)).T
        total += np.einsum("nwl,nw->nl", table[places], (mentions == mention).astype(float))
    return total / np.where(norms > 0, norms, np.inf)[:, None]


def _repeats(places: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """For each n-gram of each sentence, how often the sentence has it, and the how-manieth mention this is."""
    same = places[:, :, None] == places[:, None, :]
    so_far = same & np.tri(places.shape[1], dtype=bool)
    return np.count_nonzero(same, axis=2), np.count_nonzero(so_far, axis=2)
