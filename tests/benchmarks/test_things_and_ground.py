"""What tells a thing from the ground is fitted, and measured, on places of which the truth is known."""

import numpy as np
import pytest

pytest.importorskip("sklearn")

from benchmarks.things_and_ground import Place, fit, rows_of
from pipeline.diff.pixels.occupied import FEATURES, probability


def places(count: int) -> list[Place]:
    """Made-up places: a thing stands out in the first feature, and all others tell nothing."""
    rng = np.random.default_rng(3)
    made = []
    for kind, things in [("add", (0, 1)), ("drop", (1, 0)), ("replace", (1, 1))] * count:
        features = rng.normal(0, 1, (2, len(FEATURES)))
        features[:, 0] += 6 * np.array(things)
        made.append(Place(kind, features, np.array(things, bool)))
    return made


def test_the_weights_tell_what_they_were_fitted_on():
    found = places(30)
    weights = fit(found)
    assert weights.shape == (1 + len(FEATURES),)
    assert abs(weights[1]) > 3 * np.abs(weights[2:]).max()
    assert (
        (probability(np.concatenate([one.features for one in found]), weights) > 0.5)
        == np.concatenate([one.things for one in found])
    ).mean() > 0.97


def test_a_place_counts_as_replaced_where_both_pictures_show_a_thing():
    weights = np.array([-3.0, 1.0, *np.zeros(len(FEATURES) - 1)])
    replaced, other = rows_of("made up", places(40), weights, 0.5)
    assert (replaced.count, other.count) == (40, 80)
    assert replaced.value > 0.95 and other.value < 0.05
