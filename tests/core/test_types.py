"""The object graph is a networkx graph in every respect."""

import numpy as np

from pipeline.core.types import Analysis, Change, ObjectGraph, SceneObject


def test_a_graph_knows_its_picture_and_counts_its_edges():
    objects = [SceneObject(np.array([x, 0.0, x + 9, 9.0]), "cube", 0.9) for x in (0.0, 20.0)]
    graph = ObjectGraph.of(objects, 48, 32)
    graph.add_edges_from([(0, 1, "left"), (1, 0, "right"), (0, 1, "front")])
    assert graph.extent == (48, 32)
    assert graph.size() == graph.number_of_edges() == 3
    assert graph.related("left", 1) == [0]


def test_a_focused_analysis_has_every_change_once_the_chosen_one_first():
    empty = ObjectGraph.of([], 48, 32)
    changes = tuple(Change(kind, "cube", {}, 0.9) for kind in ("drop", "add", "move"))
    focused = [Analysis(empty, empty, changes).focused(place).changes for place in range(3)]
    assert [[change.kind for change in one] for one in focused] == [
        ["drop", "add", "move"],
        ["add", "drop", "move"],
        ["move", "drop", "add"],
    ]
