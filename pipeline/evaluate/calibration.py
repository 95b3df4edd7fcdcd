"""Whether confidences mean what they say, the calibration that makes them, and the curve of misses and false alarms."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.optimize import minimize

from pipeline.worlds.calibration import Calibration, log_odds
from pipeline.worlds.operating import Point

BINS = 10
"""Bins of equal width, as in Guo et al., "On calibration of modern neural networks", 2017."""

LIKELY_OFFSET = 0.5
"""Standard deviation of the offsets of kinds that are thought likely: of 1, 0.5, 0.3 and 0.1 the one with the least
error on rendered pairs of blocks that were left out of the fit."""

LIKELY_SHIFT = 2.0
"""The same of the offset of all facts, and of that of those after the first."""

LIKELY_SLOPE = 1.0
"""Standard deviation of the slope around 1."""

LEAST_STEP = 0.02
"""By how much misses rise from one point of a curve to the next, unless alarms fall."""

LEAST_OF_KIND = 8
"""Facts of a kind from which it gets an offset of its own."""


@dataclass(frozen=True)
class Fact:
    """A fact that was stated: its confidence, its kind, its place among those of its pair, and whether it is right."""

    confidence: float
    kind: str
    place: int
    right: bool


@dataclass(frozen=True)
class Bin:
    """Of the facts whose confidence is from ``low`` to ``high``: how many, their mean confidence, the share right."""

    low: float
    high: float
    count: int
    confidence: float
    right: float


def reliability(facts: Sequence[Fact]) -> list[Bin]:
    """The reliability table; bins without a fact are left out."""
    confidence = np.array([fact.confidence for fact in facts], float)
    right = np.array([fact.right for fact in facts], float)
    number = np.minimum((confidence * BINS).astype(int), BINS - 1)
    return [
        Bin(n / BINS, (n + 1) / BINS, int(mine.sum()), float(confidence[mine].mean()), float(right[mine].mean()))
        for n in range(BINS)
        if (mine := number == n).any()
    ]


def calibration_error(facts: Sequence[Fact]) -> float:
    """The expected calibration error, ECE: mean distance of confidence and share right, weighed by facts; 0 of none."""
    return sum(one.count * abs(one.confidence - one.right) for one in reliability(facts)) / max(1, len(facts))


def calibrated(facts: Sequence[Fact], calibration: Calibration) -> list[Fact]:
    """The facts with what their confidences are worth."""
    return [
        Fact(calibration(fact.confidence, fact.kind, fact.place), fact.kind, fact.place, fact.right) for fact in facts
    ]


def fit(facts: Sequence[Fact]) -> Calibration:
    """The calibration under which it is likeliest that these facts are right and wrong as they are.

    Offsets of kinds are held near 0 and the slope near 1 unless many facts speak for more, and never below 0: who is
    surer is not wrong more often.
    """
    counts = Counter(fact.kind for fact in facts)
    kinds = sorted(kind for kind, count in counts.items() if count >= LEAST_OF_KIND)
    odds = np.array([log_odds(fact.confidence) for fact in facts])
    further = np.array([fact.place > 0 for fact in facts], float)
    of_kind = np.array([[fact.kind == kind for kind in kinds] for fact in facts], float).reshape(len(facts), len(kinds))
    right = np.array([fact.right for fact in facts], float)

    def unlikely(weights: np.ndarray) -> float:
        likely = weights[0] * odds + weights[1] + weights[2] * further + of_kind @ weights[3:]
        loss = np.logaddexp(0, likely) - right * likely
        held = (weights[0] - 1) ** 2 / LIKELY_SLOPE**2 + (weights[1:3] ** 2).sum() / LIKELY_SHIFT**2
        return float(loss.sum() + (held + (weights[3:] ** 2).sum() / LIKELY_OFFSET**2) / 2)

    bounds = [(0.0, None), *[(None, None)] * (2 + len(kinds))]
    found = minimize(unlikely, [1.0, 0.0, 0.0, *np.zeros(len(kinds))], method="L-BFGS-B", bounds=bounds).x
    slope, offset, after_first, *offsets = (round(float(value), 3) for value in found)
    return Calibration(slope, offset, after_first, dict(zip(kinds, offsets, strict=True)))


def cross_validated(pairs: Sequence[Sequence[Fact]], folds: int = 5) -> list[Fact]:
    """All facts of all pairs, each with the calibration that was fitted on the other folds alone."""
    found: list[Fact] = []
    for fold in range(folds):
        others = [fact for number, facts in enumerate(pairs) if number % folds != fold for fact in facts]
        mine = [fact for number, facts in enumerate(pairs) if number % folds == fold for fact in facts]
        found += calibrated(mine, fit(others))
    return found


def curve(changed: Sequence[float], unchanged: Sequence[float]) -> list[Point]:
    """Misses against false alarms, one point for each threshold at which either changes enough to tell.

    Each number is the confidence of the surest fact of a pair, 0 where none is stated.
    """
    told, alarmed = np.array(changed, float), np.array(unchanged, float)
    points: list[Point] = []
    for threshold in (0.0, *sorted({round(value + 1e-4, 4) for value in (*changed, *unchanged) if value > 0})):
        misses = float((told < max(threshold, 1e-9)).mean())
        alarms = float((alarmed >= max(threshold, 1e-9)).mean())
        last = points[-1] if points else None
        if last is None or alarms < last.alarms or misses >= last.misses + LEAST_STEP:
            points.append(Point(threshold, misses, alarms))
    return points
