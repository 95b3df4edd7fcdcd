"""Which objects are in one picture only."""

from __future__ import annotations

import numpy as np

from pipeline.core.boxes import area, intersection, iou
from pipeline.diff.pixels.judgement import Judgement
from pipeline.diff.pixels.pair import PICTURES, Detection, Pair, other
from pipeline.diff.pixels.things import UNNAMED, Thing, changed_thing, correlation, preserved


def only_in_one(pair: Pair, judgement: Judgement, claimed: list[np.ndarray]) -> list[Thing]:
    """Objects whose pixels changed and that the other picture does not show in the same place.

    ``claimed`` are boxes of the view whose change is explained already.
    """
    found: list[Thing] = []
    for picture in PICTURES:
        changed = []
        for detection in pair.known[picture]:
            if (
                detection.label == UNNAMED
                or detection.score < judgement.least_score
                or _covered(detection.box, claimed)
            ):
                continue
            thing = changed_thing(pair, picture, detection)
            if thing.share < judgement.least_share or thing.fit < judgement.least_fit:
                continue
            if correlation(pair, thing) > judgement.recolored or _still_there(pair, thing, judgement):
                continue
            changed.append(thing)
        found += _best(changed)
    return _without_ghosts(found)


def counterpart(pair: Pair, thing: Thing, overlap: float, least_score: float = 0.0) -> Detection | None:
    """The detection of the same kind in the same place of the other picture, if there is one of that score."""
    alike = [one for one in pair.known[other(thing.picture)] if one.label == thing.label and one.score >= least_score]
    if not alike:
        return None
    overlaps = iou(thing.box, np.array([one.box for one in alike]))[0]
    best = int(overlaps.argmax())
    return alike[best] if overlaps[best] >= overlap else None


def _still_there(pair: Pair, thing: Thing, judgement: Judgement) -> bool:
    """What kept its structure is there; a faint detection, or one of a part, excuses an absence as well.

    Not so where most of the place looks different: then only a detection about as sure does.
    """
    if thing.share >= judgement.replaced:
        return counterpart(pair, thing, judgement.overlap, 0.5 * thing.score) is not None
    if preserved(pair, thing) > judgement.preserved:
        return True
    alike = [one.box for one in pair.known[other(thing.picture)] if one.label == thing.label]
    parts = intersection(thing.box, np.array(alike).reshape(-1, 4))[0]
    return bool((parts >= 0.5 * area(thing.box)[0]).any()) or counterpart(pair, thing, judgement.overlap) is not None


def _best(things: list[Thing]) -> list[Thing]:
    """Of two things in one place the better explanation; a lesser thing that touches another is a part or a shadow."""
    kept: list[Thing] = []
    for thing in sorted(things, key=lambda one: -one.worth):
        if not any(_same_place(thing, rival) or _attached(thing, rival) for rival in kept):
            kept.append(thing)
    return kept


def _without_ghosts(things: list[Thing]) -> list[Thing]:
    """Without what is seen in the empty place that a better thing left, or has not yet come to."""
    kept: list[Thing] = []
    for thing in sorted(things, key=lambda one: -one.worth):
        rivals = [one for one in kept if one.picture != thing.picture]
        if not any(one.worth > 2 * thing.worth and _inside(thing, one) > 0.5 for one in rivals):
            kept.append(thing)
    return kept


def _same_place(thing: Thing, rival: Thing) -> bool:
    return iou(thing.box, rival.box)[0, 0] > 0.45 or max(_inside(thing, rival), _inside(rival, thing)) > 0.75


def _attached(thing: Thing, rival: Thing) -> bool:
    gap = np.maximum(np.maximum(thing.box[:2] - rival.box[2:], rival.box[:2] - thing.box[2:]), 0)
    near = float(np.hypot(*gap)) <= 0.1 * float(np.sqrt(area(rival.box)[0]))
    return near and thing.label != rival.label and thing.worth < 0.7 * rival.worth


def _inside(thing: Thing, rival: Thing) -> float:
    """Share of the thing's box that lies in the rival's."""
    return float(intersection(thing.box, rival.box)[0, 0] / max(area(thing.box)[0], 1.0))


def _covered(box: np.ndarray, claimed: list[np.ndarray]) -> bool:
    if not claimed:
        return False
    shared = intersection(box, np.array(claimed))[0]
    return bool((shared / max(area(box)[0], 1.0) > 0.6).any() or (iou(box, np.array(claimed))[0] > 0.4).any())
