"""A thing that went and another kind of thing that came to its place: one was replaced by the other."""

from __future__ import annotations

from pipeline.core.boxes import iou
from pipeline.diff.pixels.things import UNNAMED, Thing
from pipeline.diff.pixels.words import SURE

SAME_PLACE = 0.5
"""IoU in the shared view; who walks up to where something stood covers less of it."""


def exchanged(things: list[Thing]) -> tuple[list[tuple[Thing, Thing]], list[Thing]]:
    """Pairs of things that take the same place before and after, and the things that remain.

    Both need a name of which the detector is sure, since one thing that is misread in one picture is no other thing.
    """
    come = [one for one in things if one.picture == "after" and _sure(one)]
    pairs: list[tuple[Thing, Thing]] = []
    for gone in things:
        if gone.picture != "before" or not _sure(gone):
            continue
        fits = [(float(iou(gone.box, one.box)[0, 0]), i) for i, one in enumerate(come) if one.label != gone.label]
        fit, best = max(fits, default=(0.0, 0))
        if fit >= SAME_PLACE:
            pairs.append((gone, come.pop(best)))
    taken = {id(thing) for both in pairs for thing in both}
    return pairs, [one for one in things if id(one) not in taken]


def _sure(thing: Thing) -> bool:
    return thing.label != UNNAMED and thing.score >= SURE
