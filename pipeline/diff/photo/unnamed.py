"""Changed regions that no detection explains."""

from __future__ import annotations

import numpy as np

from pipeline.diff.photo.judgement import Judgement
from pipeline.diff.photo.pair import Pair, rounded
from pipeline.diff.photo.regions import Region
from pipeline.diff.photo.things import Thing, unnamed_thing


def unnamed_things(pair: Pair, judgement: Judgement, explained: list[np.ndarray]) -> list[Thing]:
    """Regions that stand out so clearly that something must have come or gone; ``explained`` are boxes of the view.

    Where light, clouds or water change, many regions flicker and none leads; where an object comes or goes, one does.
    """
    rest = [region for region in pair.sight.regions if not _explained(region, explained, pair.sight.mask.shape)]
    total = sum(region.evidence * region.area for region in rest)
    found = []
    for region in rest:
        clear = region.evidence >= 1.5 * judgement.high and region.likeness < judgement.recolored
        large = region.area >= 4 * judgement.least_area * pair.sight.mask.size
        leads = region.evidence * region.area >= judgement.stands_out * total
        if clear and large and leads and not explained:
            found.append(unnamed_thing(pair, region, "after" if region.side > 0 else "before"))
    return found


def _explained(region: Region, boxes: list[np.ndarray], shape: tuple[int, ...]) -> bool:
    """Whether less than 60% of the region is left outside the boxes, each grown by a quarter for shadows."""
    left = region.mask.copy()
    x, y = region.box[:2].astype(int)
    for box in boxes:
        grow = 0.25 * (box[2:] - box[:2])
        x0, y0, x1, y1 = rounded(np.concatenate([box[:2] - grow, box[2:] + grow]), shape)
        left[max(0, y0 - y) : max(0, y1 - y), max(0, x0 - x) : max(0, x1 - x)] = False
    return bool(left.sum() < 0.6 * region.area)
