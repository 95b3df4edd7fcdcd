import numpy as np
import pytest

from detectors.relate.image_plane import ImagePlane
from pipeline.core.types import ObjectGraph, SceneObject


def relations(first, second):
    boxes = [SceneObject(np.array(box, float), "thing", 0.9) for box in (first, second)]
    graph = ObjectGraph.of(boxes, 480, 320)
    ImagePlane().relate(graph)
    return {name for i, j, name in graph.edges(keys=True) if i == 0}


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ((10, 100, 50, 140), (200, 100, 240, 140), {"left"}),
        ((200, 200, 240, 240), (200, 100, 240, 140), {"front"}),  # lower in the picture is nearer
        ((200, 100, 240, 140), (60, 200, 100, 240), {"right", "behind"}),
        ((100, 60, 130, 105), (80, 100, 200, 180), {"left", "on", "near"}),  # a cup on a table
        ((80, 100, 200, 180), (100, 60, 130, 105), {"right", "near"}),  # the table is not in front of its cup
        ((100, 110, 130, 130), (80, 100, 200, 180), {"left", "behind", "near"}),  # within its outline, not on top
        ((60, 60, 100, 105), (80, 100, 200, 180), {"left", "behind", "near"}),  # more than half beside it
        ((10, 100, 50, 140), (65, 100, 105, 140), {"left"}),  # not quite neighbours
        ((100, 100, 140, 140), (105, 102, 145, 142), {"near"}),  # too close to call
    ],
    ids=["beside", "nearer", "diagonal", "resting", "bearing", "inside", "beside its edge", "apart", "overlapping"],
)
def test_relations_of_two_boxes(first, second, expected):
    assert relations(first, second) == expected
