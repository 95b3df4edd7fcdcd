"""Two solid things cannot stand in one place."""

from dataclasses import replace

import blocks_world as world
import numpy as np

from pipeline.core.types import ObjectGraph
from pipeline.diff.graphs.costs import EditCosts
from pipeline.diff.graphs.solid import intruders
from pipeline.register.identity import IdentityMotion


def test_one_body_taken_for_two_is_no_newcomer():
    sphere = world.SCENE[4]
    phantom = sphere.but(shape="cylinder").at(sphere.x - 0.3, sphere.y + 0.3)
    before, after = world.graph_before(world.SCENE), world.graph_after([*world.SCENE, phantom])
    *others, found = after.objects
    after = ObjectGraph.of([*others, replace(found, score=0.98)], *after.extent)
    motion = world.registrar().register(before, after, world.NO_IMAGE, world.NO_IMAGE)
    assert list(intruders(motion, after.objects, "after", 0.6)) == [False] * 4 + [True] * 2
    assert world.differ().diff(before, after, motion).changes == ()
    beside = world.graph_after([*world.SCENE, phantom.at(2.6, 9.2)])
    assert [change.kind for change in world.differ().diff(before, beside, motion).changes] == ["add"]


def test_a_motion_without_a_ground_knows_of_no_intruders():
    assert not intruders(IdentityMotion(), world.graph_before(world.SCENE).objects, "before", 0.6).any()


def test_what_stands_close_behind_a_newcomer_is_hidden_not_gone():
    motion = world.motion_to(world.THERE)
    place = np.array([0.3, 11.5])
    away = place - motion.inverse().apply(np.zeros(2))
    behind = place + 1.12 * away / np.hypot(*away)
    others = [world.SCENE[0], world.SCENE[1], world.Block("small green metal cube", 2.4, 9.4)]
    ball, hidden = world.Block("small blue metal sphere", *place), world.Block("small red rubber sphere", *behind)
    newcomer = world.Block("large gray metal cylinder", *place)
    before, after = world.graph_before([*others, ball, hidden]), world.graph_after([*others, newcomer])
    found = world.registrar().register(before, after, world.NO_IMAGE, world.NO_IMAGE)
    assert found.displacement(before.objects, after.objects)[4, 3] < EditCosts().same_place, (
        "near enough to be taken for it"
    )
    assert [change.kind for change in world.differ().diff(before, after, found).changes] == ["replace"]
