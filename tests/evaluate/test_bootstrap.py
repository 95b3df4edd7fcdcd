"""Intervals: where they must lie, and that they cover what they promise."""

from __future__ import annotations

import numpy as np
import pytest

from pipeline.evaluate.bootstrap import interval
from pipeline.evaluate.measure import mean, ratio


def test_the_interval_of_a_mean_is_near_the_one_of_theory():
    values = np.random.default_rng(0).random(400)
    low, high = interval(mean("x", values), 2000)
    error = 1.96 * 100 * values.std() / np.sqrt(400)
    assert (low, high) == pytest.approx((100 * values.mean() - error, 100 * values.mean() + error), abs=0.15 * error)


def test_about_95_of_100_intervals_hold_the_truth():
    rng = np.random.default_rng(1)
    held = 0
    for trial in range(200):
        low, high = interval(mean("x", rng.random(60) < 0.4), 300, seed=trial)
        held += low <= 40 <= high
    assert 0.90 <= held / 200 <= 0.99


def test_a_ratio_is_of_sums_and_pairs_are_drawn_whole():
    measure = ratio("x", [1, 0], [1, 9])
    assert measure.value == pytest.approx(10)
    assert interval(measure, 200) == (0, 100)  # either pair twice


@pytest.mark.parametrize(
    ("measure", "resamples"),
    [
        (mean("x", [1.0]), 100),  # one pair
        (mean("x", [1.0, 1.0]), 100),  # all alike: resampling says nothing
        (mean("x", [0.0, 1.0]), 0),  # none asked for
        (ratio("x", [0, 0], [0, 0]), 100),  # no value
    ],
)
def test_where_there_is_no_interval_there_is_none(measure, resamples):
    assert interval(measure, resamples) is None


def test_the_same_seed_gives_the_same_interval():
    measure = mean("x", np.arange(10) / 10)
    assert interval(measure, 150, seed=3) == interval(measure, 150, seed=3) != interval(measure, 150, seed=4)
