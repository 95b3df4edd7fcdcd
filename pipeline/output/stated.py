"""What a change fact holds, in the strings that JSON and tables have for it."""

from __future__ import annotations

from pipeline.core.types import Change, Named
from pipeline.output.naming import named


def stated_attributes(change: Change) -> dict[str, str]:
    """The attributes of the object, and beside them where it is, what it is next to, where it went and how many."""
    further = {
        "place": change.place and change.place.value,
        "near": change.near,
        "direction": change.direction and change.direction.value,
        "towards": change.towards,
        "away_from": change.away_from,
        "count": str(change.count) if change.count > 1 else None,
    }
    return {**change.attributes, **{name: value for name, value in further.items() if value is not None}}


def stated_values(change: Change) -> tuple[str | None, str | None]:
    """What changed, before and after: values of an attribute, numbers of a group, or objects in a few words."""
    if change.group is not None:
        before, after = change.group
        return str(before), str(after)
    if change.gone is not None or change.newcomer is not None:
        return _phrase(change.gone), _phrase(change.newcomer)
    return change.old, change.new


def _phrase(one: Named | None) -> str | None:
    return None if one is None else named(one.label, one.attributes)
