"""Guesses at a motion from matched places."""

import numpy as np
import pytest

from pipeline.register.hypotheses import propose, support, turn

PLACES = np.array([[0.0, 8.0], [3.0, 9.0], [-2.0, 11.0]])
LIKE = np.where(np.eye(3, dtype=bool), 2.0, -9.0)


@pytest.mark.parametrize("angle", [-3.0, -0.3, 0.05, 0.4, 3.0])
def test_the_true_motion_is_among_the_guesses_and_explains_most(angle):
    shift = np.array([0.7, -1.2])
    moved = turn(PLACES, np.full(3, angle)) + shift
    angles, shifts = propose(PLACES, moved, LIKE, limit=24, least=-1.0)
    assert np.abs(angles).max() <= np.pi
    right = (np.abs(angles - angle) < 1e-6) & (np.abs(shifts - shift).max(-1) < 1e-6)
    assert right.sum() == 3, "each two of three matches"
    score = support(angles, shifts, PLACES, moved, LIKE, np.full((3, 3), 0.5), bonus=2.0)
    assert score.max() == pytest.approx(score[right].max()) == pytest.approx(3 * 4.0)


def test_no_guess_takes_one_object_for_two():
    alike = np.zeros((2, 2))  # twins: each may be either
    angles, _ = propose(PLACES[:2], PLACES[:2] + 1.0, alike, limit=24, least=-1.0)
    fans = 4 * 9
    assert len(angles) == fans + 2
    one_place = propose(PLACES[:2], PLACES[:1], np.zeros((2, 1)), limit=24, least=-1.0)[0]
    assert len(one_place) == 2 * 9
    far_apart = np.array([[0.0, 8.0], [0.0, 8.0]])
    assert len(propose(PLACES[:2], far_apart, alike, limit=24, least=-1.0)[0]) == fans


def test_pairs_that_disagree_and_those_beyond_the_limit_are_not_tried():
    assert len(propose(PLACES, PLACES, LIKE, limit=24, least=3.0)[0]) == 0
    assert len(propose(PLACES, PLACES, LIKE, limit=1, least=-1.0)[0]) == 9
