"""What is said to have changed, from exact objects seen by two cameras."""

from dataclasses import replace

import blocks_world as world
import numpy as np
import pytest

from pipeline.core.types import ObjectGraph
from pipeline.diff.graphs.comparison import _place
from pipeline.diff.graphs.facts import _distinct
from pipeline.diff.graphs.graph_edit import GraphEditDiffer
from pipeline.diff.graphs.hungarian import HungarianDiffer
from pipeline.register.identity import IdentityMotion

A, B, C, D, E = world.SCENE


def changes(before, after, differ=None, faint_after=(), faint_before=(), **options):
    graphs = world.graph_before(before, faint_before), world.graph_after(after, faint_after, **options)
    motion = world.registrar().register(*graphs, world.NO_IMAGE, world.NO_IMAGE)
    return (differ or world.differ()).diff(*graphs, motion).changes


TABLE = [
    ("none", [A, B, C, D, E], None),
    ("color", [A.but(color="brown"), B, C, D, E], (A.name, "red", "brown")),
    ("material", [A, B.but(material="metal"), C, D, E], (B.name, "rubber", "metal")),
    ("move", [A, B, C.at(-2.3, 10.9), D, E], (C.name, None, None)),
    ("drop", [A, B, C, E], (D.name, None, None)),
    ("add", [A, B, C, D, E, world.Block("small cyan rubber cube", 2.0, 9.4)], ("small cyan rubber cube", None, None)),
    (
        "replace",
        [A, world.Block("small purple metal cube", B.x, B.y), C, D, E],
        (B.name, B.name, "small purple metal cube"),
    ),
    ("replace", [A.but(color="cyan", material="rubber"), B, C, D, E], (A.name, A.name, "large cyan rubber cube")),
    ("replace", [A, B, C, D.but(shape="sphere"), E], (D.name, D.name, "small gray metal sphere")),
]


@pytest.mark.parametrize("differ", [world.differ(), GraphEditDiffer()], ids=["hungarian", "graph_edit"])
@pytest.mark.parametrize(("kind", "after", "fact"), TABLE, ids=[f"{k}-{n}" for n, (k, *_) in enumerate(TABLE)])
def test_one_change_is_stated_exactly(kind, after, fact, differ):
    found = changes(world.SCENE, after, differ)
    if fact is None:
        assert found == ()
        return
    (change,) = found
    name, old, new = fact
    values = [one and " ".join(one.attributes.values()) for one in (change.gone, change.newcomer)]
    values = values if kind == "replace" else [change.old, change.new]
    assert (change.kind, " ".join(change.attributes.values()), *values) == (kind, name, old, new)
    assert change.label == change.attributes["shape"]
    assert (change.box_before is None) == (kind == "add")
    assert (change.box_after is None) == (kind == "drop")
    assert 0.6 <= change.confidence <= 1


def test_two_changes_are_both_stated():
    found = changes(world.SCENE, [A.but(color="brown"), B, C, E])
    assert sorted(change.kind for change in found) == ["color", "drop"]


def test_the_one_twin_that_went_is_the_one_named():
    twin = A.at(2.0, 9.3)
    (change,) = changes([*world.SCENE, twin], [B, C, D, E, twin])
    assert change.kind == "drop" and change.node_before == 0


def test_out_of_the_frame_is_not_dropped():
    edge = world.Block("small cyan rubber cube", 3.6, 9.3)
    away = world.Block("small cyan rubber cube", 9.0, 9.3)
    assert [change.kind for change in changes([*world.SCENE, edge], world.SCENE)] == ["drop"]
    assert changes([*world.SCENE, away], world.SCENE) == ()


def test_behind_a_nearer_object_is_not_dropped():
    motion = world.motion_to(world.THERE)
    # On the second camera's line of sight to a large cube, and a little farther.
    cube = world.Block("large red metal cube", 0.3, 8.4)
    eye = motion.inverse().apply(world.np.array([0.0, 0.0]))
    direction = world.np.array([cube.x, cube.y]) - eye
    spot = world.np.array([cube.x, cube.y]) + 1.15 * direction / world.np.hypot(*direction)
    hidden = world.Block("small cyan rubber sphere", *spot)
    scene = [cube, C, D, world.Block("small gray metal cube", -2.0, 8.6)]
    assert changes([*scene, hidden], scene) == ()
    assert [c.kind for c in changes([*scene[1:], hidden], scene[1:])] == ["drop"]


def test_a_faint_detection_keeps_an_object_from_being_dropped():
    assert changes(world.SCENE, [A, B, C, E], faint_after=[D]) == ()


def test_a_move_to_where_it_is_hardly_seen_is_no_drop():
    (change,) = changes(world.SCENE, [A, B, C, E], faint_after=[D.at(2.1, 9.0)])
    assert (change.kind, change.node_before, change.node_after) == ("move", 3, None)
    assert change.box_before is not None and change.box_after is not None


def test_an_object_that_came_out_of_a_hidden_place_moved():
    (change,) = changes([A, B, C, E], world.SCENE, faint_before=[D.at(2.1, 9.0)])
    assert (change.kind, change.node_before, change.node_after) == ("move", None, 3)
    assert change.box_before is not None and change.box_after is not None


