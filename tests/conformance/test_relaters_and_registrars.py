"""Objects to relations, two pictures to the camera's motion."""

from dataclasses import replace

import blocks_world as blocks
import conformance_scenes as scenes
import numpy as np
import pytest
from conformance_support import build, entries, every

from pipeline.core.boxes import iou
from pipeline.core.types import RELATIONS

GRAPHS = {
    "none": [],
    "one": scenes.things()[:1],
    "two": scenes.things()[:2],
    "several": scenes.things(),
    "twins": scenes.things([("small red rubber cube", -2, 0), ("small red rubber cube", 2, 0)]),
    "labels alone": scenes.plain_things(),
    "mixed": scenes.things()[:2] + scenes.plain_things()[:1],
}
EVERY_RELATION = ("left", "right", "front", "behind")
OPPOSITE = {"left": "right", "front": "behind"}
PICTURE = np.random.default_rng(3).integers(0, 256, (320, 480, 3)).astype(np.uint8)
PICTURE.setflags(write=False)
FINDERS = [entry for entry in entries("registrar") if entry.name not in ("none", "reflow")]
"""All registrars but those for which no camera ever moves: one says so by its name, one follows blocks of a page."""


@pytest.fixture(params=GRAPHS)
def objects(request):
    return GRAPHS[request.param]


@every("relater")
def test_relations_are_known_ones_between_two_different_objects(entry, objects):
    graph = scenes.graph(objects)
    build(entry).relate(graph)
    assert {key for _, _, key in graph.edges(keys=True)} <= set(RELATIONS)
    assert all(i != j for i, j in graph.edges())


@every("relater")
def test_relating_leaves_the_objects_alone(entry, objects):
    graph = scenes.graph(objects)
    build(entry).relate(graph)
    assert all(one is other for one, other in zip(graph.objects, objects, strict=True))
    assert graph.extent == (scenes.WIDTH, scenes.HEIGHT)


@every("relater")
def test_left_and_right_and_front_and_behind_mirror_each_other(entry, objects):
    graph = scenes.graph(objects)
    build(entry).relate(graph)
    edges = set(graph.edges(keys=True))
    for one, other in OPPOSITE.items():
        for i, j, key in edges:
            if key == one:
                assert (j, i, other) in edges
                assert (j, i, one) not in edges
            if key == other:
                assert (j, i, one) in edges


@every("relater")
def test_relating_twice_adds_nothing(entry, objects):
    graph, again = scenes.graph(objects), scenes.graph(objects)
    build(entry).relate(graph)
    build(entry).relate(again)
    once = sorted(again.edges(keys=True))
    build(entry).relate(again)
    assert sorted(graph.edges(keys=True)) == once == sorted(again.edges(keys=True))


@every("relater")
def test_what_stands_clearly_left_or_in_front_is_said_to(entry):
    graph = scenes.graph(scenes.things())
    build(entry).relate(graph)
    assert 0 in graph.related("left", 2)
    assert 1 in graph.related("front", 3)
    assert all(any(key == relation for _, _, key in graph.edges(keys=True)) for relation in EVERY_RELATION)


@every("registrar")
def test_motion_has_a_row_for_each_object(entry, objects):
    others = scenes.things()[:3]
    for first, second in ((objects, others), (others, objects), (objects, [])):
        motion = build(entry).register(scenes.graph(first), scenes.graph(second), PICTURE, PICTURE)
        for side, group in (("after", first), ("before", second)):
            boxes = motion.project(group, side)
            assert boxes.shape == (len(group), 4)
            assert (np.isnan(boxes).all(axis=1) | np.isfinite(boxes).all(axis=1)).all()
        apart = motion.displacement(first, second)
        assert apart.shape == (len(first), len(second))
        assert (apart >= 0).all()


