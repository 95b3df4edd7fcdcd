"""Objects to relations, two pictures to the camera's motion."""

import conformance_scenes as scenes
import numpy as np
import pytest
from conformance_support import build, every

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
OPPOSITE = {"left": "right", "front": "behind"}
PICTURE = np.random.default_rng(3).integers(0, 256, (320, 480, 3)).astype(np.uint8)
PICTURE.setflags(write=False)


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
        assert not (apart < 0).any()


@every("registrar")
def test_the_same_view_twice_is_no_motion(entry, objects):
    motion = build(entry).register(scenes.graph(objects), scenes.graph(objects), PICTURE, PICTURE)
    for side in ("before", "after"):
        boxes = motion.project(objects, side)
        for one, box in zip(objects, boxes, strict=True):
            assert np.isnan(box).all() or iou(one.box, box)[0, 0] > 0.6
    still = np.diag(motion.displacement(objects, objects))
    assert not (still > 2).any()


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
