"""What the figures of a classifier's names count."""

from pathlib import Path

import numpy as np

from benchmarks.crop_names import WithoutNames, lineage, namings, rows_of
from benchmarks.photo_truth import PhotoPair
from pipeline.core.protocols import Detector
from pipeline.core.types import Change, SceneObject

BOX, ELSEWHERE = np.array([10, 10, 40, 60], float), np.array([200, 10, 240, 60], float)


class Sees(Detector):
    def detect(self, image):
        return [SceneObject(BOX, label, 0.9) for label in ("dog", "person")]


def pair(label):
    true = {"label": label, "change": "add", "box_before": None, "box_after": BOX.tolist()}
    return PhotoPair("p", "composed", Path("a"), Path("b"), frozenset({"add"}), (true,), ())


def said(label, true, box=BOX):
    return namings(pair(true), [Change("add", label, {}, 0.9, box_after=box)])


def test_all_names_but_that_of_people_are_taken_away():
    assert [one.label for one in WithoutNames(Sees()).detect(np.zeros((8, 8, 3), np.uint8))] == ["object", "person"]


def test_a_wider_name_is_right_and_a_narrower_or_another_is_wrong():
    assert lineage("dog") == {"dog", "animal"} and lineage("kite") == {"kite"}
    right = [said(name, "dog")[0].right for name in ("dog", "animal", "cat", "vehicle")]
    assert right == [True, True, False, False]


def test_only_names_of_true_things_count_and_people_are_left_out():
    assert said("dog", "dog", ELSEWHERE) == []
    found = [*said("animal", "dog"), *said("cat", "dog"), *said("object", "car"), *said("person", "person")]
    named, right = rows_of(found)
    assert (named.count, right.count, right.value) == (3, 2, 0.5)
    assert abs(named.value - 2 / 3) < 1e-9
