import numpy as np
import pytest

from benchmarks.disturb import taken_again
from benchmarks.photo_truth import PhotoPair, judge_photo
from benchmarks.plain_differences import best_threshold, differing_pixels, dissimilarity
from pipeline.types import Analysis, Change, ObjectGraph

pytest.importorskip("cv2")

EMPTY = ObjectGraph.of([], 100, 100)
RECORD = {"label": "people", "box_before": None, "box_after": [10, 10, 30, 50]}
ADDED = PhotoPair("one", "surveillance", None, None, frozenset(["add"]), (RECORD,), ())
SAME = PhotoPair("two", "edited", None, None, frozenset(), (), ())


def verdict(pair, *changes):
    return judge_photo(pair, Analysis(EMPTY, EMPTY, changes), 0.1)


def change(kind, label, *box):
    return Change(kind, label, {}, 0.9, box_after=np.array(box, float))


def test_the_first_change_is_judged():
    right = change("add", "person", 10, 10, 30, 50)
    wrong = change("drop", "car", 60, 60, 90, 90)
    found = verdict(ADDED, right, wrong)
    assert (found.kind, found.label, found.box, found.cause) == (True, True, 1.0, "")
    found = verdict(ADDED, wrong, right)
    assert (found.kind, found.label, found.box) == (False, False, 0.0)
    assert found.cause


def test_saying_nothing_is_right_only_where_nothing_changed():
    assert verdict(SAME).kind
    assert not verdict(SAME, change("add", "person", 0, 0, 9, 9)).kind
    assert not verdict(ADDED).kind


def test_the_plain_measures_grow_with_the_difference():
    picture = np.random.default_rng(0).integers(0, 256, (64, 96, 3)).astype(np.uint8)
    other = picture.copy()
    other[10:40, 20:60] = 255 - other[10:40, 20:60]
    for measure in (dissimilarity, differing_pixels):
        assert measure(picture, picture) == pytest.approx(0, abs=1e-6)
        assert measure(picture, other) > 0.02


def test_the_best_threshold_separates_what_can_be_separated():
    assert best_threshold([0.5, 0.6, 0.7], [0.1, 0.2]) == (0.0, 1.0)
    assert best_threshold([0.1, 0.9], [0.1, 0.1, 0.1, 0.1]) == (0.0, 0.5)


def test_a_photograph_taken_again_is_much_the_same_and_always_alike():
    picture = np.kron(np.random.default_rng(0).integers(0, 256, (12, 16, 3)), np.ones((10, 10, 1))).astype(np.uint8)
    again = taken_again(picture, 5)
    assert again.shape == picture.shape
    assert np.array_equal(again, taken_again(picture, 5))
    assert 1 < np.abs(again.astype(int) - picture).mean() < 60
