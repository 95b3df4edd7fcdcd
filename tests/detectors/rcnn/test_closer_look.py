"""The second look at pictures whose objects are small in them."""

from dataclasses import dataclass, field

import numpy as np
import pytest

from detectors.rcnn.detector import RCNNDetector
from detectors.rcnn.preprocess import fit
from detectors.rcnn.seen import Seen
from pipeline.core.types import SceneObject


@dataclass(frozen=True, eq=False)
class Recorder(RCNNDetector):
    """Finds one object in the middle of whatever it is shown, at a given scale in the whole picture."""

    scale: float = 48.0
    closer: float = field(default=38.0, kw_only=True)
    unsure: float = field(default=0.0, kw_only=True)
    shown: list[tuple[int, int]] = field(default_factory=list)

    def look(self, fitted):
        raise NotImplementedError

    def judge(self, features, boxes):
        raise NotImplementedError

    def see(self, image: np.ndarray) -> Seen:
        height, width = image.shape[:2]
        return Seen(fit(image), width, height, (), np.zeros((0, 4)))

    def read(self, seen: Seen) -> list[SceneObject]:
        width, height = seen.width, seen.height
        self.shown.append((width, height))
        box = np.array([width / 2 - 20, height / 2 - 15, width / 2 + 20, height / 2 + 15])
        return [SceneObject(box, "cube", 0.9, center=(width / 2, height / 2), scale=self.scale)]


@pytest.mark.parametrize(("scale", "looks"), [(48.0, 1), (20.0, 2)], ids=["near", "far"])
def test_far_objects_are_looked_at_again(scale, looks):
    detector = Recorder(scale)
    detector.detect(np.zeros((320, 480, 3), np.uint8))
    assert len(detector.shown) == looks


def test_scale_is_measured_in_the_networks_input():
    detector = Recorder(scale=48.0)
    detector.detect(np.zeros((960, 1440, 3), np.uint8))
    assert len(detector.shown) == 2, "48 pixels of a picture three times as wide are 16 of the network's input"


def test_what_the_second_look_finds_is_placed_in_the_whole_picture():
    detector = Recorder(scale=20.0)
    (found,) = detector.detect(np.zeros((320, 480, 3), np.uint8))
    width, height = detector.shown[1]
    assert width < 100 and height < 100
    assert found.box == pytest.approx([220, 145, 260, 175], abs=1.5)
    assert found.center == pytest.approx((240, 160), abs=1.5)
