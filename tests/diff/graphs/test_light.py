"""Metals that look like rubber because of the light, and one that became rubber."""

from dataclasses import replace

import blocks_world as world
import numpy as np
import pytest

from pipeline.core.types import ObjectGraph
from pipeline.diff.graphs.light import under_one_light

METALS = [block.but(material="metal") for block in world.SCENE]
NEAR = 4.0


def read_as(graph: ObjectGraph, metal: dict[int, float]) -> ObjectGraph:
    """The graph with another probability of being metal for some of its nodes."""

    def reading(k, item):
        p = metal.get(k, item.attribute_scores["material"]["metal"])
        value = "metal" if p > 0.5 else "rubber"
        return replace(
            item,
            attributes=item.attributes | {"material": value},
            attribute_scores=item.attribute_scores | {"material": {"rubber": 1 - p, "metal": p}},
        )

    return ObjectGraph.of([reading(k, item) for k, item in enumerate(graph.objects)], *graph.extent)


def said(before: ObjectGraph, after: ObjectGraph) -> list[str]:
    motion = world.registrar().register(before, after, world.NO_IMAGE, world.NO_IMAGE)
    return [change.kind for change in world.differ().diff(before, after, motion).changes]


def relit(before: ObjectGraph, after: ObjectGraph) -> tuple[ObjectGraph, ObjectGraph]:
    motion = world.registrar().register(before, after, world.NO_IMAGE, world.NO_IMAGE)
    return under_one_light(before, after, motion.displacement(before.objects, after.objects), NEAR)


def metal(graph: ObjectGraph, node: int) -> float:
    return graph.objects[node].attribute_scores["material"]["metal"]


def test_rubber_among_dull_metals_is_metal():
    before, after = world.graph_before(METALS), world.graph_after(METALS)
    assert said(before, read_as(after, {0: 0.003})) == ["material"]
    dull = read_as(after, {0: 0.003, 1: 0.95, 2: 0.97, 3: 0.9, 4: 0.94})
    assert said(before, dull) == []
    assert said(dull, before) == []


def test_rubber_beyond_doubt_is_rubber_in_any_light():
    before, after = world.graph_before(METALS), world.graph_after(METALS)
    assert said(before, read_as(after, {0: 1e-6, 1: 0.95, 2: 0.97, 3: 0.9, 4: 0.94})) == ["material"]


def test_only_the_duller_picture_is_read_anew():
    before, after = world.graph_before(METALS), world.graph_after(METALS)
    dull = read_as(after, {1: 0.95, 2: 0.97, 3: 0.9, 4: 0.3})
    bright, surer = relit(before, dull)
    for k in range(len(METALS)):
        assert metal(bright, k) == pytest.approx(metal(before, k))
        assert metal(surer, k) > metal(dull, k)
    assert surer.objects[4].attributes["material"] == "metal"
    assert sum(surer.objects[4].attribute_scores["material"].values()) == pytest.approx(1)


def test_no_object_bears_witness_for_itself():
    before, after = world.graph_before(METALS[:1]), read_as(world.graph_after(METALS[:1]), {0: 0.9})
    one = under_one_light(before, after, np.zeros((1, 1)), NEAR)[1]
    assert metal(one, 0) == pytest.approx(0.9)


def test_what_one_picture_denies_is_no_witness():
    before, after = world.graph_before(METALS[:2]), read_as(world.graph_after(METALS[:2]), {1: 1e-4})
    first = under_one_light(before, after, 9.0 * (1 - np.eye(2)), NEAR)[1]
    assert metal(first, 0) == pytest.approx(metal(after, 0))


def logit(p: float) -> float:
    return float(np.log(p / (1 - p)))


def test_the_light_takes_the_mean_of_the_witnesses_and_one_that_lost_nothing():
    readings = [0.5, 0.98, 0.96]
    before = read_as(world.graph_before(METALS[:3]), dict(enumerate([0.999] * 3)))
    after = read_as(world.graph_after(METALS[:3]), dict(enumerate(readings)))
    found = under_one_light(before, after, 9.0 * (1 - np.eye(3)), NEAR)[1]
    lost = [logit(0.999) - logit(p) for p in readings[1:]]
    assert logit(metal(found, 0)) == pytest.approx(logit(0.5) + sum(min(one, 4.0) for one in lost) / 3, abs=0.01)


def test_a_loss_counts_up_to_a_bound():
    before = read_as(world.graph_before(METALS[:2]), {0: 0.99, 1: 1 - 1e-6})
    after = read_as(world.graph_after(METALS[:2]), {0: 0.5, 1: 0.5})
    found = under_one_light(before, after, 9.0 * (1 - np.eye(2)), NEAR)[1]
    assert logit(metal(found, 0)) == pytest.approx(4.0 / 2, abs=0.01)


def test_what_one_picture_takes_for_rubber_bears_no_witness_however_sure_the_other_is():
    before = read_as(world.graph_before(METALS[:2]), {0: 0.99, 1: 1 - 1e-6})
    after = read_as(world.graph_after(METALS[:2]), {0: 0.5, 1: 0.01})  # log odds 13.8 and -4.6: 4.6 on the mean
    found = under_one_light(before, after, 9.0 * (1 - np.eye(2)), NEAR)[1]
    assert metal(found, 0) == pytest.approx(0.5)


def test_only_each_others_nearest_bear_witness():
    before = read_as(world.graph_before(METALS[:1] * 2), {0: 0.999, 1: 0.999})
    after = read_as(world.graph_after(METALS[:1]), {0: 0.9})
    first, _ = under_one_light(before, after, np.array([[0.0], [1.0]]), NEAR)
    assert metal(first, 1) == pytest.approx(0.999)
    bright, dull = after, before  # the other way round: the second metal has no partner, one pair is known
    second = under_one_light(bright, read_as(dull, {0: 0.9, 1: 0.9}), np.array([[0.0, 1.0]]), NEAR)[1]
    assert metal(second, 0) == pytest.approx(0.9)


def test_graphs_without_materials_or_without_places_stay_as_they_are():
    before, after = world.graph_before(world.SCENE), world.graph_after(world.SCENE)
    nowhere = np.full((5, 5), np.inf)
    assert under_one_light(before, after, nowhere, NEAR) == (before, after)
    empty = ObjectGraph.of([], *world.SIZE)
    assert under_one_light(before, empty, np.zeros((5, 0)), NEAR) == (before, empty)
    bare = ObjectGraph.of([replace(item, attribute_scores={}) for item in before.objects], *world.SIZE)
    assert under_one_light(bare, after, np.zeros((5, 5)), NEAR) == (bare, after)
