"""Lamps that are drawn light up what is around them; white things in their place do not."""

import numpy as np
import pytest

from benchmarks.lamps import lamp_pair

PICTURE = np.random.default_rng(0).integers(60, 200, (120, 160, 3)).astype(np.uint8)


def outside(pair, reach=8):
    """How much brighter the picture after is beside the lamp, in levels."""
    x0, y0, x1, y1 = (int(value) for value in pair.box)
    gap = (pair.after.astype(float) - pair.before).mean(-1)
    around = gap[max(0, y0 - 2 * reach) : y1 + 2 * reach, max(0, x0 - 2 * reach) : x1 + 2 * reach].copy()
    inside = gap[max(0, y0 - reach) : y1 + reach, max(0, x0 - reach) : x1 + reach]
    return (around.sum() - inside.sum()) / max(around.size - inside.size, 1)


@pytest.mark.parametrize("seed", range(6))
def test_a_lamp_shines_on_what_is_around_it(seed):
    assert outside(lamp_pair(PICTURE, seed, on=True)) > 5
    assert outside(lamp_pair(PICTURE, seed, on=False)) < -5


@pytest.mark.parametrize("seed", range(6))
def test_a_white_thing_shines_on_nothing(seed):
    assert abs(outside(lamp_pair(PICTURE, seed, on=True, shines=False))) < 3


def test_equal_seeds_give_equal_pairs():
    first, second = (lamp_pair(PICTURE, 5, on=True) for _ in range(2))
    assert (first.before == second.before).all() and (first.after == second.after).all()
