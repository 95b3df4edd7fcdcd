"""Assignments of few things, without an import."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.optimize import linear_sum_assignment

from pipeline.matching import assign as module
from pipeline.matching.assign import assign
from pipeline.matching.shortest_paths import cheapest

COSTS = {
    "all different": lambda draw, shape: draw.normal(size=shape),
    "many alike": lambda draw, shape: draw.integers(-3, 2, shape).astype(float),
    "mostly not worth a pair": lambda draw, shape: np.minimum(draw.normal(size=shape), 0),
}


@pytest.mark.parametrize("name", COSTS)
def test_it_pairs_as_the_known_solver_does_ties_included(name):
    draw = np.random.default_rng(7)
    for _ in range(200):
        cost = COSTS[name](draw, draw.integers(0, 12, 2))
        rows, columns = linear_sum_assignment(cost)
        assert cheapest(cost) == list(zip(rows.tolist(), columns.tolist(), strict=True))


def test_few_and_many_are_assigned_alike(monkeypatch):
    cost = np.random.default_rng(8).normal(size=(20, 30))
    few = assign(cost, 0.3)
    monkeypatch.setattr(module, "FEW", 10)
    assert assign(cost, 0.3) == few
