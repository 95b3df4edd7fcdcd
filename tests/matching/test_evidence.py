"""How far readings are believed."""

from dataclasses import replace

import numpy as np
import pytest

from pipeline.core.types import SceneObject
from pipeline.matching.evidence import Trust, agreement

SURE = Trust(slip=0.0, slip_hidden=0.0, label_slip=0.0, coupling=1.0)


def item(red: float, visibility: float = 1.0) -> SceneObject:
    scores = {"color": {"red": red, "blue": 1 - red}}
    return SceneObject(np.zeros(4), "cube", 0.9, {"shape": "cube", "color": "red"}, scores, visibility=visibility)


def same(first: SceneObject, second: SceneObject, trust: Trust) -> float:
    return float(agreement([first], [second], trust).same["color"][0, 0])


def test_evidence_is_the_chance_of_one_value_over_that_of_unrelated_objects():
    found = agreement([item(0.9)], [item(0.8)], SURE)
    together = 0.9 * 0.8 + 0.1 * 0.2
    assert found.same["color"][0, 0] == pytest.approx(np.log(2 * together))
    assert found.differ["color"][0, 0] == pytest.approx(np.log(2 * (1 - together)))
    assert found.kinds["color"] == 2


def test_coupling_sharpens_probabilities_by_that_power():
    red, blue = (np.array([p, 1 - p]) ** 2 / (p**2 + (1 - p) ** 2) for p in (0.8, 0.3))
    assert same(item(0.8), item(0.3), replace(SURE, coupling=2.0)) == pytest.approx(np.log(2 * red @ blue))


def test_a_slip_is_as_likely_whatever_the_reading_says():
    assert same(item(1.0), item(0.0), replace(SURE, slip=0.1)) == pytest.approx(np.log(2 * 2 * 0.95 * 0.05))


def test_hiding_counts_where_all_is_hidden_but_for_a_trace():
    trust = replace(SURE, slip_hidden=0.1)
    half, trace = (same(item(1.0), item(0.0, visibility), trust) for visibility in (0.5, 0.02))
    assert half == pytest.approx(np.log(2 * 0.1 * 0.5**8 / 2))
    assert trace == pytest.approx(np.log(2 * 0.1 * 0.98**8 / 2))


def test_a_bare_label_slips_by_its_own_chance():
    dog, cat = (SceneObject(np.zeros(4), name, 0.9) for name in ("dog", "cat"))
    found = agreement([dog], [cat], replace(SURE, slip=0.3, label_slip=0.02)).same["label"][0, 0]
    assert found == pytest.approx(np.log(2 * 2 * 0.99 * 0.01))
