"""The strings that JSON, tables and graph files have for what a fact holds as values."""

import numpy as np
import pytest

from pipeline.core.places import Direction, Place
from pipeline.core.types import Analysis, Change, Named, ObjectGraph, SceneObject
from pipeline.output.as_graph import flat_changes
from pipeline.output.as_json import change_json
from pipeline.output.as_table import analysis_table

CUBE = {"size": "large", "color": "red", "material": "rubber", "shape": "cube"}
BOX = np.array([1, 2, 30, 40], float)

FACTS = [
    (Change("color", "bus", {"color": "red"}, 0.9, old="red", new="blue"), {"color": "red"}, "red", "blue"),
    (Change("drop", "cube", CUBE, 0.9), CUBE, None, None),
    (Change("add", "person", {}, 0.9, group=(2, 5)), {}, "2", "5"),
    (
        Change("replace", "cube", CUBE, 0.9, gone=Named("cube", CUBE), newcomer=Named("cup", {"color": "orange"})),
        CUBE,
        "large red rubber cube",
        "orange cup",
    ),
    (
        Change("replace", "dog", {}, 0.9, gone=Named("dog", {}), newcomer=Named("person", {"color": "red"})),
        {},
        "dog",
        "person in red",
    ),
    (
        Change(
            "move",
            "person",
            {"color": "white"},
            0.9,
            place=Place.UPPER_LEFT,
            near="bench",
            direction=Direction.AWAY,
            count=3,
        ),
        {"color": "white", "place": "at the upper left", "near": "bench", "direction": "away", "count": "3"},
        None,
        None,
    ),
]


@pytest.mark.parametrize(("change", "attributes", "old", "new"), FACTS)
def test_json_has_strings_in_the_order_that_was_promised(change, attributes, old, new):
    written = change_json(change)
    assert list(written["attributes"].items()) == list(attributes.items())
    assert (written["old"], written["new"]) == (old, new)


def test_the_table_shows_what_json_has():
    graph = ObjectGraph.of([], 90, 90)
    changes = tuple(change for change, *_ in FACTS)
    rows = analysis_table(Analysis(graph, graph, changes)).splitlines()[1:]
    for row, (_, _, old, new) in zip(rows, FACTS, strict=True):
        assert (old or "-") in row and (new or "-") in row
    assert "3 x person in white, at the upper left, near bench, to: away" in rows[-1]


def test_the_graph_of_changes_carries_old_and_new():
    graph = ObjectGraph.of([SceneObject(BOX, "dog", 0.9)], 90, 90)
    swap = Change("replace", "dog", {}, 0.9, 0, 0, gone=Named("dog", {}), newcomer=Named("cup", {"color": "red"}))
    ((_, _, data),) = flat_changes(Analysis(graph, graph, (swap,))).edges(data=True)
    assert (data["change"], data["old"], data["new"]) == ("replace", "dog", "red cup")
