"""The truth of a rendered pair, as far as the network is asked for it: objects, which stay, and which one changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from language.lexicon import ATTRIBUTE_VALUES
from pipeline.core.records import unchanged

VISIBLE = 0.08
"""Share of an object that must be seen for anyone to be asked for it."""


@dataclass(frozen=True, eq=False)
class Truth:
    """Of one pair.

    ``middles`` are those of the objects' boxes in both pictures, each ``(m, 2)`` in shares of width and height, no
    numbers where an object is hidden; ``looks`` ``(m, attributes)`` the numbers of its values; ``same`` ``(k, 2)`` the
    objects that stand where they stood; ``changed`` the changed object in each picture, None where it is absent.
    """

    kind: str
    middles: tuple[np.ndarray, np.ndarray]
    looks: tuple[np.ndarray, np.ndarray]
    same: np.ndarray
    changed: tuple[int | None, int | None]

    @classmethod
    def of_record(cls, record: Mapping[str, Any]) -> Truth:
        """Of a line of ``pairs.jsonl`` as ``pipeline synth`` writes it; of several changes, the first."""
        change = record.get("change") or {"index_before": None, "index_after": None}
        changed = change["index_before"], change["index_after"]
        sides = [record[f"objects_{side}"] for side in ("before", "after")]
        stays = list(unchanged(len(sides[0]), len(sides[1]), [changed]).items())
        if record["kind"] in ATTRIBUTE_VALUES:
            stays.append(changed)
        sizes = [
            (record[f"camera_{side}"]["width"], record[f"camera_{side}"]["height"]) for side in ("before", "after")
        ]
        first, second = (_middles(objects, *size) for objects, size in zip(sides, sizes, strict=True))
        looks = (_looks(sides[0]), _looks(sides[1]))
        return cls(record["kind"], (first, second), looks, np.array(stays, int).reshape(-1, 2), changed)


def _middles(objects: Sequence[Mapping[str, Any]], width: int, height: int) -> np.ndarray:
    return np.array([_middle(one, width, height) for one in objects], float).reshape(-1, 2)


def _middle(one: Mapping[str, Any], width: int, height: int) -> tuple[float, float]:
    if not one["bbox"] or one["visibility"] < VISIBLE:
        return (np.nan, np.nan)
    x0, y0, x1, y1 = one["bbox"]
    return (x0 + x1) / 2 / width, (y0 + y1) / 2 / height


def _looks(objects: Sequence[Mapping[str, Any]]) -> np.ndarray:
    rows = [[values.index(one[name]) for name, values in ATTRIBUTE_VALUES.items()] for one in objects]
    return np.array(rows, int).reshape(-1, len(ATTRIBUTE_VALUES))
