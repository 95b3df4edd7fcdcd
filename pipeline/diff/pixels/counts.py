"""How many a group was and is, where several of it came or went and some stayed."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from pipeline.core.types import Change
from pipeline.diff.pixels.pair import Detection, Pair, other
from pipeline.diff.pixels.things import UNNAMED
from pipeline.diff.pixels.words import middle

GROUP = 3
"""From so many on, like things next to each other are a group."""

_PICTURE = {"drop": "before", "add": "after"}
"""Where all of a group are seen."""


def counted(pair: Pair, facts: list[Change]) -> list[Change]:
    """The facts, with the number of the group in ``old`` and ``new`` of those that say who of it came or went.

    A number is stated only where both ways to count agree: the group less those that the facts name, and what is
    detected in the group's place in the other picture.
    """
    made = list(facts)
    for kind, picture in _PICTURE.items():
        for group in _groups([one for one in pair.known[picture] if one.node is not None and one.label != UNNAMED]):
            places = [i for i, fact in enumerate(made) if fact.kind == kind and _node(fact) in _nodes(group)]
            most, rest = len(group), len(group) - len(places)
            if len(places) < 2 or rest < 1 or _in_place(pair, group, picture) != rest:
                continue
            old, new = (most, rest) if kind == "drop" else (rest, most)
            for i in places:
                made[i] = replace(made[i], old=str(old), new=str(new))
    return made


def _groups(detections: list[Detection]) -> list[list[Detection]]:
    """Those of one label that stand next to each other, at least :data:`GROUP` of them."""
    left = list(detections)
    found = []
    while left:
        members = [left.pop()]
        for member in members:  # grows while it is walked through
            joining = [one for one in left if one.label == member.label and _near(one.box, member.box)]
            left = [one for one in left if all(one is not another for another in joining)]
            members += joining
        if len(members) >= GROUP:
            found.append(members)
    return found


def _near(one: np.ndarray, two: np.ndarray) -> bool:
    """Of like size, and no further apart than they are large."""
    gap = np.maximum(np.maximum(one[:2] - two[2:], two[:2] - one[2:]), 0)
    sides = [float(np.sqrt(np.prod(box[2:] - box[:2]))) for box in (one, two)]
    return bool(np.hypot(*gap) < min(sides) and max(sides) < 2.5 * min(sides))


def _in_place(pair: Pair, group: list[Detection], picture: str) -> int:
    """How many of the label the other picture shows where the group is."""
    boxes = np.array([one.box for one in group])
    low, high = boxes[:, :2].min(0), boxes[:, 2:].max(0)
    centers = [
        middle(one.box) for one in pair.known[other(picture)] if one.node is not None and one.label == group[0].label
    ]
    return sum(bool((low <= center).all() and (center <= high).all()) for center in centers)


def _nodes(group: list[Detection]) -> set[int | None]:
    return {one.node for one in group}


def _node(fact: Change) -> int | None:
    """The node of what came or went; -1 for a thing that is none."""
    node = fact.node_before if fact.kind == "drop" else fact.node_after
    return -1 if node is None else node
