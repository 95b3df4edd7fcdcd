"""A thing that went and another kind of thing that came to its place: one was replaced by the other."""

from __future__ import annotations

import numpy as np

from pipeline.core.boxes import iou
from pipeline.core.labels import UNNAMED
from pipeline.diff.pixels.aligned_pair import PICTURES, AlignedPair, other
from pipeline.diff.pixels.moves import looks
from pipeline.diff.pixels.occupied import occupied
from pipeline.diff.pixels.regions import Region
from pipeline.diff.pixels.things import Both, ChangedThing, changed_thing, unnamed_thing
from pipeline.diff.pixels.traits import middle


def exchanged(pair: AlignedPair, things: list[ChangedThing]) -> tuple[list[Both], list[ChangedThing]]:
    """Pairs of things that take the same place before and after, and the things that remain.

    Both need a name of which the detector is sure, since one thing that is misread in one picture is no other thing.
    Where it is less sure of one of them, that one has to look unlike the other: in a place that is empty it sees next
    to nothing, so a fair guess at another kind of thing is one.
    """
    pairs: list[Both] = []
    left = [one for one in things if one.label != UNNAMED and one.score >= pair.judgement.sure]
    while left:
        thing = left.pop(0)
        partner = _known_partner(pair, thing, left) or _guessed_partner(pair, thing)
        if partner is not None:
            left = [one for one in left if one is not partner]
            pairs.append((thing, partner) if thing.picture == "before" else (partner, thing))
    rest = _without(things, pairs)
    pairs += _one_in_the_others_middle(pair, rest)
    rest = [one for one in _without(rest, pairs) if not _in_place_of(one, pairs, pair)]
    pairs += (found := _things_in_both(pair, rest))
    return pairs, [one for one in _without(rest, found) if not _in_place_of(one, found, pair)]


def _without(things: list[ChangedThing], pairs: list[Both]) -> list[ChangedThing]:
    taken = {id(thing) for both in pairs for thing in both}
    return [one for one in things if id(one) not in taken]


def _known_partner(pair: AlignedPair, thing: ChangedThing, others: list[ChangedThing]) -> ChangedThing | None:
    """The other picture's thing of another kind in the same place."""
    rivals = [one for one in others if one.picture != thing.picture and one.label != thing.label]
    fits = [(float(iou(thing.box, one.box)[0, 0]), one) for one in rivals]
    fit, best = max(fits, key=lambda one: one[0], default=(0.0, None))
    return best if fit >= pair.judgement.same_place else None


def _guessed_partner(pair: AlignedPair, thing: ChangedThing) -> ChangedThing | None:
    """What the other picture is fairly sure to show in the same place, if it is of another kind and looks unlike."""
    judgement = pair.judgement
    picture = other(thing.picture)
    seen = [one for one in pair.known[picture] if one.label != UNNAMED and one.score >= judgement.replacing]
    overlaps = iou(thing.box, np.array([one.box for one in seen]).reshape(-1, 4))[0]
    here = [one for one, overlap in zip(seen, overlaps, strict=True) if overlap >= judgement.same_place]
    if not here or any(one.label == thing.label for one in here):
        return None
    found = changed_thing(pair, picture, max(here, key=lambda one: one.score))
    return found if looks(thing.look, found.look, judgement) >= judgement.unlike_looks else None


def _one_in_the_others_middle(pair: AlignedPair, things: list[ChangedThing]) -> list[Both]:
    """Pairs of things of two kinds, wide and narrow ones, of which one stands in the middle of where the other stood.

    That one came and the other went would be told in any case, so that neither has to be surer for being told together.
    """
    named = [one for one in things if one.label != UNNAMED]
    gone, come = ([one for one in named if one.picture == picture] for picture in ("before", "after"))
    fits = [(_fit(one, two, pair.judgement.off_middle), one, two) for one in gone for two in come]
    pairs: list[Both] = []
    for fit, one, two in sorted(fits, key=lambda fit: -fit[0]):
        if fit >= pair.judgement.some_place and one in _without(gone, pairs) and two in _without(come, pairs):
            pairs.append((one, two))
    return pairs


def _things_in_both(pair: AlignedPair, things: list[ChangedThing]) -> list[Both]:
    """Pairs in whose place both pictures show a thing rather than the ground, of which one has a name at least."""
    pairs: list[Both] = []
    for region in pair.sight.regions if things else ():
        left = _without(things, pairs)
        here = [one for one in left if iou(one.box, region.box)[0, 0] >= pair.judgement.same_place]
        told = {one.picture for one in left if _within(middle(one.box), region.box)}
        if not here or len(told) > 1 or region.likeness >= pair.judgement.recolored:
            continue  # two that are told of do not have one place, or they were paired before
        if occupied(pair, region).min() < pair.judgement.both_there:
            continue
        gone, come = (_shown(pair, region, picture, here) for picture in PICTURES)
        if gone.label != come.label:
            pairs.append((gone, come))
    return pairs


def _within(point: np.ndarray, box: np.ndarray) -> bool:
    return bool((point >= box[:2]).all() and (point <= box[2:]).all())


def _shown(pair: AlignedPair, region: Region, picture: str, things: list[ChangedThing]) -> ChangedThing:
    """What a picture shows in a region: a thing that is told of, what the detector names there, or an object."""
    told = [one for one in things if one.picture == picture and one.score >= pair.judgement.sure_name]
    if told:
        return told[0]
    seen = [one for one in pair.known[picture] if one.label != UNNAMED and one.score >= pair.judgement.sure_name]
    seen = [one for one in seen if iou(one.box, region.box)[0, 0] >= pair.judgement.same_place]
    if not seen:
        return unnamed_thing(pair, region, region.box, picture)
    return changed_thing(pair, picture, max(seen, key=lambda one: one.score))


def _fit(one: ChangedThing, two: ChangedThing, off_middle: float) -> float:
    """IoU of two things of different kinds that have one middle and one height, otherwise 0."""
    if one.label == two.label:
        return 0.0
    width, height = np.minimum(*(thing.box[2:] - thing.box[:2] for thing in (one, two)))
    (left, top, right, bottom) = two.box - one.box
    beside = abs(left + right) / 2 > off_middle * width or max(abs(top), abs(bottom)) > off_middle * height
    return 0.0 if beside else float(iou(one.box, two.box)[0, 0])


def _in_place_of(thing: ChangedThing, pairs: list[Both], pair: AlignedPair) -> bool:
    """Whether a thing is one that took another's place, or that one without its name, told already."""
    return any(
        thing.label in (UNNAMED, one.label) and iou(thing.box, one.box)[0, 0] >= pair.judgement.same_place
        for both in pairs
        for one in both
    )
