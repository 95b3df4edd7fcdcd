"""Like facts about things next to each other told as one: "two people have appeared"."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from pipeline.core.types import Change


def grouped(facts: list[Change]) -> list[Change]:
    """Facts with groups put together, the most salient first."""
    left = sorted(facts, key=_salience, reverse=True)
    made = []
    while left:
        members = [left.pop(0)]
        grown = True
        while grown:
            joining = [one for one in left if any(_together(one, member) for member in members)]
            left = [one for one in left if all(one is not other for other in joining)]
            members += joining
            grown = bool(joining)
        made.append(_one(members))
    return sorted(made, key=_salience, reverse=True)


def _salience(fact: Change) -> float:
    """Sure and large first; what has a name before what has none."""
    boxes = [box for box in (fact.box_before, fact.box_after) if box is not None]
    size = max((float(np.prod(box[2:] - box[:2])) for box in boxes), default=0.0)
    return fact.confidence * size**0.25 * (0.7 if fact.label == "object" else 1.0)


def _together(one: Change, other: Change) -> bool:
    if (one.kind, one.label) != (other.kind, other.label) or one.kind not in ("add", "drop", "move"):
        return False
    if one.label == "object" or one.attributes.get("direction") != other.attributes.get("direction"):
        return False
    if (one.old, one.new) != (other.old, other.new):
        return False
    pairs = ((one.box_before, other.box_before), (one.box_after, other.box_after))
    return all(_next_to(a, b) for a, b in pairs if a is not None and b is not None)


def _next_to(one: np.ndarray, other: np.ndarray) -> bool:
    """Side by side on one level, and of like size."""
    gap = np.maximum(np.maximum(one[:2] - other[2:], other[:2] - one[2:]), 0)
    level = min(one[3], other[3]) - max(one[1], other[1])
    if level < 0.3 * min(one[3] - one[1], other[3] - other[1]):
        return False
    sides = [np.sqrt(float(np.prod(box[2:] - box[:2]))) for box in (one, other)]
    return bool(np.hypot(*gap) < 0.75 * min(sides) and max(sides) < 2.5 * min(sides))


def _one(members: list[Change]) -> Change:
    if len(members) == 1:
        return members[0]
    first = members[0]
    shared = {
        name: value
        for name, value in first.attributes.items()
        if name != "size" and all(member.attributes.get(name) == value for member in members)
    }
    if "place" in first.attributes:
        shared["place"] = first.attributes["place"]
    return replace(
        first,
        attributes={**shared, "count": str(len(members))},
        confidence=max(member.confidence for member in members),
        node_before=None,
        node_after=None,
        box_before=_union([member.box_before for member in members]),
        box_after=_union([member.box_after for member in members]),
    )


def _union(boxes: list[np.ndarray | None]) -> np.ndarray | None:
    known = [box for box in boxes if box is not None]
    if not known:
        return None
    stack = np.array(known)
    return np.concatenate([stack[:, :2].min(0), stack[:, 2:].max(0)])
