"""What a line of ``PAIRS.jsonl`` says is true of its pair: the one reader, for evaluation, benchmarks and training.

A line may carry ``changes``, each as in the JSON of a description (``kind``, ``label``, ``attributes``, ``new``,
``box_before``, ``box_after``; ``new_attributes`` for ``replace``), or ``kind`` and one ``change``.  Lines written by
``pipeline synth`` also carry both scenes, by which any sentence can be judged; a change then names its object by
``index_before`` and ``index_after``, and what it leaves out is taken from the scenes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from pipeline.core.records import Row, change_rows, unchanged
from pipeline.core.relations import by_place
from pipeline.datasets.example import NO_CHANGE, Boxes, ObjectKey, TrueChange, TrueObject, TrueScene, Truth
from pipeline.datasets.vocabulary import vocabulary

SIDES = ("before", "after")

_SCENES = ("objects_before", "objects_after", "relationships_before", "relationships_after")


def truth_of(row: Row) -> Truth | None:
    """The truth that a line carries; None if it does not say what changed."""
    rows = change_rows(row)
    if rows is None:
        return None
    if not all(name in row for name in _SCENES):
        return Truth(tuple(map(_change, rows)))
    from language.parser import Situation

    before, after = (scene_of_side(row, side) for side in SIDES)
    changes = tuple(_completed(_change(one), before, after) for one in rows)
    boxes = _object_boxes(before, after, changes)
    return Truth(changes, Situation.of_record(row), boxes, (before, after))


def kind_of(row: Row, truth: Truth | None) -> str:
    """The kind of the most important change, as far as the line gives it."""
    if isinstance(row.get("kind"), str):
        return row["kind"]
    if truth is not None:
        return truth.changes[0].kind if truth.changes else NO_CHANGE
    kinds = row.get("kinds")
    return (str(kinds[0]) if kinds else NO_CHANGE) if isinstance(kinds, list) else ""


def object_of(row: Mapping[str, Any], camera: Mapping[str, Any] | None = None) -> TrueObject:
    """An object as scene records write it; what it looks like is all that has to be there."""
    middle, place = row.get("pixel_coords"), row.get("3d_coords")
    depth = None if middle is None else float(middle[2])
    return TrueObject(
        {name: row[name] for name in vocabulary()},
        box_of(row.get("bbox")),
        None if middle is None else (middle[0], middle[1]),
        row.get("visibility"),
        None if place is None else tuple(place),
        depth,
        camera["focal"] / depth if camera and depth else None,
        row.get("pixels"),
    )


def scene_of_side(row: Row, side: str) -> TrueScene:
    """The scene of the picture ``before`` or ``after``."""
    objects = row[f"objects_{side}"]
    relations = by_place(objects, row[f"relationships_{side}"])
    return TrueScene(tuple(object_of(one, row.get(f"camera_{side}")) for one in objects), relations)


def box_of(corners: Sequence[float] | None) -> np.ndarray | None:
    """A box of a JSON record, shape ``(4,)``; None where there is none."""
    return None if corners is None else np.array(corners, float)


def _change(row: Row) -> TrueChange:
    attributes = dict(row.get("attributes") or {})
    newcomer = dict(row.get("new_attributes") or {})
    new = "" if newcomer else row.get("new") or ""
    boxes = (box_of(row.get("box_before")), box_of(row.get("box_after")))
    nodes = (row.get("index_before"), row.get("index_after"))
    return TrueChange(row["kind"], row.get("label") or "", attributes, new, newcomer, boxes, nodes)


def _completed(change: TrueChange, before: TrueScene, after: TrueScene) -> TrueChange:
    """The change with what its line leaves out and the scenes know."""
    was, now = (
        {} if node is None else scene.objects[node].attributes
        for scene, node in zip((before, after), change.nodes, strict=True)
    )
    return replace(
        change,
        attributes=change.attributes or dict(was or now),
        new=change.new or (now.get(change.kind, "") if was else ""),
        newcomer=change.newcomer or (dict(now) if change.kind == "replace" else {}),
    )


def _object_boxes(before: TrueScene, after: TrueScene, changes: Sequence[TrueChange]) -> dict[ObjectKey, Boxes]:
    """Where every object is in both views."""
    twins = unchanged(len(before.objects), len(after.objects), [one.nodes for one in changes])
    for change in changes:
        i, j = change.nodes
        # What replaced an object is another object, so that neither is in both views.
        if change.kind != "replace" and i is not None and j is not None:
            twins[i] = j
    table: dict[ObjectKey, Boxes] = {}
    for i, one in enumerate(before.objects):
        table["before", i] = (one.box, after.objects[twins[i]].box if i in twins else None)
    for j, one in enumerate(after.objects):
        table["after", j] = (None, one.box)
    return table | {("after", j): table["before", i] for i, j in twins.items()}
