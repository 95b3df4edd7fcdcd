from dataclasses import replace

import blocks_world as world
import numpy as np
import pytest

from detectors.relate.ground_plane import GroundPlane, places_on_ground
from detectors.relate.image_plane import ImagePlane
from pipeline.core.types import ObjectGraph


def related(blocks, **options):
    graph = world.graph_before(blocks)
    GroundPlane(solids=world.SOLIDS, camera=world.CAMERA, noise=world.NOISE, **options).relate(graph)
    return set(graph.edges(keys=True))


@pytest.mark.parametrize(
    ("second", "expected"),
    [
        ((1.5, 9.0), {"left"}),  # beside
        ((-1.5, 9.0), {"right"}),
        ((0.0, 11.0), {"front"}),  # farther away
        ((1.5, 11.0), {"left", "front"}),
        ((0.15, 10.6), {"front"}),  # within the margin sideways
    ],
)
def test_relations_follow_the_ground(second, expected):
    edges = related([world.Block("small red metal cube", 0.0, 9.0), world.Block("small blue metal cube", *second)])
    assert {name for i, j, name in edges if (i, j) == (0, 1) and name != "near"} == expected


def test_every_relation_has_its_opposite():
    edges = related(world.SCENE)
    opposite = {"left": "right", "right": "left", "front": "behind", "behind": "front", "near": "near"}
    assert edges == {(j, i, opposite[name]) for i, j, name in edges}


def test_a_tall_object_behind_is_behind_although_its_box_reaches_as_low():
    small, large = world.Block("small red metal sphere", 0.0, 9.0), world.Block("large blue metal cube", 1.6, 9.6)
    assert (1, 0, "behind") in related([small, large])


def test_only_neighbours_are_near():
    edges = related([world.Block("small red metal cube", x, 9.0) for x in (0.0, 1.0, 3.5)])
    assert {(i, j) for i, j, name in edges if name == "near"} == {(0, 1), (1, 0)}


def test_a_doubtful_difference_adds_no_edge():
    blocks = [world.Block("small red metal cube", 0.0, 9.0), world.Block("small blue metal cube", 0.3, 11.0)]
    sides = {"left", "right"}
    assert sides & {name for *_, name in related(blocks, doubt=0.0)}
    assert not sides & {name for *_, name in related(blocks, doubt=4.0)}


def test_without_centres_the_boxes_decide():
    objects = [replace(world.see(block), center=None, scale=None) for block in world.SCENE[:2]]
    graph = ObjectGraph.of(objects, *world.SIZE)
    GroundPlane().relate(graph)
    assert graph.related("left", 1) == [0]


def test_one_object_without_a_centre_leaves_all_to_the_boxes():
    objects = [world.see(block) for block in world.SCENE]
    objects[2] = replace(objects[2], center=None, scale=None)
    graph, boxes = ObjectGraph.of(objects, *world.SIZE), ObjectGraph.of(objects, *world.SIZE)
    GroundPlane().relate(graph)
    ImagePlane().relate(boxes)
    assert set(graph.edges(keys=True)) == set(boxes.edges(keys=True)) != related(world.SCENE)


def test_how_far_off_a_thing_is_is_less_sure_than_where_it_is_sideways():
    places, spread = places_on_ground(world.graph_before(world.SCENE), world.SOLIDS, world.CAMERA, world.NOISE)
    assert places == pytest.approx(np.array([[block.x, block.y] for block in world.SCENE]), abs=0.2)
    assert (spread[:, 1] > 1.5 * spread[:, 0]).all() and (spread[:, 0] > 0).all()


def test_one_object_has_no_relations():
    assert related(world.SCENE[:1]) == set()
