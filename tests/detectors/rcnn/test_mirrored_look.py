"""The mean of a look at a picture and one at its mirror image."""

from dataclasses import dataclass, field

import numpy as np
import pytest

from detectors.rcnn.detector import RCNNDetector
from detectors.rcnn.mirrored_look import both_looks, mirrored
from detectors.rcnn.seen import MARGIN, Seen, window_around
from pipeline.core.types import SceneObject

PICTURE = np.zeros((320, 480, 3), np.uint8)


def seen(metal: float, x: float = 100.0, score: float = 0.9, **other) -> SceneObject:
    scores = {"material": {"metal": metal, "rubber": 1 - metal}, "shape": {"cube": 0.999, "sphere": 0.001}}
    attributes = {"material": "metal" if metal > 0.5 else "rubber", "shape": "cube"}
    box = np.array([x, 100.0, x + 40, 140.0])
    known = {"center": (x + 20, 120.0), "scale": 50.0, "visibility": 0.8} | other
    return SceneObject(box, "cube", score, attributes, scores, **known)


@dataclass(frozen=True, eq=False)
class Waverer(RCNNDetector):
    """Says of one object what it is told to, one look after the other; its features are the input itself."""

    looks: list[list[SceneObject]] = field(default_factory=list)
    shown: list[Seen] = field(default_factory=list)

    def look(self, fitted):
        boxes, scores = np.zeros((1, 4), np.float32), np.ones(1)
        return [fitted.tensor[:, :1, ::4, ::4], fitted.tensor[:, 1:, ::8, ::8], np.ones((1, 2)), boxes, scores]

    def judge(self, features, boxes):
        raise NotImplementedError

    def read(self, seen):
        self.shown.append(seen)
        return self.looks.pop(0)


def waverer(*looks: list[SceneObject], unsure: float = 0.99) -> Waverer:
    return Waverer(list(looks), unsure=unsure, closer=0.0)


def test_no_doubt_no_second_look():
    detector = waverer([seen(0.999)])
    (found,) = detector.detect(PICTURE)
    assert found.attribute_scores["material"]["metal"] == 0.999


def test_a_surer_second_look_decides():
    detector = waverer([seen(0.6)], mirrored([seen(0.01)], 480))
    (found,) = detector.detect(PICTURE)
    assert found.attributes == {"material": "rubber", "shape": "cube"}
    odds = np.sqrt(0.4 / 0.6 * 0.99 / 0.01)
    assert found.attribute_scores["material"]["rubber"] == pytest.approx(odds / (1 + odds))
    assert found.box == pytest.approx([100, 100, 140, 140])


def test_the_second_look_is_at_the_mirror_image_around_what_is_in_doubt():
    picture = np.zeros((320, 480, 3), np.uint8)
    picture[100:140, 100:140] = 255
    picture[:, 400:] = 255
    detector = waverer([seen(0.999, x=400.0), seen(0.6)], mirrored([seen(0.6)], 480))
    assert len(detector.detect(picture)) == 2
    again = detector.shown[1]
    assert again.boxes == pytest.approx(np.array([[340, 100, 380, 140]]) * 1.2), "the mirrored box, in input pixels"
    fine, pyramid, whole = again.features
    assert fine.shape[2:] == (96, 144) and pyramid.shape[2:] == (48, 72)
    assert fine[0, 0, 31:41, 103:113].min() == pyramid[0, 1, 16:20, 52:56].min() == 1, "there it is as it is"
    assert not fine[..., : 80 // 4].any(), "and what is far from it is not looked at"
    assert whole is detector.shown[0].features[2]


@pytest.mark.parametrize("box", [[0, 0, 9, 9], [560, 370, 576, 384], [200, 100, 420, 300], [0, 0, 576, 384]])
def test_a_window_holds_its_box_and_what_is_around_it(box):
    x0, y0, x1, y1 = window_around(np.array([box], np.float32), 576, 384)
    assert 0 <= x0 <= max(box[0] - MARGIN, 0) and min(box[2] + MARGIN, 576) <= x1 <= 576
    assert 0 <= y0 <= max(box[1] - MARGIN, 0) and min(box[3] + MARGIN, 384) <= y1 <= 384
    assert {side % 32 for side in (x0, y0, x1, y1)} == {0}
    assert min(x1 - x0, y1 - y0) >= 128


def test_an_input_smaller_than_a_window_is_looked_at_whole():
    assert window_around(np.array([[10, 10, 20, 20]], np.float32), 96, 64) == (0, 0, 96, 64)


def test_a_faint_object_is_not_worth_a_second_look():
    detector = waverer([seen(0.6, score=0.4)])
    assert len(detector.detect(PICTURE)) == 1


def test_places_and_scores_are_means_of_both_looks():
    (found,) = both_looks([seen(0.6)], [seen(0.6, x=104.0, score=0.7, scale=98.0, visibility=0.4)])
    assert found.box == pytest.approx([102, 100, 142, 140])
    assert found.center == pytest.approx((122, 120))
    assert (found.score, found.scale, found.visibility) == pytest.approx((0.8, 70.0, 0.6))


def test_what_one_look_misses_stays_and_what_only_the_other_finds_does_not_join():
    first, other = [seen(0.6), seen(0.6, x=300.0, score=0.5)], [seen(0.6), seen(0.6, x=200.0)]
    assert [item.box[0] for item in both_looks(first, other)] == [100, 300]
    assert both_looks(first, []) == first
    assert both_looks([], other) == []


def test_the_mean_is_in_order_of_falling_score():
    first = [seen(0.6), seen(0.6, x=300.0, score=0.8)]
    other = [seen(0.6, score=0.3), seen(0.6, x=300.0, score=0.8)]
    assert [item.box[0] for item in both_looks(first, other)] == [300, 100]


def test_mirroring_twice_changes_nothing():
    (item,) = mirrored(mirrored([seen(0.6)], 480), 480)
    assert item.box == pytest.approx([100, 100, 140, 140])
    assert item.center == pytest.approx((120, 120))
