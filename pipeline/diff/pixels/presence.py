"""Which objects are in one picture only."""

from __future__ import annotations

import numpy as np

from pipeline.core.boxes import area, gap, intersection, iou
from pipeline.core.labels import UNNAMED
from pipeline.diff.pixels.aligned_pair import PICTURES, AlignedDetection, AlignedPair, other, rounded
from pipeline.diff.pixels.judgement import Judgement
from pipeline.diff.pixels.things import ChangedThing, changed_thing, correlation, pixels_inside, preserved, worth


def only_in_one(pair: AlignedPair, claimed: list[np.ndarray]) -> list[ChangedThing]:
    """Objects whose pixels changed and that the other picture does not show in the same place.

    ``claimed`` are boxes of the view whose change is explained already.
    """
    judgement = pair.judgement
    found: list[ChangedThing] = []
    for picture in PICTURES:
        changed = []
        for detection in pair.known[picture]:
            if detection.label == UNNAMED or detection.score < judgement.least_score:
                continue
            if _covered(detection.box, claimed, judgement):
                continue
            thing = changed_thing(pair, picture, detection)
            if thing.share < judgement.least_share or thing.fit < judgement.least_fit:
                continue
            if correlation(pair, thing) > judgement.recolored or _still_there(pair, thing):
                continue
            if thing.label in judgement.shapes and _part_of_more(pair, thing):
                continue
            changed.append(thing)
        found += _best(changed, judgement)
    return _without_ghosts(found, judgement)


def counterpart(pair: AlignedPair, thing: ChangedThing, least_score: float = 0.0) -> AlignedDetection | None:
    """The detection of the same kind in the same place of the other picture, if there is one of that score."""
    alike = [one for one in pair.known[other(thing.picture)] if one.label == thing.label and one.score >= least_score]
    if not alike:
        return None
    overlaps = iou(thing.box, np.array([one.box for one in alike]))[0]
    best = int(overlaps.argmax())
    return alike[best] if overlaps[best] >= pair.judgement.overlap else None


def _part_of_more(pair: AlignedPair, thing: ChangedThing) -> bool:
    """Whether little of the region that it lies in is its own: a head may be taken for a ball."""
    whole = rounded(thing.box, pair.sight.mask.shape)
    held, of = max(((pixels_inside(region, whole), region.area) for region in pair.sight.regions), default=(0, 0))
    return held < pair.judgement.part_of_more * of


def _still_there(pair: AlignedPair, thing: ChangedThing) -> bool:
    """What kept its structure is there; a faint detection, or one of a part, excuses an absence as well.

    Not so where most of the place looks different: then only a detection about as sure does.
    """
    judgement = pair.judgement
    if thing.share >= judgement.replaced:
        return counterpart(pair, thing, judgement.as_sure * thing.score) is not None
    if preserved(pair, thing) > judgement.preserved:
        return True
    alike = [one.box for one in pair.known[other(thing.picture)] if one.label == thing.label]
    parts = intersection(thing.box, np.array(alike).reshape(-1, 4))[0]
    covered = bool((parts >= judgement.part * area(thing.box)[0]).any())
    return covered or counterpart(pair, thing) is not None


def _best(things: list[ChangedThing], judgement: Judgement) -> list[ChangedThing]:
    """Of two things in one place the better explanation; a lesser thing that touches another is a part or a shadow."""
    kept: list[ChangedThing] = []
    for thing in sorted(things, key=lambda one: -worth(one, judgement)):
        if not any(_same_place(thing, rival, judgement) or _attached(thing, rival, judgement) for rival in kept):
            kept.append(thing)
    return kept


def _without_ghosts(things: list[ChangedThing], judgement: Judgement) -> list[ChangedThing]:
    """Without what is seen in the empty place that a better thing left, or has not yet come to."""
    kept: list[ChangedThing] = []
    for thing in sorted(things, key=lambda one: -worth(one, judgement)):
        least_worth = judgement.ghost_worth * worth(thing, judgement)
        rivals = [one for one in kept if one.picture != thing.picture and worth(one, judgement) > least_worth]
        if not any(_inside(thing, one) > judgement.ghost_share for one in rivals):
            kept.append(thing)
    return kept


def _same_place(thing: ChangedThing, rival: ChangedThing, judgement: Judgement) -> bool:
    if iou(thing.box, rival.box)[0, 0] > judgement.overlap:
        return True
    return max(_inside(thing, rival), _inside(rival, thing)) > judgement.held


def _attached(thing: ChangedThing, rival: ChangedThing, judgement: Judgement) -> bool:
    near = gap(thing.box, rival.box)[0, 0] <= judgement.attached * float(np.sqrt(area(rival.box)[0]))
    lesser = worth(thing, judgement) < judgement.lesser * worth(rival, judgement)
    return bool(near and thing.label != rival.label and lesser)


def _inside(thing: ChangedThing, rival: ChangedThing) -> float:
    """Share of the thing's box that lies in the rival's."""
    return float(intersection(thing.box, rival.box)[0, 0] / max(area(thing.box)[0], 1.0))


def _covered(box: np.ndarray, claimed: list[np.ndarray], judgement: Judgement) -> bool:
    if not claimed:
        return False
    shares = intersection(box, np.array(claimed))[0] / max(area(box)[0], 1.0)
    overlaps = iou(box, np.array(claimed))[0]
    return bool((shares > judgement.claimed_share).any() or (overlaps > judgement.claimed_overlap).any())
