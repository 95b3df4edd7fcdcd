import pytest

from language.realise import realise
from language.referring import best, full, incremental, one_hop, shortest, zero_hop
from language.scene import Scene

SIZE, COLOR, MATERIAL, SHAPE = "size", "color", "material", "shape"


def thing(size, color, material, shape):
    return {SIZE: size, COLOR: color, MATERIAL: material, SHAPE: shape}


TABLE = [  # 0 and 3 are twins
    thing("small", "red", "rubber", "cube"),
    thing("small", "blue", "rubber", "cube"),
    thing("large", "red", "metal", "sphere"),
    thing("small", "red", "rubber", "cube"),
]
RELATIONS = {"left": [[], [0], [0, 1], [0, 1, 2]], "right": [[1, 2, 3], [2, 3], [3], []]}


def table(changed=()):
    return Scene.of_truth(TABLE, RELATIONS, changed)


@pytest.mark.parametrize(
    ("node", "attributes"),
    [
        (1, (COLOR, SHAPE)),  # blue rules out the other cubes
        (2, (SHAPE,)),  # the only sphere
    ],
)
def test_incremental_adds_what_rules_somebody_out(node, attributes):
    found = incremental(table(), node)
    assert (found.attributes, found.unique) == (attributes, True)


def test_incremental_prefers_the_color_and_leaves_out_what_rules_nobody_out():
    red = thing("small", "red", "rubber", "cube")
    other_color_and_material = Scene.of_truth([red, thing("small", "blue", "metal", "cube")], {})
    assert incremental(other_color_and_material, 0).attributes == (COLOR, SHAPE)
    other_size = Scene.of_truth([red, thing("large", "red", "rubber", "cube")], {})
    assert incremental(other_size, 0).attributes == (SIZE, SHAPE)


def test_a_head_that_needs_its_relation_comes_before_one_that_does_not():
    objects = [thing("small", "red", "rubber", "cube"), thing("large", "red", "rubber", "cube"), TABLE[2]]
    scene = Scene(dict(enumerate(objects)), {"left": {2: 0b1}})
    alone = {found.attributes for found in zero_hop(scene, 0)}
    heads = [found.attributes in alone for found in one_hop(scene, 0)]
    assert set(heads) == {True, False} and not heads[0]


def test_incremental_says_when_it_fails():
    assert not incremental(table(), 0).unique


def test_shortest_prefers_the_type_among_equals():
    assert shortest(table(), 2).attributes == (SHAPE,)
    assert shortest(table(), 1).attributes == (COLOR,)
    assert shortest(table(), 0) is None


def test_full_names_everything():
    assert full(table(), 1).attributes == (SIZE, COLOR, MATERIAL, SHAPE)
    assert full(table(), 1).unique and not full(table(), 3).unique


def test_zero_hop_counts():
    assert len(zero_hop(table(), 1)) == 8  # every choice with the color
    assert len(zero_hop(table(), 2)) == 14  # all but nothing and the color alone
    assert zero_hop(table(), 0) == []


def test_twins_are_told_apart_by_a_neighbour():
    found = best(table(), 0)
    assert found.unique and found.kind == "one_hop"
    assert realise(found, table()).text in (
        "the small red rubber cube to the left of the small blue rubber cube",
        "the small red rubber cube to the left of the large red metal sphere",
    )


def test_anchors_are_objects_that_stayed_as_they_were():
    assert {r.anchor for r in one_hop(table(), 0)} == {1, 2}
    assert {r.anchor for r in one_hop(table(changed=(0, 2)), 0)} == {1}
    assert not best(table(changed=(1, 2)), 0).unique


def test_relations_that_hold_in_both_pictures_come_first():
    related = {"left": {1: 0b1001, 2: 0b1}, "right": {}}
    scene = Scene(dict(enumerate(TABLE)), related, steady={"left": {2: 0b1}})
    assert one_hop(scene, 0)[0].anchor == 2


def test_every_anchor_has_its_turn_before_any_is_used_twice():
    found = one_hop(table(), 0)
    first = [(r.relation, r.anchor) for r in found]
    different = len(set(first))
    assert different < len(first)
    assert len(set(first[:different])) == different
    assert one_hop(table(), 0, limit=2) == found[:2]
    assert len(found) > 2


def test_surer_anchors_come_first():
    related = {"left": {1: 0b1, 2: 0b1}}
    scene = Scene(dict(enumerate(TABLE)), related, certainty={1: 0.5, 2: 0.9})
    assert one_hop(scene, 0)[0].anchor == 2


def test_a_name_that_several_fit_is_said_of_one_of_them():
    scene = table(changed=(1, 2))
    said = realise(best(scene, 0), scene)
    assert said.text == "one of the two small red rubber cubes"
    start, end, node = said.names[0]
    assert (said.text[start:end], node, said.unique) == ("small red rubber cubes", 0, False)
