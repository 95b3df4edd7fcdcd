"""What a line of ``PAIRS.jsonl`` says is true of its pair.

A line may carry ``changes``, each as in the JSON of a description (``kind``, ``label``, ``attributes``, ``new``,
``box_before``, ``box_after``; ``new_attributes`` for ``replace``), or ``kind`` and one ``change``.  Lines written by
``pipeline synth`` also carry both scenes, by which any sentence can be judged.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from pipeline.datasets.example import NO_CHANGE, Boxes, ObjectKey, TrueChange, Truth

_SCENES = ("objects_before", "objects_after", "relationships_before", "relationships_after")


def truth_of(row: Mapping[str, Any]) -> Truth | None:
    """The truth that a line carries; None if it does not say what changed."""
    rows = _changes(row)
    if rows is None:
        return None
    changes = tuple(_change(one) for one in rows)
    if not all(name in row for name in _SCENES):
        return Truth(changes)
    from language.parser import Situation

    return Truth(changes, Situation.of_record(row), _object_boxes(row, rows))


def kind_of(row: Mapping[str, Any], truth: Truth | None) -> str:
    """The kind of the most important change, as far as the line gives it."""
    if isinstance(row.get("kind"), str):
        return row["kind"]
    if truth is not None:
        return truth.changes[0].kind if truth.changes else NO_CHANGE
    kinds = row.get("kinds")
    return (str(kinds[0]) if kinds else NO_CHANGE) if isinstance(kinds, list) else ""


def _changes(row: Mapping[str, Any]) -> list[Mapping[str, Any]] | None:
    if isinstance(row.get("changes"), list):
        return row["changes"]
    if row.get("kind") == NO_CHANGE:
        return []
    return [{"kind": row["kind"], **row["change"]}] if "kind" in row and "change" in row else None


def _change(row: Mapping[str, Any]) -> TrueChange:
    attributes = dict(row.get("attributes") or {})
    newcomer = dict(row.get("new_attributes") or {})
    new = "" if newcomer else row.get("new") or ""
    return TrueChange(row["kind"], row.get("label") or "", attributes, new, newcomer, _boxes(row))


def _boxes(row: Mapping[str, Any]) -> Boxes:
    before, after = (row.get(f"box_{side}") for side in ("before", "after"))
    return box_of(before), box_of(after)


def _object_boxes(row: Mapping[str, Any], changes: list[Mapping[str, Any]]) -> dict[ObjectKey, Boxes]:
    """Where every object is in both views.  Objects that do not change keep their order from one scene to the other."""
    before, after = (row[f"objects_{side}"] for side in ("before", "after"))
    twins = _unchanged(len(before), len(after), changes)
    # What replaced an object is another object, so that neither is in both views.
    twins |= {
        change["index_before"]: change["index_after"]
        for change in changes
        if change["kind"] not in ("add", "drop", "replace")
    }
    table: dict[ObjectKey, Boxes] = {}
    for i, one in enumerate(before):
        table["before", i] = (box_of(one.get("bbox")), box_of(after[twins[i]].get("bbox")) if i in twins else None)
    for j, one in enumerate(after):
        table["after", j] = (None, box_of(one.get("bbox")))
    table |= {("after", j): table["before", i] for i, j in twins.items()}
    return table


def _unchanged(before: int, after: int, changes: list[Mapping[str, Any]]) -> dict[int, int]:
    stay = (
        sorted(set(range(count)) - {change[f"index_{side}"] for change in changes})
        for side, count in (("before", before), ("after", after))
    )
    return dict(zip(*stay, strict=True))


def box_of(corners: list[float] | None) -> np.ndarray | None:
    """A box of a JSON record, shape ``(4,)``; None where there is none."""
    return None if corners is None else np.array(corners, float)
