import itertools

import blocks_world as world
import numpy as np
import pytest
from blocks_world import SOLIDS

from pipeline.core.types import ObjectGraph, SceneObject
from pipeline.diff.graphs.visibility import visible_share, whole_box
from pipeline.matching.assign import assign
from pipeline.matching.evidence import Trust, agreement


def cheapest(cost, rows, columns):
    """Every way to pair some rows with some columns, tried in turn."""
    n, m = cost.shape
    best = np.inf
    for count in range(min(n, m) + 1):
        for chosen in itertools.combinations(range(n), count):
            for partners in itertools.permutations(range(m), count):
                paired = sum(cost[i, j] for i, j in zip(chosen, partners, strict=True))
                left = sum(rows[i] for i in set(range(n)) - set(chosen))
                over = sum(columns[j] for j in set(range(m)) - set(partners))
                best = min(best, paired + left + over)
    return best


@pytest.mark.parametrize("seed", range(8))
def test_the_assignment_is_the_cheapest_one(seed):
    rng = np.random.default_rng(seed)
    cost, rows, columns = rng.normal(size=(3, 4)), rng.normal(size=3), rng.normal(size=4)
    pairs = assign(cost, rows, columns)
    total = sum(cost[i, j] - rows[i] - columns[j] for i, j in pairs) + rows.sum() + columns.sum()
    assert total == pytest.approx(cheapest(cost, rows, columns))


@pytest.mark.parametrize("shape", [(0, 0), (0, 3), (2, 0)])
def test_nothing_is_assigned_to_nothing(shape):
    assert assign(np.zeros(shape)) == []


def test_like_objects_agree_and_unlike_ones_do_not():
    red, blue = world.see(world.SCENE[0]), world.see(world.SCENE[0].but(color="blue"))
    found = agreement([red], [red, blue])
    assert found.same["color"][0, 0] == pytest.approx(np.log(8), abs=0.01)
    assert found.same["color"][0, 1] < -5
    assert found.differ["color"][0, 1] == pytest.approx(np.log(8 / 7), abs=0.01)
    assert found.same["shape"][0, 1] == pytest.approx(np.log(3), abs=0.01)


def test_a_half_hidden_reading_counts_less():
    red, blue = world.see(world.SCENE[0]), world.see(world.SCENE[0].but(color="blue"))
    hidden = SceneObject(**{**vars(blue), "visibility": 0.1})
    trust = Trust(slip=0.0003, slip_hidden=0.02)
    assert agreement([red], [hidden], trust).same["color"] > agreement([red], [blue], trust).same["color"] + 1


def test_labels_stand_in_where_there_are_no_attributes():
    dog, cat = (SceneObject(np.array([0.0, 0, 9, 9]), name, 0.9) for name in ("dog", "cat"))
    found = agreement([dog], [dog, cat])
    assert found.all_same[0, 0] > 0 > found.all_same[0, 1]


BOX = np.array([[100.0, 100, 140, 140]])


def share(boxes, *others, shape="cube", clear=False):
    graph = ObjectGraph.of([SceneObject(np.array(box, float), "cube", 0.9) for box in others], 480, 320)
    table = np.full((len(boxes), len(others)), clear)
    return visible_share(np.array(boxes, float), [shape] * len(boxes), graph, table, SOLIDS)[0]


@pytest.mark.parametrize(
    ("box", "others", "low", "high"),
    [
        ([100, 100, 140, 140], [], 1.0, 1.0),
        ([-20, 100, 20, 140], [], 0.4, 0.6),  # half out of the frame
        ([500, 100, 540, 140], [], 0.0, 0.0),  # out of the frame
        ([100, 300, 140, 340], [], 0.4, 0.6),  # half below it
        ([100, -20, 140, 20], [], 0.4, 0.6),  # half above it
        ([100, 100, 140, 140], [[80, 90, 160, 180]], 0.0, 0.05),  # behind a larger, nearer object
        ([100, 100, 140, 140], [[120, 90, 200, 180]], 0.4, 0.65),  # half behind it
        ([100, 100, 140, 140], [[80, 60, 160, 139]], 1.0, 1.0),  # before it
        ([np.nan] * 4, [], 0.0, 0.0),  # nowhere
    ],
    ids=["plain", "cut", "outside", "below", "above", "hidden", "half hidden", "in front", "unknown"],
)
def test_how_much_of_an_outline_can_be_seen(box, others, low, high):
    assert low <= share([box], *others) <= high


def test_a_half_hidden_object_reaches_as_low_as_its_centre_says():
    top = SceneObject(np.array([100.0, 100, 140, 120]), "cube", 0.9, center=(120.0, 120.0))
    assert whole_box(top).tolist() == pytest.approx([100, 100, 140, 139])
    low = SceneObject(np.array([100.0, 100, 140, 160]), "cube", 0.9, center=(120.0, 120.0))
    assert whole_box(low).tolist() == [100, 100, 140, 160]
    assert whole_box(SceneObject(np.array([100.0, 100, 140, 120]), "cube", 0.9)).tolist() == [100, 100, 140, 120]


def test_what_stands_in_the_place_does_not_hide_it():
    assert share(BOX, [80, 90, 160, 180], clear=True) == 1.0


@pytest.mark.parametrize(("shape", "filled"), [("sphere", 0.79), ("cube", 0.81), ("cylinder", 0.87)])
def test_outlines_fill_as_much_of_their_boxes_as_rendered_ones(shape, filled):
    middles = [[x, y, x + 1, y + 1] for x in range(100, 140, 2) for y in range(100, 140, 2)]
    cover = SceneObject(np.array([100.0, 100, 140, 140]), shape, 0.9)
    graph = ObjectGraph.of([cover], 480, 320)
    pixels = [[x - 0.5, y - 80, x + 1.5, y] for x, y, *_ in middles]  # outlines that end above the cover's lower edge
    hidden = [
        1 - visible_share(np.array([[x0, y1 - 1, x1, y1]], float), ["cube"], graph, np.zeros((1, 1), bool), SOLIDS)[0]
        for x0, _, x1, y1 in pixels
        if y1 < 137
    ]
    assert np.mean(hidden) == pytest.approx(filled, abs=0.05)
