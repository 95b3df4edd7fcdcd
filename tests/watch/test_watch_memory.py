import numpy as np
import pytest
from PIL import Image

from pipeline.core.protocols import Detector
from pipeline.flow.captioner import Captioner
from pipeline.watch.events import Events
from pipeline.watch.follow import follow
from pipeline.watch.memory import RememberingDetector


class Eye(Detector):
    """A detector that sees nothing and counts how often it is asked."""

    def __init__(self):
        self.asked = 0

    def detect(self, image):
        self.asked += 1
        return []


def picture(value):
    return np.full((48, 64, 3), value, np.uint8)


def test_a_picture_is_looked_at_once_while_it_is_one_of_the_last_two():
    eye = Eye()
    memory = RememberingDetector(eye)
    for value in (1, 2, 2, 3, 2, 4):  # 2 stays the reference
        memory.detect(picture(value))
    assert eye.asked == 4
    memory.detect(picture(1))
    assert eye.asked == 5


def test_a_closer_look_is_taken_by_the_detector_itself():
    class Closer(Eye):
        def look_again(self, image, places, known):
            return [*known, *places]

    assert RememberingDetector(Closer()).look_again(picture(1), ["place"], ["known"]) == ["known", "place"]
    assert RememberingDetector(Eye()).look_again(picture(1), ["place"], ["known"]) == ["known"]


@pytest.mark.parametrize("reference", [False, True])
def test_watching_looks_at_each_frame_once(tmp_path, reference):
    paths = [tmp_path / f"{value}.png" for value in (10, 60, 110, 160)]
    for path in paths:
        Image.fromarray(picture(int(path.stem))).save(path)
    eye = Eye()
    captioner = Captioner.from_pack("blocks").replace(detector=eye, registrar="none")
    list(follow(paths[1:] if reference else paths, captioner, Events(), paths[0] if reference else None))
    assert eye.asked == len(paths)
