"""Changed regions that no detection explains."""

from __future__ import annotations

import numpy as np

from pipeline.core.boxes import iou
from pipeline.core.labels import UNNAMED
from pipeline.diff.pixels.aligned_pair import PICTURES, AlignedPair, rounded
from pipeline.diff.pixels.colors import hue_change, shows_in_one
from pipeline.diff.pixels.lens import before_the_lens
from pipeline.diff.pixels.regions import Region, clear_part
from pipeline.diff.pixels.shadowed import lit_otherwise
from pipeline.diff.pixels.short_moves import both_places, joined
from pipeline.diff.pixels.things import ChangedThing, unnamed_thing


def unnamed_things(pair: AlignedPair, explained: list[np.ndarray]) -> list[ChangedThing]:
    """Regions that stand out so clearly that something must have come or gone; ``explained`` are boxes of the view.

    Where light, clouds or water change, many regions flicker faintly and none leads.  Where something with a name
    changed, nothing is said of what has none: it is mostly a shadow, a reflection, or a part of the same thing.
    """
    rest = [one for one in pair.sight.regions if not _explained(pair, one, explained) and not _at_the_lens(pair, one)]
    if explained or not rest:
        return []
    weights = np.array([region.evidence * region.area for region in rest])
    clear = np.array([_clear(pair, region) for region in rest])
    if weights[clear].sum() < pair.judgement.stands_out * weights.sum():
        return []
    leading = clear & (weights >= pair.judgement.leading * weights.max())
    told = [region for region, leads in zip(rest, leading, strict=True) if leads]
    if len(told) > 1 and (ends := _ends(pair, joined(told))):
        return ends
    return [thing for region in told for thing in _ends(pair, region) or [_thing(pair, region)]]


def _clear(pair: AlignedPair, region: Region) -> bool:
    judgement = pair.judgement
    large = region.area >= judgement.large * judgement.least_area * pair.sight.mask.size
    if not large or region.peak < judgement.unnamed:
        return False
    tinted = shows_in_one(pair, region) and hue_change(pair, region) >= judgement.least_hue  # no light does that
    return tinted or (region.likeness < judgement.recolored and not lit_otherwise(pair, region))


def _at_the_lens(pair: AlignedPair, region: Region) -> bool:
    return before_the_lens(pair.sight.change, region.box, region.mask, region.side)


def _ends(pair: AlignedPair, region: Region) -> list[ChangedThing]:
    """Both ends of the way of what moved within a region by less than its size; none where nothing did."""
    boxes = both_places(pair, region)
    if boxes is None:
        return []
    return [unnamed_thing(pair, region, box, picture) for box, picture in zip(boxes, PICTURES, strict=True)]


def _thing(pair: AlignedPair, region: Region) -> ChangedThing:
    """The clearly changed part of a region, without faint shadows, in the outline of a detection that fits it."""
    picture = "after" if region.side > 0 else "before"
    box, _ = clear_part(region, pair.sight.evidence, pair.judgement.core)
    agnostic = [one.box for one in pair.known[picture] if one.label == UNNAMED]
    overlaps = iou(box, np.array(agnostic).reshape(-1, 4))[0]
    if len(agnostic) and overlaps.max() >= pair.judgement.snap:
        box = agnostic[int(overlaps.argmax())]
    return unnamed_thing(pair, region, box, picture)


def _explained(pair: AlignedPair, region: Region, boxes: list[np.ndarray]) -> bool:
    """Whether too little of the region is left outside the boxes, each grown for shadows."""
    left = region.mask.copy()
    x, y = region.box[:2].astype(int)
    for box in boxes:
        grow = pair.judgement.shadow * (box[2:] - box[:2])
        x0, y0, x1, y1 = rounded(np.concatenate([box[:2] - grow, box[2:] + grow]), pair.sight.mask.shape)
        left[max(0, y0 - y) : max(0, y1 - y), max(0, x0 - x) : max(0, x1 - x)] = False
    return bool(left.sum() < pair.judgement.explained * region.area)
