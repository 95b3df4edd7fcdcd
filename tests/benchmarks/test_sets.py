"""The whole path from detections to figures, with a detector that reads the truth."""

import hashlib

import numpy as np
import pytest

from benchmarks import detector, facts, truth
from pipeline.core.images import load_picture
from pipeline.core.types import SceneObject
from pipeline.datasets.vocabulary import vocabulary
from pipeline.flow.captioner import Captioner

FOCAL = 525.0
SURE = 0.999


class Oracle:
    """Answers for the pictures of one folder, with a pixel of noise on the centres."""

    def __init__(self, folder):
        noise = np.random.default_rng(0)
        self.known = {
            digest(load_picture(picture.image)): [
                detection(one, noise) for one in picture.objects if one.box is not None
            ]
            for picture in truth.read_pictures(folder)
        }

    def detect(self, image):
        return self.known[digest(image)]


def detection(one, noise):
    scores = {
        name: {v: SURE if v == one.attributes[name] else (1 - SURE) / (len(values) - 1) for v in values}
        for name, values in vocabulary().items()
    }
    center = tuple(float(v) for v in np.array(one.center) + noise.normal(0, 1, 2))
    return SceneObject(
        one.box,
        one.attributes["shape"],
        0.99,
        one.attributes,
        scores,
        center=center,
        scale=FOCAL / one.depth,
        visibility=one.visibility,
    )


def digest(image):
    return hashlib.sha256(image.tobytes()).hexdigest()


@pytest.fixture(scope="module")
def folder(shared_folder):
    return shared_folder / "data" / "clevr_blender"


@pytest.fixture(scope="module")
def captioner(folder):
    return Captioner.from_pack("blocks").replace(detector=Oracle(folder))


@pytest.mark.shared
def test_sure_detections_reach_the_floors_of_the_outside_set(captioner, folder):
    rows = {row.measure: row for row in facts.clevr_blender(captioner, folder).rows}
    assert rows["exact"].met
    assert rows["boxes"].met
    assert rows["false alarms"].met


@pytest.mark.shared
def test_sure_detections_are_all_right_and_all_found(captioner, folder):
    seen, spurious = [], 0
    for picture in truth.read_pictures(folder)[:10]:
        graph = captioner.inspect(picture.image)
        seen += detector.match(picture.name, picture.objects, graph.objects, list(graph.faint))
        spurious += len(graph.objects) - sum(one.box is not None for one in picture.objects)
    rows = {row.measure: row.value for row in detector.figures("oracle", seen, spurious)}
    assert rows["recall"] == rows["precision"] == rows["all four right"] == 1.0
    assert rows["centre error, median px"] < 2
