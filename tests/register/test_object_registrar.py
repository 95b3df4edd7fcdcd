import blocks_world as world
import numpy as np
import pytest

from detectors.geometry.camera import Camera
from pipeline.core.types import ObjectGraph, SceneObject
from pipeline.register.identity import IdentityMotion


def register(before, after, **options):
    graphs = world.graph_before(before), world.graph_after(after, **options)
    motion = world.registrar().register(*graphs, world.NO_IMAGE, world.NO_IMAGE)
    return motion, graphs[0].objects, graphs[1].objects


MOVED = [world.SCENE[0].at(1.6, 7.6), *world.SCENE[1:]]


@pytest.mark.parametrize(
    ("after", "stayed", "gone_elsewhere"),
    [
        (list(world.SCENE), [0, 1, 2, 3, 4], []),  # nothing changed
        (MOVED, [1, 2, 3, 4], [0]),
        ([world.SCENE[0].but(color="blue"), *world.SCENE[1:]], [0, 1, 2, 3, 4], []),  # recoloured in place
        ([MOVED[0], world.SCENE[1], world.SCENE[2].at(-2.4, 10.6), *world.SCENE[3:]], [1, 3, 4], [0, 2]),
    ],
    ids=["none", "move", "color", "two moves"],
)
def test_unmoved_objects_stay_and_moved_ones_do_not(after, stayed, gone_elsewhere):
    motion, ours, theirs = register(world.SCENE, after)
    away = np.diag(motion.displacement(ours, theirs))
    assert all(away[k] < 2.5 for k in stayed)
    assert all(away[k] > 6 for k in gone_elsewhere)


def test_distances_are_in_sums_of_radii():
    motion, ours, theirs = register(world.SCENE, MOVED)
    moved = np.hypot(1.6 + 1.6, 9.2 - 7.6) / (0.7 + 0.7)
    assert motion.apart(ours, "before", theirs, "after")[0, 0] == pytest.approx(moved, abs=0.15)
    beside = np.hypot(1.5 + 0.1, 11.0 - 9.6) / (0.7 + 0.7)
    assert motion.apart(theirs, "after", theirs, "after")[2, 4] == pytest.approx(beside, abs=0.15)


def test_identical_twins_are_told_apart_by_place():
    twins = [world.Block("small red metal cube", -1.5, 9.0), world.Block("small red metal cube", 1.4, 10.2)]
    motion, ours, theirs = register([*world.SCENE[1:4], *twins], [*world.SCENE[1:4], *twins[::-1]])
    away = motion.displacement(ours, theirs)[3:, 3:]
    assert away[0, 1] < 2 and away[1, 0] < 2
    assert away[0, 0] > 6 and away[1, 1] > 6


def test_two_unmoved_objects_are_enough():
    blocks = [world.SCENE[0], world.SCENE[1], world.SCENE[2]]
    motion, ours, theirs = register(blocks, [blocks[0], blocks[1], blocks[2].at(-2.2, 7.8)])
    away = np.diag(motion.displacement(ours, theirs))
    assert away[0] < 2.5 and away[1] < 2.5 and away[2] > 5


def test_a_zoomed_picture_is_registered_too():
    zoomed = Camera(world.THERE.height, world.THERE.pitch, 0.0, 700.0, world.THERE.center)
    motion, ours, theirs = register(world.SCENE, MOVED, camera=zoomed)
    away = np.diag(motion.displacement(ours, theirs))
    assert (away[1:] < 2.5).all() and away[0] > 6


def test_projected_boxes_fall_on_the_objects_of_the_other_picture():
    motion, ours, theirs = register(world.SCENE, world.SCENE)
    for objects, others, to in ((ours, theirs, "after"), (theirs, ours, "before")):
        expected = np.array([found.box for found in others])
        np.testing.assert_allclose(motion.project(objects, to), expected, atol=3)


def test_where_an_object_without_a_centre_would_be_is_unknown():
    motion, ours, _ = register(world.SCENE, world.SCENE)
    bare = SceneObject(**{**vars(ours[1]), "center": None})
    boxes = motion.project([ours[0], bare], "after")
    assert np.isfinite(boxes[0]).all() and np.isnan(boxes[1]).all()
    assert motion.project([], "after").shape == (0, 4)


def test_a_half_hidden_object_may_be_farther_off():
    motion, _, theirs = register(world.SCENE, world.SCENE)
    moved = world.see(world.SCENE[1].at(1.3, 8.3))
    hidden = SceneObject(**{**vars(moved), "visibility": 0.2})
    assert motion.displacement([hidden], theirs)[0, 1] < 0.6 * motion.displacement([moved], theirs)[0, 1]


def test_without_centres_the_camera_is_taken_as_unmoved():
    graph = ObjectGraph.of([SceneObject(np.array([0.0, 0, 10, 10]), "dog", 0.9)], 480, 320)
    motion = world.registrar().register(graph, graph, world.NO_IMAGE, world.NO_IMAGE)
    assert isinstance(motion, IdentityMotion)
    assert motion.displacement(graph.objects, graph.objects)[0, 0] == 0


@pytest.mark.parametrize("count", [1, 0])
def test_an_empty_picture_does_not_break_it(count):
    motion = world.registrar().register(
        world.graph_before(world.SCENE), world.graph_after(world.SCENE[:count]), world.NO_IMAGE, world.NO_IMAGE
    )
    assert motion.displacement(world.graph_before(world.SCENE).objects, []).shape == (5, 0)
