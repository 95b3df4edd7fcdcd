"""A thing that the detector names in one picture only, and the place where the other picture changed."""

import numpy as np
import pytest

pytest.importorskip("cv2")

from photo_scene import HEIGHT, WIDTH, gamma, put, scene, seen

from pipeline.core.places import Direction
from pipeline.core.types import ObjectGraph, SceneObject
from pipeline.diff.pixels.differ import AlignedDiffer
from pipeline.register.keypoints import KeypointRegistrar

SCENE = scene()
HERE, THERE = (60, 90, 74, 130), (130, 94, 144, 134)
BESIDE, BEYOND = (78, 90, 92, 130), (148, 94, 162, 134)


def facts(before, after, graph_before, graph_after):
    motion = KeypointRegistrar().register(graph_before, graph_after, before, after)
    return AlignedDiffer().diff(graph_before, graph_after, motion).changes


@pytest.mark.parametrize("end", ["before", "after"])
def test_one_end_of_a_move_may_be_without_a_name(end):
    graphs = (seen(("person", HERE)), seen()) if end == "before" else (seen(), seen(("person", THERE)))
    (change,) = facts(put(SCENE, HERE), put(SCENE, THERE), *graphs)
    assert (change.kind, change.label, change.direction) == ("move", "person", Direction.RIGHT)
    assert np.abs(change.box_before - HERE).max() < 6
    assert np.abs(change.box_after - THERE).max() < 6


def test_two_that_walk_side_by_side_into_one_changed_region_both_moved():
    before, after = put(put(SCENE, HERE), BESIDE), put(put(SCENE, THERE), BEYOND)
    graphs = seen(("person", HERE), ("person", BESIDE)), seen()
    changes = facts(before, after, *graphs)
    assert {change.kind for change in changes} == {"move"}
    assert sum(change.count for change in changes) == 2


def test_what_looks_unlike_it_is_not_where_a_thing_went():
    before, after = put(SCENE, HERE), put(SCENE, THERE, "#20a030")
    (change,) = facts(before, after, seen(("person", HERE)), seen())
    assert (change.kind, change.box_after) == ("drop", None)


def test_a_shadow_is_no_end_of_a_move():
    shade = SCENE.copy()
    x0, y0, x1, y1 = THERE
    rows, columns = np.mgrid[: len(SCENE), : SCENE.shape[1]]
    round_one = np.hypot((2 * columns - x0 - x1) / (x1 - x0), (2 * rows - y0 - y1) / (y1 - y0)) < 1
    shade[round_one] = gamma(SCENE, 2.5)[round_one]
    (change,) = facts(put(SCENE, HERE), shade, seen(("person", HERE)), seen())
    assert change.kind == "drop"


def test_a_newcomer_is_not_confused_with_the_one_who_walked_on():
    other = (220, 90, 234, 130)
    before, after = put(SCENE, HERE), put(put(SCENE, THERE), other, "#2060c0")
    changes = facts(before, after, seen(("person", HERE)), seen(("person", other)))
    assert sorted((change.kind, change.label) for change in changes) == [("add", "person"), ("move", "person")]


@pytest.mark.parametrize(
    ("label", "score", "somebody", "told"),
    [
        ("motorcycle", 0.4, 0.3, "person"),
        ("bicycle", 0.4, 0.15, "person"),
        ("motorcycle", 0.9, 0.3, "motorcycle"),
        ("bicycle", 0.4, 0.05, "bicycle"),
        ("dog", 0.4, 0.3, "dog"),
    ],
)
def test_what_is_ridden_goes_nowhere_without_somebody(label, score, somebody, told):
    def graph(box):
        found = SceneObject(np.array(box, float), label, score)
        faint = SceneObject(np.array(box, float) + 1, "person", somebody)
        return ObjectGraph.of([found, parked], WIDTH, HEIGHT, faint=[faint])

    parked = SceneObject(np.array([240, 180, 300, 220], float), "car", 0.9)

    before, after = put(SCENE, HERE), put(SCENE, THERE)
    graphs = graph(HERE), ObjectGraph.of([parked], WIDTH, HEIGHT)
    motion = KeypointRegistrar().register(*graphs, before, after)
    (change,) = AlignedDiffer(ridden=("bicycle", "motorcycle")).diff(*graphs, motion).changes
    assert (change.kind, change.label) == ("move", told)