@every("registrar")
def test_the_same_view_twice_is_no_motion(entry, objects):
    motion = build(entry).register(scenes.graph(objects), scenes.graph(objects), PICTURE, PICTURE)
    for side in ("before", "after"):
        boxes = motion.project(objects, side)
        for one, box in zip(objects, boxes, strict=True):
            assert np.isnan(box).all() or iou(one.box, box)[0, 0] > 0.6
    still = np.diag(motion.displacement(objects, objects))
    known = [found.center is not None for found in objects]
    assert (still[known] < 2).all()


@every("registrar")
def test_the_same_view_is_known_to_be_the_same_where_there_is_evidence(entry):
    things = scenes.things()
    motion = build(entry).register(scenes.graph(things), scenes.graph(things), PICTURE, PICTURE)
    boxes = np.array([found.box for found in things])
    for side in ("before", "after"):
        assert np.diag(iou(motion.project(things, side), boxes)).min() > 0.7
    apart = motion.displacement(things, things)
    assert np.diag(apart).max() < 0.5
    assert apart[~np.eye(len(things), dtype=bool)].min() > 1.5


@pytest.mark.parametrize("entry", FINDERS, ids=lambda entry: entry.name)
def test_a_camera_that_moved_is_followed_where_there_is_evidence(entry):
    before, after, pictures = two_views(height=5.6, pitch=30.0, turn=0.12)
    motion = build(entry).register(before, after, *pictures)
    boxes = [np.array([found.box for found in graph.objects]) for graph in (before, after)]
    assert np.diag(iou(*boxes)).min() < 0.6, "where they were would be too good a guess"
    for graph, side, there in ((before, "after", boxes[1]), (after, "before", boxes[0])):
        assert np.diag(iou(motion.project(graph.objects, side), there)).min() > 0.7
    apart = motion.displacement(before.objects, after.objects)
    assert (apart.argmin(axis=1) == np.arange(len(apart))).all()
    assert np.diag(apart).max() < 1.5


@every("registrar")
def test_registering_leaves_the_graphs_alone(entry, objects):
    before, after = scenes.graph(objects), scenes.graph(scenes.things())
    build(entry).register(before, after, PICTURE, PICTURE)
    assert all(one is other for one, other in zip(before.objects, objects, strict=True))
    assert not before.edges
    assert not after.edges


@every("registrar")
def test_two_calls_find_the_same_motion(entry):
    before, after = scenes.graph(scenes.things()), scenes.graph(scenes.things()[1:])
    shifted = np.roll(PICTURE, 7, axis=1)
    made = [build(entry).register(before, after, PICTURE, shifted) for _ in range(2)]
    first, second = (motion.displacement(before.objects, after.objects) for motion in made)
    assert np.array_equal(first, second, equal_nan=True)
    first, second = (motion.project(before.objects, "after") for motion in made)
    assert np.array_equal(first, second, equal_nan=True)


def two_views(height, pitch, turn):
    """Blocks on a ground with a pattern, seen before and after the camera rose, bent down and went round them."""
    cv2 = pytest.importorskip("cv2")
    camera = replace(blocks.HERE, height=height, pitch=np.radians(pitch))
    motion = blocks.motion_to(camera, turn)
    spots = np.array([[-2.0, 8], [2, 8], [2, 12], [-2, 12]])
    here, there = (
        np.array([one.project(np.append(spot, 0)) for spot in places], np.float32)
        for one, places in ((blocks.HERE, spots), (camera, motion.apply(spots)))
    )
    first = pattern()
    second = cv2.warpPerspective(first, cv2.getPerspectiveTransform(here, there), blocks.SIZE)
    graphs = blocks.graph_before(blocks.SCENE), blocks.graph_after(blocks.SCENE, camera=camera, turn=turn)
    return *graphs, (first, second)


def pattern():
    """A ground with structure at four scales."""
    rng = np.random.default_rng(0)
    width, height = blocks.SIZE
    layers = [
        np.kron(rng.uniform(0, 255, (height // step, width // step, 3)), np.ones((step, step, 1)))
        for step in (4, 8, 16, 32)
    ]
    return np.mean(layers, axis=0).astype(np.uint8)
