"""The settings of the decision: where they stand, and that they decide."""

from dataclasses import fields

import numpy as np
import pytest

pytest.importorskip("cv2")

from photo_scene import put, scene, seen

from pipeline.core.places import Direction
from pipeline.diff.pixels.differ import AlignedDiffer
from pipeline.diff.pixels.judgement import Judgement
from pipeline.diff.pixels.traits import direction_of
from pipeline.register.keypoints import KeypointRegistrar
from pipeline.worlds.finder import find_world

VOCABULARY = {"fixed", "no_landmarks", "shapes", "ridden"}
HERE, BESIDE = (60, 80, 110, 150), (125, 90, 160, 150)


def facts(before, after, *graphs, **settings):
    motion = KeypointRegistrar().register(*graphs, before, after)
    return AlignedDiffer(**settings).diff(*graphs, motion).changes


OF_THE_USER = ("classifier", "threads")
"""What no pack can know: a file, and the machine's cores."""


FITTED = {"name_slope", "behind_slope", "name_offset"}
"""What the names of a classifier are worth, fitted on pictures; without a fit its own probabilities stand."""


def test_the_photo_pack_states_every_setting_and_changes_none():
    given = find_world("photo").arguments("differ", "aligned")
    usual = {field.name: field.default for field in fields(AlignedDiffer) if field.name not in OF_THE_USER}
    assert set(given) == set(usual)
    for name in set(usual) - VOCABULARY - FITTED:
        expected = usual[name]
        assert given[name] == (list(expected) if isinstance(expected, tuple) else expected), name
    assert all(given[name] and not usual[name] for name in VOCABULARY)


def test_every_setting_is_documented():
    groups = [one for one in Judgement.__mro__ if one.__module__ == Judgement.__module__]
    for group in groups:
        for name in group.__annotations__:
            assert name in group.__doc__, f"{group.__name__}.{name}"


def test_what_moves_about_is_no_landmark():
    before = put(scene(), BESIDE, "#2060c0")
    graphs = seen(("cat", BESIDE)), seen(("cat", BESIDE), ("dog", HERE))
    (told,) = facts(before, put(before, HERE), *graphs)
    assert (told.kind, told.label, told.near) == ("add", "dog", "cat")
    (told,) = facts(before, put(before, HERE), *graphs, no_landmarks=["cat"])
    assert (told.kind, told.label, told.near) == ("add", "dog", None)


def test_of_two_explanations_the_one_that_may_come_and_go_is_told():
    graphs = seen(), seen(("bench", HERE), ("dog", (62, 82, 110, 150)), score=0.9)
    after = put(scene(), HERE)
    assert [told.label for told in facts(scene(), after, *graphs)] == ["bench"]
    assert [told.label for told in facts(scene(), after, *graphs, fixed=["bench"])] == ["dog"]


@pytest.mark.parametrize(
    ("end", "direction"),
    [
        ((60, 0, 80, 20), Direction.RIGHT),
        ((-60, 5, -40, 25), Direction.LEFT),
        ((5, 60, 25, 80), Direction.DOWN),
        ((0, -60, 20, -40), Direction.UP),
        ((-10, -10, 30, 30), Direction.CLOSER),  # twice as large
        ((6, 6, 14, 14), Direction.AWAY),
        ((80, 0, 120, 40), Direction.RIGHT),  # larger, but far away
    ],
)
def test_where_a_thing_went(end, direction):
    start = np.array([0, 0, 20, 20], float)
    assert direction_of(start, np.array(end, float), Judgement()) is direction
