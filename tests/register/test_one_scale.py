"""Sizes of a whole picture that was misread, read anew by the help of the other picture."""

from dataclasses import replace

import blocks_world as world
import pytest

from pipeline.core.types import ObjectGraph
from pipeline.register.one_scale import one_scale

SMALL = [block.but(size="small") for block in world.SCENE]


def misread(graph: ObjectGraph) -> ObjectGraph:
    """The same picture with everything taken for large and far off."""

    def larger(found):
        scores = {"large": 0.99, "small": 0.01}
        return replace(
            found,
            attributes=found.attributes | {"size": "large"},
            attribute_scores=found.attribute_scores | {"size": scores},
            scale=found.scale / 2,
        )

    return ObjectGraph.of([larger(found) for found in graph.objects], *graph.extent)


def sizes(graph: ObjectGraph) -> list[str]:
    return [found.attributes["size"] for found in graph.objects]


@pytest.mark.parametrize("wrong", [0, 1], ids=["before", "after"])
def test_the_picture_with_the_odder_camera_is_read_anew(wrong):
    graphs = [world.graph_before(SMALL), world.graph_after(SMALL)]
    graphs[wrong] = misread(graphs[wrong])
    registrar = world.registrar()
    before, after = registrar.reread(*graphs)
    assert sizes(before) == sizes(after) == ["small"] * len(SMALL)
    motion = registrar.register(before, after, world.NO_IMAGE, world.NO_IMAGE)
    assert world.differ().diff(before, after, motion).changes == ()


def test_a_change_in_a_misread_picture_is_still_found():
    graphs = world.graph_before(SMALL), misread(world.graph_after([SMALL[0].but(color="cyan"), *SMALL[1:]]))
    registrar = world.registrar()
    before, after = registrar.reread(*graphs)
    motion = registrar.register(before, after, world.NO_IMAGE, world.NO_IMAGE)
    (change,) = world.differ().diff(before, after, motion).changes
    assert (change.kind, change.attributes["size"], change.new) == ("color", "small", "cyan")


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (SMALL, SMALL),  # nothing to explain
        (SMALL, [SMALL[0].but(size="large"), *SMALL[1:]]),  # one newcomer of another size
        (list(world.SCENE), [block.but(size="large") for block in world.SCENE]),  # some sizes agree
        ([], SMALL),  # nothing to compare with
    ],
    ids=["same", "replaced", "mixed", "empty"],
)
def test_other_pictures_stay_as_they_are(first, second):
    graphs = world.graph_before(first), world.graph_after(second)
    assert one_scale(*graphs, world.SOLIDS.radii, lambda graph: 0.0) == graphs


def test_a_single_object_may_have_been_replaced_by_a_larger_one():
    graphs = world.graph_before(SMALL[:1]), misread(world.graph_after(SMALL[:1]))
    assert one_scale(*graphs, world.SOLIDS.radii, lambda graph: 0.0) == graphs


@pytest.mark.parametrize(("odd", "expected"), [("large", "small"), ("small", "large")])
def test_the_reading_with_the_lower_cost_of_both_pictures_is_taken(odd, expected):
    graphs = world.graph_before(SMALL), misread(world.graph_after(SMALL))
    found = one_scale(*graphs, world.SOLIDS.radii, lambda graph: float(sizes(graph)[0] == odd))
    assert [set(sizes(graph)) for graph in found] == [{expected}] * 2


def test_only_the_sum_over_both_pictures_counts():
    graphs = world.graph_before(SMALL), misread(world.graph_after(SMALL))
    cost = {id(graphs[0]): 5.0, id(graphs[1]): 1.0}  # those read anew cost 2
    found = one_scale(*graphs, world.SOLIDS.radii, lambda graph: cost.get(id(graph), 2.0))
    assert found[1] is graphs[1] and found[0] is not graphs[0]


def test_faint_objects_are_read_anew_too():
    before = world.graph_before(SMALL[:4], faint=SMALL[4:])
    after = misread(world.graph_after(SMALL[:4]))
    found, _ = one_scale(before, after, world.SOLIDS.radii, lambda graph: float(sizes(graph)[0] == "small"))
    assert [one.attributes["size"] for one in found.faint] == ["large"]
