"""Whether confidences mean what they say, and the calibration that makes them."""

from __future__ import annotations

import numpy as np
import pytest

from pipeline.evaluate.calibration import (
    Fact,
    calibrated,
    calibration_error,
    cross_validated,
    curve,
    fit,
    reliability,
)
from pipeline.worlds.calibration import Calibration


def facts(count: int, worth, seed: int = 0, kind: str = "add", place: int = 0) -> list[Fact]:
    """Facts of random confidence that are right as often as ``worth`` says."""
    rng = np.random.default_rng(seed)
    said = rng.uniform(0.3, 0.99, count)
    return [Fact(float(p), kind, place, bool(rng.random() < worth(p))) for p in said]


def test_the_error_is_the_mean_distance_of_confidence_and_share_right():
    said = [Fact(0.95, "add", 0, right) for right in (True, False)] + [Fact(0.35, "add", 0, False)] * 2
    assert calibration_error(said) == pytest.approx((2 * 0.45 + 2 * 0.35) / 4)
    assert [(one.low, one.count, one.right) for one in reliability(said)] == [(0.3, 2, 0.0), (0.9, 2, 0.5)]
    assert calibration_error([]) == 0


def test_a_confidence_of_one_is_in_the_last_bin():
    assert reliability([Fact(1.0, "add", 0, True)])[0].high == 1.0


def test_what_is_too_sure_is_made_to_mean_what_it_says():
    boastful = facts(1500, lambda p: p**3)
    fresh = facts(1500, lambda p: p**3, seed=1)
    assert calibration_error(fresh) > 0.2
    assert calibration_error(calibrated(fresh, fit(boastful))) < 0.05


def test_a_kind_and_what_comes_after_the_first_have_offsets_of_their_own():
    said = facts(400, lambda p: 0.9, kind="text") + facts(400, lambda p: 0.4, 1, "move", 1)
    calibration = fit(said)
    assert calibration(0.7, "text", 0) == pytest.approx(0.9, abs=0.06)
    assert calibration(0.7, "move", 1) == pytest.approx(0.4, abs=0.08)


def test_a_few_facts_change_little():
    assert fit([]) == Calibration()
    assert fit([Fact(0.9, "add", 0, True)])(0.9, "add", 0) == pytest.approx(0.9, abs=0.08)


def test_who_is_surer_never_counts_for_less():
    contrary = facts(500, lambda p: 1 - p)
    assert fit(contrary).slope == 0


def test_no_pair_is_judged_by_a_calibration_that_has_seen_it():
    pairs = [[Fact(0.9, "add", 0, number % 5 == 0)] * 10 for number in range(50)]
    # a fifth of the pairs, all of one fold, is right: whoever had seen them would know
    found = cross_validated(pairs)
    assert len(found) == 500
    assert max(one.confidence for one in found if one.right) < 0.1


def test_the_curve_trades_misses_for_alarms():
    points = curve([0.9, 0.8, 0.0], [0.85, 0.0])
    assert [(one.misses, one.alarms) for one in points] == [
        (pytest.approx(1 / 3, abs=1e-3), 0.5),
        (pytest.approx(2 / 3, abs=1e-3), 0.5),
        (pytest.approx(2 / 3, abs=1e-3), 0.0),
        (1.0, 0.0),
    ]
    assert [one.threshold for one in points] == sorted(one.threshold for one in points)
