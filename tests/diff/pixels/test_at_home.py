"""Names of a detector count where it is at home: roofs seen from above are objects, and no toilets."""

import numpy as np
import pytest
from photo_scene import put, scene, seen

pytest.importorskip("cv2")

from pipeline.core.types import ObjectGraph
from pipeline.diff.pixels.differ import AlignedDiffer
from pipeline.register.keypoints import KeypointRegistrar

HERE, THERE = (60, 80, 110, 150), (200, 60, 250, 120)


def told(before, after, graphs):
    motion = KeypointRegistrar().register(*graphs, before, after)
    return [(change.kind, change.label) for change in AlignedDiffer().diff(*graphs, motion).changes]


def graph(*found):
    objects = [one for label, box, score in found for one in seen((label, box), score=score).objects]
    return ObjectGraph.of(objects, 320, 240)


@pytest.mark.parametrize(
    ("before", "after", "label"),
    [
        ([], [("toilet", HERE, 0.55)], "object"),
        ([], [("dog", HERE, 0.8)], "dog"),
        ([("car", THERE, 0.7)], [("car", THERE, 0.7), ("dog", HERE, 0.3)], "dog"),
        ([("boat", THERE, 0.4)], [("boat", THERE, 0.4), ("boat", HERE, 0.5)], "boat"),
        ([("boat", THERE, 0.4)], [("kite", THERE, 0.4), ("kite", HERE, 0.5)], "object"),
    ],
    ids=["nowhere sure", "sure of it", "sure of another", "one kind in both", "two names for one thing"],
)
def test_a_name_needs_a_detector_that_is_at_home(before, after, label):
    ground = put(scene(), THERE)
    assert told(ground, put(ground, HERE), (graph(*before), graph(*after))) == [("add", label)]


def test_in_a_drawing_seeing_a_thing_twice_is_not_enough():
    page = np.full((240, 320, 3), 230, np.uint8)
    page = put(page, THERE)
    before, after = graph(("kite", THERE, 0.5)), graph(("kite", THERE, 0.5), ("kite", HERE, 0.5))
    assert told(page, put(page, HERE), (before, after)) == [("add", "object")]


def test_a_small_disc_makes_no_detector_at_home_and_a_large_one_does():
    tree, ball = (200, 60, 230, 90), (180, 40, 280, 140)
    for place, label in ((tree, "object"), (ball, "tv")):
        ground = put(scene(), place)
        graphs = graph(("frisbee", place, 0.9)), graph(("frisbee", place, 0.9), ("tv", HERE, 0.6))
        motion = KeypointRegistrar().register(*graphs, ground, put(ground, HERE))
        change, *_ = AlignedDiffer(shapes=["frisbee"]).diff(*graphs, motion).changes
        assert change.label == label


def test_where_most_of_what_is_seen_are_small_discs_no_score_makes_a_detector_at_home():
    trees = [("frisbee", (20 * i, 10, 20 * i + 14, 24), 0.6) for i in range(4)]
    ground = scene()
    for _, place, _ in trees:
        ground = put(ground, place)
    for seen_trees, label in ((trees, "object"), (trees[:2], "tv")):
        graphs = graph(*seen_trees), graph(*seen_trees, ("tv", HERE, 0.75))
        motion = KeypointRegistrar().register(*graphs, ground, put(ground, HERE))
        change, *_ = AlignedDiffer(shapes=["frisbee"]).diff(*graphs, motion).changes
        assert change.label == label


def test_so_it_is_where_they_are_large_ones():
    tanks = [("frisbee", (60 * i, 5, 60 * i + 55, 60), 0.9) for i in range(4)]
    ground = scene()
    for _, place, _ in tanks:
        ground = put(ground, place)
    for seen_tanks, label in ((tanks, "object"), (tanks[:2], "tv")):
        graphs = graph(*seen_tanks), graph(*seen_tanks, ("tv", HERE, 0.6))
        motion = KeypointRegistrar().register(*graphs, ground, put(ground, HERE))
        change, *_ = AlignedDiffer(shapes=["frisbee"]).diff(*graphs, motion).changes
        assert change.label == label


def test_a_disc_on_an_even_ground_is_no_ball_however_sure_the_detector_is():
    page = np.random.default_rng(3).normal(200, 3, (240, 320, 3)).astype(np.uint8)
    for label, told_label in (("apple", "object"), ("bottle", "bottle")):
        graphs = graph(), graph((label, HERE, 0.9))
        motion = KeypointRegistrar().register(*graphs, page, put(page, HERE))
        change, *_ = AlignedDiffer(shapes=["apple"]).diff(*graphs, motion).changes
        assert (change.kind, change.label) == ("add", told_label)
