"""A thing that went and another kind of thing that came to its place: one was replaced by the other."""

from __future__ import annotations

from pipeline.core.boxes import iou
from pipeline.core.labels import UNNAMED
from pipeline.diff.pixels.aligned_pair import AlignedPair
from pipeline.diff.pixels.things import ChangedThing


def exchanged(
    pair: AlignedPair, things: list[ChangedThing]
) -> tuple[list[tuple[ChangedThing, ChangedThing]], list[ChangedThing]]:
    """Pairs of things that take the same place before and after, and the things that remain.

    Both need a name of which the detector is sure, since one thing that is misread in one picture is no other thing.
    """
    sure = [one for one in things if one.label != UNNAMED and one.score >= pair.judgement.sure]
    come = [one for one in sure if one.picture == "after"]
    pairs: list[tuple[ChangedThing, ChangedThing]] = []
    for gone in sure:
        if gone.picture != "before":
            continue
        fits = [(float(iou(gone.box, one.box)[0, 0]), i) for i, one in enumerate(come) if one.label != gone.label]
        fit, best = max(fits, default=(0.0, 0))
        if fits and fit >= pair.judgement.same_place:
            pairs.append((gone, come.pop(best)))
    taken = {id(thing) for both in pairs for thing in both}
    return pairs, [one for one in things if id(one) not in taken]
