"""Which object that went is one that came: objects that moved."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np

from pipeline.core.boxes import area
from pipeline.core.labels import UNNAMED
from pipeline.diff.pixels.aligned_pair import AlignedPair
from pipeline.diff.pixels.things import ChangedThing
from pipeline.diff.pixels.traits import middle
from pipeline.matching.assign import assign


def split(
    pair: AlignedPair, things: list[ChangedThing]
) -> tuple[list[tuple[ChangedThing, ChangedThing]], list[ChangedThing]]:
    """Pairs of things that are one object, before and after, and the things that remain."""
    gone = [one for one in things if one.picture == "before"]
    come = [one for one in things if one.picture == "after"]
    if not gone or not come:
        return [], things
    cost = np.array([[unlike(pair, one, two) for two in come] for one in gone])
    half = pair.judgement.same / 2
    pairs = assign(cost, np.full(len(gone), half), np.full(len(come), half))
    matched = {id(gone[i]) for i, _ in pairs} | {id(come[j]) for _, j in pairs}
    return [(gone[i], come[j]) for i, j in pairs], [one for one in things if id(one) not in matched]


def unlike(pair: AlignedPair, one: ChangedThing, two: ChangedThing) -> float:
    """How much two things differ in looks, size, place and name, in standard deviations of one that moved."""
    judgement = pair.judgement
    spread = np.array([judgement.lightness_spread, judgement.hue_spread, judgement.hue_spread])
    looks = np.abs(one.look - two.look).reshape(4, 3)[[0, 2]] / spread
    grown = float(np.log(area(two.box)[0] / area(one.box)[0])) / judgement.size_spread
    away = np.hypot(*(middle(two.box) - middle(one.box))) / (judgement.step * np.hypot(*pair.sight.mask.shape))
    unlike_name = 0.0 if _may_be_one(one, two) else judgement.other_label
    return float(np.sqrt((looks**2).mean() + grown**2 + away**2)) + unlike_name


def name_of(one: ChangedThing, two: ChangedThing, fixed: Collection[str]) -> str:
    """The label of the surer of two views of one object; a name before none, and one not in ``fixed`` before those."""
    views = sorted((one, two), key=lambda view: (view.label == UNNAMED, view.label in fixed, -view.score))
    return views[0].label


def _may_be_one(one: ChangedThing, two: ChangedThing) -> bool:
    return one.label == two.label or UNNAMED in (one.label, two.label)
