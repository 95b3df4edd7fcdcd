"""Relations as scene records write them: for each object the list of those that stand so of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

Relations = dict[str, list[list[int]]]


def by_place(objects: Sequence[Mapping[str, Any]], relations: Mapping[str, Sequence[Sequence[int]]]) -> Relations:
    """The same relations with every object named by its place in the list.

    Some generators name objects by an ``id`` that stays the same over both pictures, so that it is no place any more
    once an object has gone; objects without an ``id`` are named by their place already.
    """
    places = {one.get("id", place): place for place, one in enumerate(objects)}
    return {
        relation: [[places[name] for name in names if name in places] for names in lists]
        for relation, lists in relations.items()
    }
