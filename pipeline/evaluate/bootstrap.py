"""Confidence intervals by the percentile bootstrap (Efron 1979): pairs are drawn again with replacement."""

from __future__ import annotations

import numpy as np

from pipeline.evaluate.measure import Figure, Measure

LEVEL = 0.95
_AT_ONCE = 100


def figure_of(measure: Measure, resamples: int, seed: int = 0) -> Figure | None:
    """The measure's value and interval; None where it has no value."""
    if measure.value is None:
        return None
    return Figure(measure.value, interval(measure, resamples, seed), len(measure.rows))


def interval(measure: Measure, resamples: int, seed: int = 0) -> tuple[float, float] | None:
    """Where the measure lies in 95% of resamples; None where it has no value or all resamples are alike.

    What a measure takes from the whole set is held as it is: CIDEr-D's document frequencies are not drawn again.
    """
    count = len(measure.rows)
    if measure.value is None or count < 2 or not resamples:
        return None
    rng = np.random.default_rng(seed)
    values = []
    for start in range(0, resamples, _AT_ONCE):
        drawn = rng.multinomial(count, np.full(count, 1 / count), size=min(_AT_ONCE, resamples - start))
        values.append(measure.combine(drawn @ measure.rows))
    low, high = np.nanquantile(np.concatenate(values), ((1 - LEVEL) / 2, (1 + LEVEL) / 2))
    return (float(low), float(high)) if low < high else None
