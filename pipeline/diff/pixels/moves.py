"""Which thing that went is one that came: every story about all of them has a cost, and the cheapest one is told.

A thing that one picture names may have come or gone, or be what the other picture names elsewhere, or what changed
there without a name.  Costs are in nats: what makes a reading e times less likely costs 1.
"""

from __future__ import annotations

import numpy as np

from pipeline.core.boxes import iou
from pipeline.core.labels import PERSON, UNNAMED
from pipeline.diff.pixels.aligned_pair import PICTURES, AlignedPair, rounded
from pipeline.diff.pixels.hidden_ends import Window, ends, places, remains
from pipeline.diff.pixels.judgement import Identity
from pipeline.diff.pixels.things import Both, ChangedThing, appearance
from pipeline.diff.pixels.traits import middle
from pipeline.matching.assign import assign

ROUNDS = 4
"""Ends without a name that one region may hold: those who walk side by side change one region."""

CLEAR_SIDE, CLEAR_CONTRAST = 3.0, 4.0
"""Beyond these an outline, or how unlike a thing the empty place is, tells no more."""

FRAME = 2.0
"""Pixels of the view from its frame, within which a box ends that the frame may cut off."""


def split(
    pair: AlignedPair, things: list[ChangedThing], explained: list[np.ndarray]
) -> tuple[list[Both], list[ChangedThing]]:
    """Pairs of things that are one object, before and after, and the things that remain.

    ``explained`` are boxes of the view whose change is explained otherwise.
    """
    moved: list[Both] = []
    left = remains(pair, [*explained, *(thing.box for thing in things)])
    for _ in range(ROUNDS):
        found = _round(pair, things, left)
        moved += found
        taken = {id(thing) for both in found for thing in both}
        things = [one for one in things if id(one) not in taken]
        hidden = [one for both in found for one in both if one.node is None and one.label == UNNAMED]
        for one in hidden:
            x0, y0, x1, y1 = rounded(one.box, left.shape)
            left[y0:y1, x0:x1] = False
        if not hidden:
            break
    return moved, things


def unlike(pair: AlignedPair, one: ChangedThing, two: ChangedThing) -> float:
    """What it costs that two things are one that moved: they differ in looks, size, place or name."""
    judgement = pair.judgement
    halves = _whole_halves((one, two), pair.sight.mask.shape)
    grown = 0.0 if len(halves) < 2 else abs(float(np.log((two.box[3] - two.box[1]) / (one.box[3] - one.box[1]))))
    name = 0.0 if _may_be_one(one, two) else judgement.other_label * min(one.score, two.score) ** 0.5
    away = judgement.away_cost * _steps(one, two)
    return looks(one.look, two.look, judgement, halves) + judgement.height_cost * grown + away + name


def looks(one: np.ndarray, two: np.ndarray, judgement: Identity, halves: tuple[int, ...] = (0, 1)) -> float:
    """What unlike mean colours of the upper (0) and the lower half (1) cost."""
    apart = (one - two).reshape(4, 3)[[2 * half for half in halves]]
    hue = np.hypot(apart[:, 1], apart[:, 2]).mean()
    return float(judgement.lightness_cost * np.abs(apart[:, 0]).mean() + judgement.hue_cost * hue)


def name_of(pair: AlignedPair, one: ChangedThing, two: ChangedThing) -> str:
    """The label that both views of one object speak for most; those in ``fixed``, which do not move, count little.

    Of each label the best score in each picture counts, faint ones included: what is taken for a motorcycle in one
    view and for a person in the other is what it is more surely seen to be.  What is faintly taken for a bicycle or a
    motorcycle (``ridden``) and went on is whoever is seen there, too: none goes by itself.
    """
    judgement = pair.judgement
    totals: dict[str, float] = {}
    surest: dict[str, float] = {}
    for view in (one, two):
        best: dict[str, float] = {view.label: view.score} if view.label != UNNAMED else {}
        boxes = np.array([seen.box for seen in pair.known[view.picture]]).reshape(-1, 4)
        for seen, overlap in zip(pair.known[view.picture], iou(view.box, boxes)[0], strict=True):
            if overlap >= judgement.overlap and seen.label != UNNAMED:
                best[seen.label] = max(best.get(seen.label, 0.0), seen.score)
        for label, score in best.items():
            worth = judgement.fixed_worth if label in judgement.fixed else 1.0
            totals[label] = totals.get(label, 0.0) + score * worth
            surest[label] = max(surest.get(label, 0.0), score)
    found = max(totals, key=lambda label: totals[label], default=UNNAMED)
    doubted = found in judgement.ridden and surest[found] < judgement.sure
    return PERSON if doubted and surest.get(PERSON, 0.0) >= judgement.least_score else found