def test_a_faint_detection_of_something_much_alike_is_rarely_where_a_newcomer_came_from():
    sliver = world.see(D.but(material="rubber").at(2.1, 9.0), doubt=0.2)
    before = ObjectGraph.of([world.see(block) for block in (A, B, C, E)], *world.SIZE, faint=[sliver])
    after = world.graph_after(world.SCENE)
    motion = world.registrar().register(before, after, world.NO_IMAGE, world.NO_IMAGE)
    (change,) = world.differ(least=0.5).diff(before, after, motion).changes
    assert (change.kind, change.node_after) == ("add", 3)


def test_a_faint_twin_that_stood_there_before_is_no_new_place():
    twin = D.at(2.1, 9.0)
    graphs = world.graph_before(world.SCENE, faint=[twin]), world.graph_after([A, B, C, E], faint=[twin])
    motion = world.registrar().register(*graphs, world.NO_IMAGE, world.NO_IMAGE)
    assert [change.kind for change in world.differ().diff(*graphs, motion).changes] == ["drop"]


def test_doubtful_readings_are_not_a_change():
    graphs = world.graph_before(world.SCENE), world.graph_after(world.SCENE)
    motion = world.registrar().register(*graphs, world.NO_IMAGE, world.NO_IMAGE)
    first = graphs[0].nodes[0]["object"]
    first.attribute_scores["material"].update(metal=0.1, rubber=0.9)
    first.attributes["material"] = "rubber"
    assert world.differ().diff(*graphs, motion).changes == ()


def test_a_change_is_described_by_both_pictures_together():
    graphs = world.graph_before(world.SCENE), world.graph_after([A.at(1.6, 7.6), *world.SCENE[1:]])
    motion = world.registrar().register(*graphs, world.NO_IMAGE, world.NO_IMAGE)
    first = graphs[0].nodes[0]["object"]
    first.attribute_scores["material"].update(metal=0.4, rubber=0.6)
    first.attributes["material"] = "rubber"
    (change,) = world.differ().diff(*graphs, motion).changes
    assert change.kind == "move" and change.attributes["material"] == "metal"


def test_matches_name_objects_changed_or_not():
    graphs = world.graph_before(world.SCENE), world.graph_after([A.but(color="brown"), B, C, E])
    motion = world.registrar().register(*graphs, world.NO_IMAGE, world.NO_IMAGE)
    matches = world.differ().diff(*graphs, motion).matches
    assert matches == ((0, 0), (1, 1), (2, 2), (4, 3))


def test_an_empty_picture_lost_everything_and_a_full_one_gained_it():
    assert changes([], []) == ()
    graphs = world.graph_before([A]), ObjectGraph.of([], *world.SIZE)
    assert [change.kind for change in world.differ().diff(*graphs, IdentityMotion()).changes] == ["drop"]
    assert [change.kind for change in world.differ().diff(*graphs[::-1], IdentityMotion()).changes] == ["add"]


def test_one_gone_and_another_come_is_no_evidence_against_a_replacement():
    newcomer = world.Block("small purple metal cube", B.x, B.y)
    before, after = world.graph_before(world.SCENE), world.graph_after([A, newcomer, C, D, E])
    motion = world.registrar().register(before, after, world.NO_IMAGE, world.NO_IMAGE)
    cost = float(world.differ().compare(before, after, motion).pair["replace"][1, 1])
    (change,) = world.differ(drop=cost / 2 + 0.05, add=cost / 2 + 0.05).diff(before, after, motion).changes
    assert change.kind == "replace" and change.confidence > 0.9


def test_a_second_change_has_to_be_surer():
    after = [A.but(color="brown"), B, C, E]
    assert len(changes(world.SCENE, after, HungarianDiffer(further=0.6))) == 2
    assert len(changes(world.SCENE, after, HungarianDiffer(further=1.0))) == 1


def test_of_equally_sure_changes_the_larger_thing_is_told_first():
    small_first = [B, A, C, D, E]
    found = changes(small_first, [B.but(color="brown"), A.but(color="brown"), C, D, E])
    assert [change.attributes["size"] for change in found] == ["large", "small"]


def test_a_change_is_between_two_different_values_also_where_both_pictures_lean_to_one():
    before, after = world.see(A), world.see(A.but(color="brown"))
    after.attribute_scores["color"].update(red=0.5, brown=0.4)
    assert _distinct(before, after, "color") == ("red", "brown")
    assert _distinct(after, before, "color") == ("brown", "red")


def test_what_was_seen_with_little_certainty_may_have_been_nothing():
    graphs = world.graph_before(world.SCENE), world.graph_after([A, B, C, E])
    motion = world.registrar().register(*graphs, world.NO_IMAGE, world.NO_IMAGE)
    doubtful = ObjectGraph.of(
        [replace(found, score=0.5 if node == 3 else found.score) for node, found in enumerate(graphs[0].objects)],
        *world.SIZE,
    )
    sure, unsure = (world.differ(least=0.0).diff(before, graphs[1], motion).changes for before in (graphs[0], doubtful))
    assert [change.kind for change in sure] == [change.kind for change in unsure] == ["drop"]
    assert sure[0].confidence > 0.7 > 0.3 > unsure[0].confidence


def test_an_unmoved_object_may_be_placed_badly_now_and_then():
    away = np.array([[0.0, 2.0, 6.0]])
    gain = _place(away, place=4.8, stray=0.02, spread=2.0)[0]
    assert gain[0] == pytest.approx(4.8 + np.log(0.98 + 0.02 / 4))
    assert gain[2] == pytest.approx(4.8 + np.log(0.98 * np.exp(-18) + 0.02 / 4 * np.exp(-4.5)))
    assert gain[0] > gain[1] > gain[2] > 4.8 - 18
