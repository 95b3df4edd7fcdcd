"""Interpolated modified Kneser-Ney smoothing (Chen & Goodman 1998, section 3; Heafield et al. 2013 for the details)."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence

from language.ngram.counts import adjust, count
from pipeline.core.ngram.model import BOS, UNK, Gram, NgramModel

NEVER = -99.0
"""What ARPA files write for the logarithm of zero."""

FALLBACK = (0.5, 1.0, 1.5)
"""Discounts where the counts of counts are too few to estimate them, as in small corpora."""


def estimate(sentences: Iterable[Sequence[str]], order: int = 3, prune: Sequence[int] = ()) -> NgramModel:
    """Estimate a model.

    Parameters
    ----------
    sentences
        Tokenised sentences without boundary marks.
    order
        Longest n-gram, at least 1; a model has no longer ones than the longest sentence with its two boundaries.
    prune
        ``prune[n - 1]`` is the raw count up to which n-grams of order ``n`` are left out; their mass goes to the
        back-off, so that every context still sums to one.  Must begin with 0 and not decrease; the last value
        holds for the orders beyond it.

    Raises
    ------
    ValueError
        If there are no sentences, or ``order`` or ``prune`` is out of range.
    """
    thresholds = _thresholds(order, prune)
    raw = count(sentences, order)
    if not raw[0]:
        raise ValueError("a language model needs at least one sentence")
    raw = [table for table in raw if table]
    adjusted = adjust(raw)
    tables: list[dict[Gram, tuple[float, float]]] = [{} for _ in raw]
    tables[0][(BOS,)] = (NEVER, 0.0)
    backoffs: list[dict[Gram, float]] = []
    below: dict[Gram, float] = {}
    for place, table in enumerate(adjusted):
        dropped = {gram for gram in table if raw[place][gram] <= thresholds[place]} if thresholds[place] else set()
        probabilities, backoff = _interpolate(table, discounts(table), dropped, below)
        backoffs.append(backoff)
        tables[place] |= {gram: (math.log10(p), 0.0) for gram, p in probabilities.items()}
        below = probabilities
    for shorter, backoff in zip(tables, backoffs[1:], strict=False):
        for context, weight in backoff.items():
            shorter[context] = (shorter[context][0], math.log10(weight))
    while len(tables) > 1 and not tables[-1]:  # all pruned: KenLM reads no table without n-grams
        tables.pop()
    return NgramModel(tables)


def discounts(table: Counter[Gram]) -> tuple[float, float, float]:
    """Discounts for counts of one, two, and three or more, from the counts of counts (equation 26)."""
    of = Counter(min(times, 5) for times in table.values())
    if not (of[1] and of[2] and of[3]):
        return FALLBACK
    y = of[1] / (of[1] + 2 * of[2])
    found = tuple(k - (k + 1) * y * of[k + 1] / of[k] for k in (1, 2, 3))
    if any(not 0 <= d <= k for k, d in enumerate(found, start=1)):
        return FALLBACK
    return found[0], found[1], found[2]


def _interpolate(
    table: Counter[Gram], discount: tuple[float, float, float], dropped: set[Gram], below: dict[Gram, float]
) -> tuple[dict[Gram, float], dict[Gram, float]]:
    """Probabilities of the n-grams that stay, and the weight that every context gives to the order below."""
    totals: Counter[Gram] = Counter()
    freed: dict[Gram, float] = {}
    for gram, times in table.items():
        context = gram[:-1]
        totals[context] += times
        taken = times if gram in dropped else discount[min(times, 3) - 1]
        freed[context] = freed.get(context, 0.0) + taken
    weights = {context: freed[context] / total for context, total in totals.items()}
    if () in weights:
        return _unigrams(table, discount, weights[()]), {}
    probabilities = {}
    for gram, times in table.items():
        if gram not in dropped:
            context = gram[:-1]
            seen = (times - discount[min(times, 3) - 1]) / totals[context]
            probabilities[gram] = seen + weights[context] * below[gram[1:]]
    kept = {gram[:-1] for gram in probabilities}
    return probabilities, {context: weight for context, weight in weights.items() if context in kept}


def _unigrams(table: Counter[Gram], discount: tuple[float, float, float], weight: float) -> dict[Gram, float]:
    """Words interpolated with the uniform distribution over all of them, ``<unk>`` included and ``<s>`` not."""
    total = table.total()
    uniform = weight / (len(table) + ((UNK,) not in table))
    found = {gram: (times - discount[min(times, 3) - 1]) / total + uniform for gram, times in table.items()}
    found.setdefault((UNK,), uniform)
    return found


def _thresholds(order: int, prune: Sequence[int]) -> list[int]:
    if order < 1:
        raise ValueError(f"the order of a language model is at least 1, not {order}")
    found = [*prune, *[prune[-1] if prune else 0] * order][:order]
    if found[0] != 0 or sorted(found) != found:
        raise ValueError(f"pruning thresholds must begin with 0 and not decrease: {list(prune)}")
    return found
