"""Which object that went is one that came: objects that moved."""

from __future__ import annotations

import numpy as np

from pipeline.core.boxes import area
from pipeline.diff.pixels.pair import Pair
from pipeline.diff.pixels.things import FIXED, UNNAMED, Thing
from pipeline.diff.pixels.words import middle
from pipeline.matching.assign import assign

LAB_SPREAD = np.array([30.0, 14.0, 14.0])
"""How much the mean colour of half an object varies as it moves and turns, in L, a and b."""

SIZE_SPREAD = 1.2
"""The same for the logarithm of its area."""

STEP = 0.6
"""The same for its place, in diagonals of the picture."""

OTHER_LABEL = 0.6
"""What a different label adds: detectors often misread one view of an object."""


def split(pair: Pair, things: list[Thing], same: float) -> tuple[list[tuple[Thing, Thing]], list[Thing]]:
    """Pairs of things that are one object, before and after, and the things that remain."""
    gone = [one for one in things if one.picture == "before"]
    come = [one for one in things if one.picture == "after"]
    if not gone or not come:
        return [], things
    cost = np.array([[unlike(pair, one, two) for two in come] for one in gone])
    pairs = assign(cost, np.full(len(gone), same / 2), np.full(len(come), same / 2))
    matched = {id(gone[i]) for i, _ in pairs} | {id(come[j]) for _, j in pairs}
    return [(gone[i], come[j]) for i, j in pairs], [one for one in things if id(one) not in matched]


def unlike(pair: Pair, one: Thing, two: Thing) -> float:
    """How much two things differ in looks, size, place and name, in standard deviations of one that moved."""
    gap = np.abs(one.look - two.look).reshape(4, 3)[[0, 2]] / LAB_SPREAD
    grown = float(np.log(area(two.box)[0] / area(one.box)[0])) / SIZE_SPREAD
    away = np.hypot(*(middle(two.box) - middle(one.box))) / (STEP * np.hypot(*pair.sight.mask.shape))
    return float(np.sqrt((gap**2).mean() + grown**2 + away**2)) + (0.0 if _may_be_one(one, two) else OTHER_LABEL)


def name_of(one: Thing, two: Thing) -> str:
    """The label of the surer of two views of one object; a name before none."""
    views = sorted((one, two), key=lambda view: (view.label == UNNAMED, view.label in FIXED, -view.score))
    return views[0].label


def _may_be_one(one: Thing, two: Thing) -> bool:
    return one.label == two.label or UNNAMED in (one.label, two.label)
