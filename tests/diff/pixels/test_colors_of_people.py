"""The colour of the clothes of a person who came: that of the part which differs from the ground, if it is enough."""

import pytest

pytest.importorskip("cv2")

from photo_scene import put, scene, seen

from pipeline.diff.pixels.differ import AlignedDiffer
from pipeline.register.keypoints import KeypointRegistrar

PERSON = (100, 60, 130, 140)
SCENE = put(scene(), (60, 40, 170, 180), "#9a9a9a")
"""With a gray wall before which the person stands."""


def color(*parts):
    after = SCENE
    for box, paint in parts:
        after = put(after, box, paint)
    graphs = seen(), seen(("person", PERSON))
    motion = KeypointRegistrar().register(*graphs, SCENE, after)
    (change,) = AlignedDiffer().diff(*graphs, motion).changes
    return change.attributes.get("color")


def test_clothes_that_stand_out_have_a_colour():
    assert color((PERSON, "#101010")) == "black"


def test_a_dark_bag_on_a_shirt_like_the_wall_is_not_the_colour_of_the_clothes():
    assert color((PERSON, "#9c9c9c"), ((100, 60, 130, 71), "#101010"), ((112, 72, 118, 104), "#101010"),
                 ((100, 105, 130, 140), "#101010")) is None  # fmt: skip
