"""A measure over pairs as sums over them, so that any resample of the pairs can be scored from the same rows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

Combine = Callable[[np.ndarray], np.ndarray]


@dataclass(frozen=True, eq=False)
class Measure:
    """One measure of a set of pairs.

    Parameters
    ----------
    name
        As it is printed.
    value
        In percent, as papers print it; None where it has no meaning.
    rows
        What each pair contributes, shape ``(pairs, terms)``.
    combine
        From sums of rows, shape ``(resamples, terms)``, to values in percent, shape ``(resamples,)``.
    """

    name: str
    value: float | None
    rows: np.ndarray
    combine: Combine


@dataclass(frozen=True)
class Figure:
    """A value in percent with its 95% interval (None where it has none), over ``count`` pairs."""

    value: float
    interval: tuple[float, float] | None
    count: int


def mean(name: str, values: Sequence[float] | np.ndarray) -> Measure:
    """The mean of one value in [0, 1] a pair."""
    return ratio(name, values, np.ones(len(values)))


def ratio(name: str, parts: Sequence[float] | np.ndarray, wholes: Sequence[float] | np.ndarray) -> Measure:
    """The sum of ``parts`` over the sum of ``wholes``; None where the latter is 0."""
    rows = np.stack([np.asarray(parts, float), np.asarray(wholes, float)], axis=1)
    total = rows.sum(axis=0, keepdims=True)
    return Measure(name, float(_share(total)[0]) if total[0, 1] else None, rows, _share)


def _share(sums: np.ndarray) -> np.ndarray:
    with np.errstate(invalid="ignore", divide="ignore"):
        return 100 * sums[:, 0] / sums[:, 1]
