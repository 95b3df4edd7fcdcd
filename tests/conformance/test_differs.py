"""Two graphs and a motion to change facts."""

import conformance_scenes as scenes
import numpy as np
import pytest
from conformance_support import build, entries, every

from pipeline.core.errors import SpotItError
from pipeline.core.kinds import kinds_of
from pipeline.flow.contract import contract_of
from pipeline.register.identity import Identity, IdentityMotion
from pipeline.register.reflow import ReflowRegistrar

THINGS = scenes.things()
RED_TO_BROWN = scenes.recolored(THINGS, 0, "brown")
SCENES = {
    "none": [],
    "one": THINGS[:1],
    "several": THINGS,
    "recolored": RED_TO_BROWN,
    "fewer": THINGS[:-1],
    "others": scenes.things([("large cyan metal sphere", 0.5, -2.5), ("small gray metal cube", -0.5, 2.6)]),
    "labels alone": scenes.plain_things(),
}


def by_graphs(check):
    """Run a check on each differ that reasons about the graphs alone."""
    chosen = [entry for entry in entries("differ") if not reads_pixels(entry)]
    return pytest.mark.parametrize("entry", chosen, ids=lambda entry: f"differ={entry.name}")(check)


def reads_pixels(entry):
    return bool({"view", "blocks"} & contract_of("differ", entry.name).reads)


def motion_of(entry, before, after):
    """No motion, with what the differ reads of pictures that show the objects as patches of noise."""
    registrar = ReflowRegistrar() if "blocks" in contract_of("differ", entry.name).reads else Identity()
    return registrar.register(scenes.graph(before), scenes.graph(after), scenes.drawn(before), scenes.drawn(after))


def diff(entry, before, after):
    return build(entry).diff(scenes.graph(before), scenes.graph(after), motion_of(entry, before, after)).changes


@by_graphs
@pytest.mark.parametrize("first", SCENES)
@pytest.mark.parametrize("second", SCENES)
def test_facts_are_about_the_objects_of_the_graphs(entry, first, second):
    before, after = SCENES[first], SCENES[second]
    for change in diff(entry, before, after):
        assert change.kind in kinds_of(scenes.VALUES)
        assert 0 < change.confidence <= 1
        one = about(before, change.node_before, change.box_before)
        other = about(after, change.node_after, change.box_after)
        known = other if change.kind == "add" else one
        assert known is not None
        assert change.attributes == known.attributes
        assert change.label == known.label
        if change.kind in scenes.VALUES:
            assert change.old == one.attributes[change.kind]
            assert change.new not in (None, change.old)


@every("differ")
@pytest.mark.parametrize("name", SCENES)
def test_nothing_changes_between_a_scene_and_itself(entry, name):
    assert diff(entry, SCENES[name], SCENES[name]) == ()


@by_graphs
@pytest.mark.parametrize(
    ("first", "second", "kind", "old", "new"),
    [
        ("several", "recolored", "color", "red", "brown"),
        ("recolored", "several", "color", "brown", "red"),
        ("several", "fewer", "drop", None, None),
        ("fewer", "several", "add", None, None),
    ],
)
def test_a_plain_change_is_found_and_nothing_else(entry, first, second, kind, old, new):
    changes = diff(entry, SCENES[first], SCENES[second])
    assert [change.kind for change in changes] == [kind]
    if old:
        assert (changes[0].old, changes[0].new) == (old, new)
        assert changes[0].node_before == changes[0].node_after == 0


@by_graphs
def test_the_order_of_the_objects_does_not_matter(entry):
    changes = diff(entry, THINGS, RED_TO_BROWN[::-1])
    assert [(change.kind, change.new, change.node_before, change.node_after) for change in changes] == [
        ("color", "brown", 0, len(THINGS) - 1)
    ]


@every("differ")
def test_two_calls_find_the_same_facts_and_leave_the_graphs_alone(entry):
    before, after = scenes.graph(THINGS), scenes.graph(SCENES["others"])
    differ, motion = build(entry), motion_of(entry, THINGS, SCENES["others"])
    runs = [
        [(c.kind, c.node_before, c.node_after, c.new, c.confidence) for c in differ.diff(before, after, motion).changes]
        for _ in range(2)
    ]
    assert runs[0] == runs[1] != []
    kept = before.objects[: len(THINGS)]  # a differ may add objects that only the comparison shows
    assert all(one is other for one, other in zip(kept, THINGS, strict=True))


@every("differ")
@pytest.mark.parametrize("seen", [True, False], ids=["with a view", "without"])
def test_places_for_a_closer_look_are_boxes_of_each_picture(entry, seen):
    differ = build(entry)
    graph = scenes.graph(THINGS)
    picture = np.random.default_rng(3).integers(0, 256, (scenes.HEIGHT, scenes.WIDTH, 3)).astype(np.uint8)
    other = picture.copy()
    other[100:180, 200:300] = 128
    motion = Identity().register(graph, graph, picture, other) if seen else IdentityMotion()
    places = differ.places(motion)
    found = any(covers(box, (250, 140)) for boxes in places for box in boxes)
    assert found == (seen and "view" in contract_of("differ", entry.name).reads), (
        "what is grey now is worth a closer look to who sees pixels"
    )
    for boxes in places:
        assert boxes.shape[1:] == (4,)
        assert (boxes >= 0).all()
        assert (boxes <= [scenes.WIDTH, scenes.HEIGHT] * 2).all()


@every("differ")
def test_a_motion_without_a_view_is_enough_or_refused_in_one_line(entry):
    graph = scenes.graph(THINGS)
    if reads_pixels(entry):
        with pytest.raises(SpotItError, match=r"one view|block by block"):
            build(entry).diff(graph, graph, IdentityMotion())
    else:
        assert build(entry).diff(graph, graph, IdentityMotion()).changes == ()


@by_graphs
def test_unchanged_objects_are_matched(entry):
    found = build(entry).diff(scenes.graph(THINGS), scenes.graph(THINGS), motion_of(entry, THINGS, THINGS))
    assert sorted(found.matches) == [(i, i) for i in range(len(THINGS))]


def covers(box, point):
    return box[0] < point[0] < box[2] and box[1] < point[1] < box[3]


def about(objects, node, box):
    if node is None:
        assert box is None
        return None
    assert np.array_equal(objects[node].box, box)
    return objects[node]
