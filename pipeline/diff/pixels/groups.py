"""Like facts about things next to each other told as one: "two people have appeared"."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from pipeline.core.boxes import area, gap, union
from pipeline.core.kinds import ADD, DROP, MOVE
from pipeline.core.labels import UNNAMED
from pipeline.core.types import Change
from pipeline.diff.pixels.judgement import Grouping


def grouped(facts: list[Change], judgement: Grouping) -> list[Change]:
    """Facts with groups put together: what most things have in common first, and of these the most salient."""

    def salience(fact: Change) -> float:
        return _salience(fact, judgement)

    fates: dict[tuple[object, ...], float] = {}
    for fact in facts:
        fates[_fate(fact)] = fates.get(_fate(fact), 0.0) + salience(fact)

    def order(fact: Change) -> tuple[float, float]:
        return fates[_fate(fact)] if fact.label != UNNAMED else salience(fact), salience(fact)

    left = sorted(facts, key=salience, reverse=True)
    made = []
    while left:
        members = [left.pop(0)]
        grown = True
        while grown:
            joining = [one for one in left if any(_together(one, member, judgement) for member in members)]
            left = [one for one in left if all(one is not other for other in joining)]
            members += joining
            grown = bool(joining)
        made.append(_one(members))
    return sorted(made, key=order, reverse=True)


def near_and_alike(one: np.ndarray, other: np.ndarray, reach: float, judgement: Grouping) -> bool:
    """Whether two boxes are of like size, and their gap is less than ``reach`` times the side of the smaller."""
    small, large = sorted(np.sqrt(area(np.array([one, other]))))
    return bool(gap(one, other)[0, 0] < reach * small and large < judgement.like_size * small)


def _fate(fact: Change) -> tuple[object, ...]:
    """What became of which kind of thing."""
    return fact.kind, fact.label, fact.direction


def _salience(fact: Change, judgement: Grouping) -> float:
    """Sure and large first; what has a name before what has none."""
    boxes = [box for box in (fact.box_before, fact.box_after) if box is not None]
    size = max((float(area(box)[0]) for box in boxes), default=0.0)
    weight = judgement.unnamed_salience if fact.label == UNNAMED else 1.0
    return fact.confidence * size**judgement.size_power * weight


def _together(one: Change, other: Change, judgement: Grouping) -> bool:
    if (one.kind, one.label) != (other.kind, other.label) or one.kind not in (ADD, DROP, MOVE):
        return False
    if one.label == UNNAMED or (one.direction, one.group) != (other.direction, other.group):
        return False
    pairs = ((one.box_before, other.box_before), (one.box_after, other.box_after))
    return all(_next_to(a, b, judgement) for a, b in pairs if a is not None and b is not None)


def _next_to(one: np.ndarray, other: np.ndarray, judgement: Grouping) -> bool:
    """Side by side on one level, and of like size."""
    level = min(one[3], other[3]) - max(one[1], other[1])
    if level < judgement.level * min(one[3] - one[1], other[3] - other[1]):
        return False
    return near_and_alike(one, other, judgement.together_gap, judgement)


def _one(members: list[Change]) -> Change:
    """One fact for several; the place is that of the first, and what they do not share is left out."""
    if len(members) == 1:
        return members[0]
    first = members[0]
    shared = {
        name: value
        for name, value in first.attributes.items()
        if name != "size" and all(member.attributes.get(name) == value for member in members)
    }
    return replace(
        first,
        attributes=shared,
        near=_common([member.near for member in members]),
        towards=_common([member.towards for member in members]),
        away_from=_common([member.away_from for member in members]),
        count=len(members),
        confidence=max(member.confidence for member in members),
        node_before=None,
        node_after=None,
        box_before=_union([member.box_before for member in members]),
        box_after=_union([member.box_after for member in members]),
    )


def _common(landmarks: list[str | None]) -> str | None:
    """The landmark that all of them have; None where they differ."""
    return landmarks[0] if len(set(landmarks)) == 1 else None


def _union(boxes: list[np.ndarray | None]) -> np.ndarray | None:
    known = [box for box in boxes if box is not None]
    return union(np.array(known)) if known else None
