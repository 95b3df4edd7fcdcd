"""n-gram counts, and the adjusted counts that Kneser-Ney smoothing puts in their place for the lower orders."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise

from pipeline.core.ngram.model import BOS, EOS, Gram


def count(sentences: Iterable[Sequence[str]], order: int) -> list[Counter[Gram]]:
    """Raw counts of every n-gram of order 1 to ``order``; each sentence is put between one ``<s>`` and one ``</s>``."""
    tables: list[Counter[Gram]] = [Counter() for _ in range(order)]
    for sentence in sentences:
        words = (BOS, *sentence, EOS)
        for length, table in enumerate(tables, start=1):
            table.update(words[i : i + length] for i in range(len(words) - length + 1))
    return tables


def adjust(raw: list[Counter[Gram]]) -> list[Counter[Gram]]:
    """Adjusted counts: below the highest order, the number of different words seen to the left of an n-gram.

    n-grams that begin with ``<s>`` have nothing to their left and keep their raw count; ``<s>`` itself is never
    predicted and has none.
    """
    tables: list[Counter[Gram]] = []
    for lower, higher in pairwise(raw):
        table = Counter(gram[1:] for gram in higher)
        table.update({gram: times for gram, times in lower.items() if gram[0] == BOS})
        tables.append(table)
    tables.append(Counter(raw[-1]))
    tables[0].pop((BOS,), None)
    return tables
