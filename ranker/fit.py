"""Fits the learned ranker's weights to rewards (pairwise logistic regression, with scikit-learn)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

PAIRS = 400
"""Pairs of candidates drawn from each list."""

LEAST_GAP = 0.02
"""Candidates whose rewards differ by less are not compared."""

LEAST_SCALE = 1.0
"""A feature that hardly varies is not blown up."""


@dataclass(frozen=True, eq=False)
class Ranked:
    """The candidates of one pair: features ``(n, len(NAMES))`` and rewards ``(n,)``, higher where better.

    A false sentence has a negative reward.
    """

    features: np.ndarray
    rewards: np.ndarray


def fit(lists: Iterable[Ranked], strength: float = 0.01, seed: int = 0) -> np.ndarray:
    """Weights, shape ``(len(NAMES),)``, under which the better one of two candidates mostly scores higher.

    Half of the comparisons are between the list's best and the others, as only the first place counts in the end.  A
    comparison weighs as much as its rewards differ (Joachims 2002; Burges et al. 2005).

    Parameters
    ----------
    strength
        Inverse of the regularisation.
    """
    from sklearn.linear_model import LogisticRegression
    from sklearn.preprocessing import StandardScaler

    rng = np.random.default_rng(seed)
    differences, gaps = [], []
    for ranked in lists:
        first, second = _comparisons(ranked.rewards, rng)
        differences.append(ranked.features[first] - ranked.features[second])
        gaps.append(ranked.rewards[first] - ranked.rewards[second])
    table, gap = np.concatenate(differences), np.concatenate(gaps)
    scale = np.maximum(StandardScaler(with_mean=False).fit(table).scale_, LEAST_SCALE)
    sides = np.where(rng.random(len(gap)) < 0.5, 1.0, -1.0)
    model = LogisticRegression(C=strength, fit_intercept=False, max_iter=1000)
    model.fit(table / scale * sides[:, None], sides > 0, sample_weight=gap)
    return model.coef_[0] / scale


def regret(lists: Iterable[Ranked], weights: np.ndarray) -> tuple[float, float]:
    """Mean reward of the candidates that the weights put first, and of the best ones."""
    chosen, best = [], []
    for ranked in lists:
        chosen.append(ranked.rewards[int(np.argmax(ranked.features @ weights))])
        best.append(ranked.rewards.max())
    return float(np.mean(chosen)), float(np.mean(best))


def _comparisons(rewards: np.ndarray, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Places of the better and of the worse candidate."""
    count = len(rewards)
    best = np.argsort(-rewards)[: max(1, count // 20)]
    first = np.concatenate([rng.choice(best, PAIRS // 2), rng.integers(count, size=PAIRS // 2)])
    second = rng.integers(count, size=len(first))
    better = rewards[first] >= rewards[second]
    first, second = np.where(better, first, second), np.where(better, second, first)
    apart = rewards[first] - rewards[second] > LEAST_GAP
    return first[apart], second[apart]
