"""Still-standing things beside what changed: what it is next to, and what it came closer to or went away from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from language.morphology import plural
from pipeline.core.boxes import area, gap, iou
from pipeline.diff.pixels.aligned_pair import AlignedDetection, AlignedPair, other, rounded
from pipeline.diff.pixels.judgement import Describing, Judgement
from pipeline.diff.pixels.things import ChangedThing

SEVERAL = 2
"""Things of a kind from which on a thing stands by all of them."""


@dataclass(frozen=True)
class Bearings:
    """What a moved thing came closer to, and what it went away from: labels, in the plural for several of a kind."""

    towards: str | None = None
    away_from: str | None = None


def landmark_of(pair: AlignedPair, thing: ChangedThing) -> str | None:
    """The label of a sure, unchanged object of another kind next to the thing; in the plural where several are."""
    found = [one for one in _standing(pair, thing) if _near(thing.box, one.box, pair.judgement)]
    if not found:
        return None
    closest = min(found, key=lambda one: float(gap(thing.box, one.box)[0, 0]))
    return _named([one for one in found if one.label == closest.label])


def bearings_of(pair: AlignedPair, start: ChangedThing, end: ChangedThing) -> Bearings:
    """Of a thing that moved: which landmark is next to one of its ends, and farther from the other.

    The camera sees depth foreshortened, so that less distance in the picture is not yet less distance on the ground:
    the thing must have come closer both sideways and in depth, or have stayed as far in one of them.
    """
    again = pair.known[other(start.picture)]
    standing = [one for one in _standing(pair, start) if _seen_again(one, again, pair.judgement)]
    judgement = pair.judgement
    return Bearings(
        _reached(start.box, end.box, standing, judgement), _reached(end.box, start.box, standing, judgement)
    )


def _standing(pair: AlignedPair, thing: ChangedThing) -> Iterator[AlignedDetection]:
    """Sure detections of what did not change and is of another kind than the thing."""
    judgement, mask = pair.judgement, pair.sight.mask
    for one in pair.known[thing.picture]:
        if one.label == thing.label or one.label in judgement.no_landmarks or one.score < judgement.sure:
            continue
        x0, y0, x1, y1 = rounded(one.box, mask.shape)
        changed = mask[y0:y1, x0:x1].mean() > judgement.landmark_changed
        if not changed and area(one.box)[0] <= judgement.landmark_area * mask.size:
            yield one


def _seen_again(one: AlignedDetection, again: Sequence[AlignedDetection], judgement: Judgement) -> bool:
    """Whether the other picture shows the same in the same place."""
    alike = [seen.box for seen in again if seen.label == one.label]
    return bool(alike) and bool(iou(one.box, np.array(alike)).max() >= judgement.same_place)


def _near(box: np.ndarray, landmark: np.ndarray, judgement: Describing) -> bool:
    """Whether a thing stands next to another: in the picture, and on the ground as far as their lower ends tell."""
    side = float((box[2:] - box[:2]).max())
    before = box[3] - landmark[3] if box[3] > landmark[3] else 0.0
    return bool(gap(box, landmark)[0, 0] < judgement.near_gap * side and before <= judgement.near_level * side)


def _reached(
    far: np.ndarray, near: np.ndarray, standing: Sequence[AlignedDetection], judgement: Describing
) -> str | None:
    """The kind of landmark that is next to one end of a way, and clearly farther from the other."""
    step = judgement.approach * float((near[2:] - near[:2]).max())
    best, found = np.inf, None
    for label in {one.label for one in standing}:
        alike = [one for one in standing if one.label == label]
        beside = [one for one in alike if _near(near, one.box, judgement)]
        gone = [_offsets(far, one.box) - _offsets(near, one.box) for one in beside]
        if not beside or any(_near(far, one.box, judgement) for one in alike):
            continue
        apart = float(gap(near, np.array([one.box for one in beside])).min())
        came = float(gap(far, np.array([one.box for one in alike])).min()) - apart
        if came >= step and all((one >= -judgement.wobble * step).all() for one in gone) and apart < best:
            best, found = apart, _named(beside)
    return found


def _offsets(box: np.ndarray, landmark: np.ndarray) -> np.ndarray:
    """How far a box is from a landmark sideways, and how far their lower ends are apart; shape ``(2,)``."""
    across = max(landmark[0] - box[2], box[0] - landmark[2], 0.0)
    return np.array([across, abs(box[3] - landmark[3])])


def _named(alike: Sequence[AlignedDetection]) -> str:
    label = alike[0].label
    return plural(label) if len(alike) >= SEVERAL else label
