"""The truth that sentences are judged by: two scenes and the changes between them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from language.lexicon import ATTRIBUTE_VALUES
from language.scene import Scene, scene_of
from pipeline.core.records import change_rows
from pipeline.core.relations import by_place
from pipeline.core.types import Analysis


@dataclass(frozen=True)
class KnownChange:
    """A true change: the changed object's number in each scene (None where it is absent) and its new value.

    ``new`` is the value of an attribute that changed; ``newcomer`` are the attributes of a replacement.
    """

    kind: str
    before: int | None = None
    after: int | None = None
    new: str = ""
    newcomer: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, eq=False)
class Situation:
    """Two scenes and what changed between them."""

    before: Scene
    after: Scene
    changes: tuple[KnownChange, ...]

    @classmethod
    def of(cls, analysis: Analysis) -> Situation:
        """What an analysis holds to be true, every change fact included."""
        scenes = {picture: scene_of(analysis, picture) for picture in ("before", "after")}
        changes = []
        for change in analysis.changes:
            after = change.node_after
            replaced = change.kind == "replace"
            newcomer = scenes["after"].properties.get(after, {}) if replaced and after is not None else {}
            new = "" if replaced else change.new or ""
            changes.append(KnownChange(change.kind, change.node_before, change.node_after, new, newcomer))
        return cls(scenes["before"], scenes["after"], tuple(changes))

    @classmethod
    def of_record(cls, record: Mapping[str, Any]) -> Situation:
        """The truth of a line of ``pairs.jsonl`` that ``pipeline synth``, or the outside generator, has written.

        Read are ``objects_*`` and ``relationships_*`` of both sides, and ``changes``, or ``kind`` and ``change``.

        Raises
        ------
        ValueError
            If it does not say what changed.
        """
        rows = change_rows(record)
        if rows is None:
            raise ValueError("the record does not say what changed")
        changes = tuple(_known(row, record["objects_after"]) for row in rows)
        scenes = [
            Scene.of_truth(
                record[f"objects_{side}"],
                by_place(record[f"objects_{side}"], record[f"relationships_{side}"]),
                [place for change in changes if (place := getattr(change, side)) is not None],
            )
            for side in ("before", "after")
        ]
        return cls(scenes[0], scenes[1], changes)


def _known(row: Mapping[str, Any], objects_after: list[dict[str, str]]) -> KnownChange:
    after = row["index_after"]
    now = {} if after is None else {name: objects_after[after][name] for name in ATTRIBUTE_VALUES}
    return KnownChange(
        row["kind"],
        row["index_before"],
        after,
        now.get(row["kind"], ""),
        now if row["kind"] == "replace" else {},
    )
