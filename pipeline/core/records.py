"""Lines of ``pairs.jsonl`` with the truth of both scenes: the two forms in which they say what changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

Row = Mapping[str, Any]


def change_rows(record: Row) -> list[Row] | None:
    """What changed, a row for each change with its ``kind``; None where the line does not say.

    A line has ``changes``, or ``kind`` and one ``change``, of which ``none`` has no change.
    """
    if isinstance(record.get("changes"), list):
        return record["changes"]
    if record.get("kind") == "none":
        return []
    return [{"kind": record["kind"], **record["change"]}] if "kind" in record and "change" in record else None


def unchanged(before: int, after: int, changed: Sequence[tuple[int | None, int | None]]) -> dict[int, int]:
    """The objects that no change is about, number before to number after, of so many objects in either list.

    ``changed`` are the numbers before and after of those that changed; they do not disturb the order of the others.
    """
    stayed = (
        sorted(set(range(count)) - {pair[side] for pair in changed}) for side, count in enumerate((before, after))
    )
    return dict(zip(*stayed, strict=True))
