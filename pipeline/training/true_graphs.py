"""The analysis of a pair that a perfect detector and differ would give: graphs and facts taken from the truth."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from pipeline.core.kinds import REPLACE
from pipeline.core.relations import by_place
from pipeline.core.types import Analysis, Change, Named, ObjectGraph, SceneObject

ATTRIBUTES = ("size", "color", "material", "shape")
WIDTH, HEIGHT = 480, 320
HIDDEN = (0.0, 0.0, 1.0, 1.0)
"""Stands for the box of an object of which no pixel is visible."""


def true_analysis(record: Mapping[str, Any]) -> Analysis:
    """The analysis of a line of ``pairs.jsonl`` with scene truth, as ``pipeline synth`` writes it.

    Every fact has confidence 1; unchanged objects are matched by their order, which a change does not disturb.
    """
    rows = record.get("changes")
    if rows is None:
        rows = [] if record["kind"] == "none" else [{"kind": record["kind"], **record["change"]}]
    graphs = [_graph(record[f"objects_{side}"], record[f"relationships_{side}"]) for side in ("before", "after")]
    stayed = [
        [i for i in range(len(record[f"objects_{side}"])) if i not in {row[f"index_{side}"] for row in rows}]
        for side in ("before", "after")
    ]
    changes = tuple(_change(row, record["objects_before"], record["objects_after"]) for row in rows)
    return Analysis(graphs[0], graphs[1], changes, matches=tuple(zip(*stayed, strict=True)))


def _graph(objects: list[dict[str, Any]], relations: Mapping[str, list[list[int]]]) -> ObjectGraph:
    found = ObjectGraph.of(
        [
            SceneObject(
                np.array(one.get("bbox") or HIDDEN, float),
                one["shape"],
                1.0,
                {name: one[name] for name in ATTRIBUTES},
                center=tuple(one["pixel_coords"][:2]) if "pixel_coords" in one else None,
                visibility=one.get("visibility"),
            )
            for one in objects
        ],
        WIDTH,
        HEIGHT,
    )
    for relation, lists in by_place(objects, relations).items():
        for anchor, standing in enumerate(lists):
            found.add_edges_from((node, anchor, relation) for node in standing)
    return found


def _change(row: Mapping[str, Any], before: list[dict[str, Any]], after: list[dict[str, Any]]) -> Change:
    old, new = row["index_before"], row["index_after"]
    known = after[new] if old is None else before[old]
    attributes = {name: known[name] for name in ATTRIBUTES}
    values: tuple[str | None, str | None] = (None, None)
    swapped: tuple[Named | None, Named | None] = (None, None)
    if row["kind"] == REPLACE:
        swapped = _named(before[old]), _named(after[new])
    elif row["kind"] in ATTRIBUTES:
        values = before[old][row["kind"]], after[new][row["kind"]]
    boxes = [
        None if row[f"box_{side}"] is None else np.array(row[f"box_{side}"], float) for side in ("before", "after")
    ]
    return Change(
        row["kind"], known["shape"], attributes, 1.0, old, new, *values, *boxes, gone=swapped[0], newcomer=swapped[1]
    )


def _named(one: dict[str, Any]) -> Named:
    return Named(one["shape"], {name: one[name] for name in ATTRIBUTES})