def _round(pair: AlignedPair, things: list[ChangedThing], left: np.ndarray) -> list[Both]:
    """The cheapest story in which every changed region holds at most one end without a name."""
    sides = {picture: [one for one in things if one.picture == picture] for picture in PICTURES}
    found = places(pair, left) if any(one.label != UNNAMED for one in things) else []
    counts = [len(sides[picture]) for picture in PICTURES]
    cost = np.full([count + len(found) for count in counts], np.inf)
    for i, gone in enumerate(sides["before"]):
        for j, come in enumerate(sides["after"]):
            cost[i, j] = unlike(pair, gone, come)
    hidden: dict[tuple[int, int], ChangedThing] = {}
    for side, picture in enumerate(PICTURES):
        for i, thing in enumerate(sides[picture]):
            for k, place in enumerate(found if thing.label != UNNAMED else ()):
                best = _hidden(pair, thing, left, place)
                if best is not None:
                    cell = (i, counts[1] + k) if side == 0 else (counts[0] + k, i)
                    cost[cell], hidden[cell] = best
    alone = [np.repeat([pair.judgement.came, pair.judgement.unexplained], (count, len(found))) for count in counts]
    pairs = assign(np.minimum(cost, 1e6), *alone) if cost.size else []
    return [_both(sides, hidden, pair_) for pair_ in pairs]


def _both(
    sides: dict[str, list[ChangedThing]], hidden: dict[tuple[int, int], ChangedThing], cell: tuple[int, int]
) -> Both:
    gone, come = (
        sides[picture][i] if i < len(sides[picture]) else hidden[cell]
        for i, picture in zip(cell, PICTURES, strict=True)
    )
    return gone, come


def _hidden(
    pair: AlignedPair, thing: ChangedThing, left: np.ndarray, place: Window
) -> tuple[float, ChangedThing] | None:
    """The likeliest end of a thing in a place where the other picture names nothing, and what it costs."""
    judgement = pair.judgement
    costs = []
    for end in ends(pair, thing, left, place):
        apart = looks(thing.look, end.look, judgement)
        empty = appearance(pair, thing.picture, rounded(end.box, left.shape), end.mask)
        contrast = np.clip(looks(thing.look, empty, judgement) - apart, 0, CLEAR_CONTRAST)
        side = np.clip(end.side if end.picture == "after" else -end.side, -CLEAR_SIDE, CLEAR_SIDE)
        shown = judgement.outline_worth * side + judgement.contrast_worth * contrast
        costs.append((float(apart + judgement.away_cost * _steps(thing, end) - shown), end))
    return min(costs, key=lambda one: one[0], default=None)


def _steps(one: ChangedThing, two: ChangedThing) -> float:
    """How far apart two things are in their own heights, far ones on a logarithmic scale."""
    height = np.sqrt((one.box[3] - one.box[1]) * (two.box[3] - two.box[1]))
    return float(np.log1p(np.hypot(*(middle(two.box) - middle(one.box))) / height))


def _whole_halves(things: Both, shape: tuple[int, ...]) -> tuple[int, ...]:
    """The halves, upper (0) and lower (1), that show the same of both things: the frame may cut one of them off."""
    if any(thing.box[3] >= shape[0] - FRAME for thing in things):
        return (0,)
    return (1,) if any(thing.box[1] <= FRAME for thing in things) else (0, 1)


def _may_be_one(one: ChangedThing, two: ChangedThing) -> bool:
    return one.label == two.label or UNNAMED in (one.label, two.label)
