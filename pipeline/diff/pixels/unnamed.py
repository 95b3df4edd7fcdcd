"""Changed regions that no detection explains."""

from __future__ import annotations

import numpy as np

from pipeline.core.boxes import iou
from pipeline.diff.pixels.judgement import Judgement
from pipeline.diff.pixels.pair import Pair, rounded
from pipeline.diff.pixels.regions import Region
from pipeline.diff.pixels.things import UNNAMED, Thing, unnamed_thing

SNAP = 0.6
"""IoU from which a class-agnostic detection is taken for the outline of a changed region."""


def unnamed_things(pair: Pair, judgement: Judgement, explained: list[np.ndarray]) -> list[Thing]:
    """Regions that stand out so clearly that something must have come or gone; ``explained`` are boxes of the view.

    Where light, clouds or water change, many regions flicker faintly and none leads.  Where something with a name
    changed, nothing is said of what has none: it is mostly a shadow, a reflection, or a part of the same thing.
    """
    rest = [region for region in pair.sight.regions if not _explained(region, explained, pair.sight.mask.shape)]
    if explained or not rest:
        return []
    weights = np.array([region.evidence * region.area for region in rest])
    clear = np.array([_clear(pair, region, judgement) for region in rest])
    if weights[clear].sum() < judgement.stands_out * weights.sum():
        return []
    leading = clear & (weights >= 0.2 * weights.max())
    return [_thing(pair, region) for region, leads in zip(rest, leading, strict=True) if leads]


def _clear(pair: Pair, region: Region, judgement: Judgement) -> bool:
    large = region.area >= 4 * judgement.least_area * pair.sight.mask.size
    return bool(large and region.peak >= judgement.unnamed and region.likeness < judgement.recolored)


def _thing(pair: Pair, region: Region) -> Thing:
    """The clearly changed part of a region, without faint shadows, in the outline of a detection that fits it."""
    picture = "after" if region.side > 0 else "before"
    strong = region.mask & (pair.sight.evidence[region.window] >= 0.3 * region.peak)
    rows, columns = np.flatnonzero(strong.any(1)), np.flatnonzero(strong.any(0))
    left, top = region.box[:2]
    box = np.array([left + columns[0], top + rows[0], left + columns[-1] + 1, top + rows[-1] + 1])
    agnostic = [one.box for one in pair.known[picture] if one.label == UNNAMED]
    overlaps = iou(box, np.array(agnostic).reshape(-1, 4))[0]
    if len(agnostic) and overlaps.max() >= SNAP:
        box = agnostic[int(overlaps.argmax())]
    return unnamed_thing(pair, region, box, picture)


def _explained(region: Region, boxes: list[np.ndarray], shape: tuple[int, ...]) -> bool:
    """Whether less than 60% of the region is left outside the boxes, each grown by a quarter for shadows."""
    left = region.mask.copy()
    x, y = region.box[:2].astype(int)
    for box in boxes:
        grow = 0.25 * (box[2:] - box[:2])
        x0, y0, x1, y1 = rounded(np.concatenate([box[:2] - grow, box[2:] + grow]), shape)
        left[max(0, y0 - y) : max(0, y1 - y), max(0, x0 - x) : max(0, x1 - x)] = False
    return bool(left.sum() < 0.6 * region.area)
