import numpy as np
import pytest

from benchmarks.disturb import taken_again
from benchmarks.photo_figures import alarm_rows, sentence_rows
from benchmarks.photo_truth import PhotoPair, judge_photo
from benchmarks.photo_variants import mirrored, retaken, swapped
from benchmarks.plain_differences import best_threshold, differing_pixels, dissimilarity, equal_threshold
from pipeline.core.types import Analysis, Change, Description, ObjectGraph

pytest.importorskip("cv2")

EMPTY = ObjectGraph.of([], 100, 100)
RECORD = {
    "label": "people",
    "change": "add",
    "box_before": None,
    "box_after": [10, 10, 30, 50],
    "color_after": "white shirt",
}
TOLD = ("two people have appeared on the road", "there are now two people on the road")
ADDED = PhotoPair("one", "surveillance", None, None, frozenset(["add"]), (RECORD,), TOLD)
SAME = PhotoPair("two", "edited", None, None, frozenset(), (), ("nothing has changed",))


def verdict(pair, *changes, caption=""):
    return judge_photo(pair, Description(caption, Analysis(EMPTY, EMPTY, changes), (), (), {}, "photo"), 0.1)


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


def test_a_fact_is_right_if_kind_name_and_new_colour_are():
    bus = {**RECORD, "label": "bus", "change": "color", "color_after": "blue"}
    pair = PhotoPair("one", "edited", None, None, frozenset(["color"]), (bus,), TOLD)
    assert verdict(pair, Change("color", "bus", {}, 0.9, old="red", new="blue")).fact
    assert not verdict(pair, Change("color", "bus", {}, 0.9, old="red", new="green")).fact
    assert not verdict(pair, Change("color", "car", {}, 0.9, old="red", new="blue")).fact
    assert not verdict(ADDED).fact
    assert verdict(SAME).fact


def test_sentences_are_measured_against_the_written_ones():
    pytest.importorskip("pycocoevalcap")
    right = verdict(ADDED, change("add", "person", 10, 10, 30, 50), caption="Two people have appeared on the road.")
    poor = verdict(ADDED, change("drop", "car", 10, 10, 30, 50), caption="The car is gone.")
    still = verdict(SAME, caption="Nothing has changed.")
    good = {(row.data, row.measure): row.value for row in sentence_rows([right, still])}
    bad = {(row.data, row.measure): row.value for row in sentence_rows([poor, still])}
    assert good["photo_pairs", "CIDEr-D"] > bad["photo_pairs", "CIDEr-D"]
    assert good["photo_pairs", "fact of the sentence right"] == 1.0
    assert bad["photo_pairs", "fact of the sentence right"] == 0.5
    # of one pair it would be 0 by construction
    assert ("surveillance, changed", "CIDEr-D") not in good


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


def test_a_plain_measure_is_given_the_threshold_that_finds_as_many():
    changed, same = [0.1, 0.5, 0.6, 0.7], [0.05, 0.2, 0.55, 0.65]
    assert equal_threshold(changed, same, 1.0) == (0.75, 1.0)
    assert equal_threshold(changed, same, 0.75) == (0.5, 0.75)
    assert equal_threshold(changed, same, 0.6) == (0.5, 0.75)
    assert equal_threshold(changed, same, 0.0) == (0.0, 0.0)
    rows = {row.measure: row for row in alarm_rows(1, 4, 0.75, {"plain": changed}, {"plain": same})}
    assert rows["false alarms"].floor == 0.03
    assert not rows["false alarms"].met


def test_a_photograph_taken_again_is_much_the_same_and_always_alike():
    picture = np.kron(np.random.default_rng(0).integers(0, 256, (12, 16, 3)), np.ones((10, 10, 1))).astype(np.uint8)
    again = taken_again(picture, 5)
    assert again.shape == picture.shape
    assert np.array_equal(again, taken_again(picture, 5))
    assert 1 < np.abs(again.astype(int) - picture).mean() < 60


def test_a_pair_asked_in_another_way_has_its_truth_changed():
    before, after = np.zeros((60, 100, 3), np.uint8), np.full((60, 100, 3), 200, np.uint8)
    record = {**RECORD, "color_before": None}
    pair = PhotoPair("one", "edited", None, None, frozenset(["add"]), (record,), TOLD)
    other, first, second = swapped(pair, before, after)
    assert (other.kinds, first[0, 0, 0], second[0, 0, 0]) == (frozenset(["drop"]), 200, 0)
    (thing,) = other.objects
    assert (thing["change"], thing["box_before"], thing["box_after"]) == ("drop", [10, 10, 30, 50], None)
    assert thing["color_before"] == "white shirt"
    (thing,) = mirrored(pair, before, after)[0].objects
    assert (thing["box_before"], thing["box_after"]) == (None, [70, 10, 90, 50])
    assert np.array_equal(retaken(pair, before, after)[1], before)
