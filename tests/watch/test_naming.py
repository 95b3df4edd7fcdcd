"""A name is told where several looks at a thing give it."""

from __future__ import annotations

import numpy as np
import pytest

from pipeline.core.protocols import Detector
from pipeline.core.types import SceneObject
from pipeline.watch.naming import is_sure

IMAGE = np.zeros((100, 200, 3), np.uint8)
IMAGE[40:60, 20:50] = 255
BOX = np.array([20, 40, 50, 60], float)


class Namer(Detector):
    """Finds what is white and names it as it is told: in whole pictures as they are, mirrored, and in parts."""

    def __init__(self, upright, mirrored, part):
        self.names = {"upright": upright, "mirrored": mirrored, "part": part}

    def detect(self, image):
        rows, columns = np.nonzero(image[..., 0])
        box = np.array([columns.min(), rows.min(), columns.max() + 1, rows.max() + 1], float)
        whole = "upright" if box[0] < 100 else "mirrored"
        look = whole if image.shape == IMAGE.shape else "part"
        return [SceneObject(box, label, score) for label, score in self.names[look].items()]


@pytest.mark.parametrize(
    ("mirrored", "part", "sure"),
    [
        ({"apple": 0.6}, {"apple": 0.8}, True),
        ({"apple": 0.6}, {"apple": 0.8, "orange": 0.4}, True),
        ({"apple": 0.6}, {"frisbee": 0.8}, False),
        ({"frisbee": 0.6}, {"apple": 0.8}, False),
        ({"apple": 0.6}, {"apple": 0.6, "frisbee": 0.55}, False),  # as good as the name
        ({"apple": 0.6}, {}, False),
        ({"apple": 0.6}, {"apple": 0.2}, False),  # hardly seen
    ],
)
def test_a_name_is_sure_where_all_looks_give_it(mirrored, part, sure):
    assert is_sure(Namer({"apple": 0.7}, mirrored, part), IMAGE, BOX, "apple") is sure
