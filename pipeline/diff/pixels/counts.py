"""How many a group was and is, where several of it came or went and some stayed."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from pipeline.core.boxes import union
from pipeline.core.kinds import ADD, DROP
from pipeline.core.labels import UNNAMED
from pipeline.core.types import Change
from pipeline.diff.pixels.aligned_pair import AlignedDetection, AlignedPair, other
from pipeline.diff.pixels.groups import near_and_alike
from pipeline.diff.pixels.judgement import Grouping
from pipeline.diff.pixels.traits import middle

_PICTURE = {DROP: "before", ADD: "after"}
"""Where all of a group are seen."""


def counted(pair: AlignedPair, facts: list[Change]) -> list[Change]:
    """The facts, with the ``group`` in those that say who of it came or went.

    A number is stated only where both ways to count agree: the group less those that the facts name, and what is
    detected in the group's place in the other picture.
    """
    made = list(facts)
    for kind, picture in _PICTURE.items():
        named = [one for one in pair.known[picture] if one.node is not None and one.label != UNNAMED]
        for group in _groups(named, pair.judgement):
            places = [i for i, fact in enumerate(made) if fact.kind == kind and _node(fact) in _nodes(group)]
            most, rest = len(group), len(group) - len(places)
            if len(places) < pair.judgement.least_told or rest < 1 or _in_place(pair, group, picture) != rest:
                continue
            for i in places:
                made[i] = replace(made[i], group=(most, rest) if kind == DROP else (rest, most))
    return made


def _groups(detections: list[AlignedDetection], judgement: Grouping) -> list[list[AlignedDetection]]:
    """Those of one label that stand next to each other, where they are enough to be counted."""
    left = list(detections)
    found = []
    while left:
        members = [left.pop()]
        for member in members:  # grows while it is walked through
            joining = [one for one in left if _next_to(one, member, judgement)]
            left = [one for one in left if all(one is not another for another in joining)]
            members += joining
        if len(members) >= judgement.counted:
            found.append(members)
    return found


def _next_to(one: AlignedDetection, two: AlignedDetection, judgement: Grouping) -> bool:
    return one.label == two.label and near_and_alike(one.box, two.box, judgement.counted_gap, judgement)


def _in_place(pair: AlignedPair, group: list[AlignedDetection], picture: str) -> int:
    """How many of the label the other picture shows where the group is."""
    whole = union(np.array([one.box for one in group]))
    centers = [
        middle(one.box) for one in pair.known[other(picture)] if one.node is not None and one.label == group[0].label
    ]
    return sum(bool((whole[:2] <= center).all() and (center <= whole[2:]).all()) for center in centers)


def _nodes(group: list[AlignedDetection]) -> set[int | None]:
    return {one.node for one in group}


def _node(fact: Change) -> int | None:
    """The node of what came or went; -1 for a thing that is none."""
    node = fact.node_before if fact.kind == DROP else fact.node_after
    return -1 if node is None else node
