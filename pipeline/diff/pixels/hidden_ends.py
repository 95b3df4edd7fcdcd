"""Where a thing that is named in one picture may be in the other, which names nothing there: the changed pixels ask."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from pipeline.core.labels import UNNAMED
from pipeline.diff.pixels.aligned_pair import AlignedPair, other, rounded
from pipeline.diff.pixels.regions import outline_side
from pipeline.diff.pixels.things import ChangedThing, appearance

SIZES = (1.0, 0.85, 1.18)
"""How many times as large as the thing a place for it is looked for: perspective, and boxes that are a little off."""

STEP = 0.25
"""Places tried lie so many sides of the thing apart."""

TRIED = 6
"""Places in one region whose pixels are looked at: the best filled ones."""

Window = tuple[int, int, int, int]


def remains(pair: AlignedPair, explained: Sequence[np.ndarray]) -> np.ndarray:
    """The changed pixels that lie in none of the boxes of the view, ``bool`` of its shape."""
    left = np.zeros(pair.sight.mask.shape, bool)
    for region in pair.sight.regions:
        left[region.window] |= region.mask
    for box in explained:
        x0, y0, x1, y1 = rounded(box, left.shape)
        left[y0:y1, x0:x1] = False
    return left


def places(pair: AlignedPair, left: np.ndarray) -> list[Window]:
    """The connected parts of what remains that are large enough to be a thing, as boxes."""
    import cv2

    least = max(pair.judgement.least_pixels, round(pair.judgement.least_area * left.size))
    count, _, stats, _ = cv2.connectedComponentsWithStats(left.astype(np.uint8))
    boxes = [tuple(int(v) for v in stats[i][:4]) for i in range(1, count) if stats[i][4] >= least]
    return [(x, y, x + width, y + height) for x, y, width, height in boxes]


def ends(pair: AlignedPair, thing: ChangedThing, left: np.ndarray, place: Window) -> list[ChangedThing]:
    """The thing as the other picture may show it in a place: without a name, in boxes of about its size."""
    fills = _integral(left)
    made = []
    for box in _windows(thing.box, place, left.shape):
        x0, y0, x1, y1 = box
        inside = _sum(fills, box)
        filled = inside / ((x1 - x0) * (y1 - y0))
        within = _sum(fills, _common(box, place)) / max(_sum(fills, place), 1)
        if filled >= pair.judgement.least_share:
            made.append((min(filled / pair.judgement.filled, 1.0) + within, box))
    made.sort(key=lambda one: -one[0])
    return [_end(pair, thing, box) for _, box in made[:TRIED]]


def _end(pair: AlignedPair, thing: ChangedThing, box: Window) -> ChangedThing:
    x0, y0, x1, y1 = box
    picture, mask = other(thing.picture), pair.sight.weak[y0:y1, x0:x1]
    corners = np.array(box, float)
    look, side = appearance(pair, picture, box, mask), outline_side(pair.sight.change, corners, mask)
    return ChangedThing(picture, UNNAMED, thing.score, corners, mask, float(mask.mean()), thing.fit, look, side)


def _windows(box: np.ndarray, place: Window, shape: tuple[int, ...]) -> list[Window]:
    """Boxes of about the size of ``box`` that lie mostly over a place."""
    found = []
    for size in SIZES:
        width, height = (max(2, round(float(side) * size)) for side in box[2:] - box[:2])
        for x in _starts(place[0], place[2], width):
            for y in _starts(place[1], place[3], height):
                window = (max(x, 0), max(y, 0), min(x + width, shape[1]), min(y + height, shape[0]))
                if 2 * (window[2] - window[0]) >= width and 2 * (window[3] - window[1]) >= height:
                    found.append(window)
    return list(dict.fromkeys(found))


def _starts(low: int, high: int, side: int) -> list[int]:
    """Where boxes of a side may start along an axis: one in the middle of a place as large, else all along it."""
    slack = high - low - side
    if abs(slack) <= STEP * side:
        return [low + round(slack / 2)]
    first, last = sorted((low, low + slack))
    steps = max(2, min(12, 1 + round((last - first) / (STEP * side))))
    return [round(value) for value in np.linspace(first, last, steps)]


def _integral(mask: np.ndarray) -> np.ndarray:
    sums = np.zeros((mask.shape[0] + 1, mask.shape[1] + 1), np.int64)
    sums[1:, 1:] = mask.cumsum(0).cumsum(1)
    return sums


def _sum(sums: np.ndarray, box: Window) -> int:
    x0, y0, x1, y1 = box
    return int(sums[y1, x1] - sums[y0, x1] - sums[y1, x0] + sums[y0, x0]) if x1 > x0 and y1 > y0 else 0


def _common(one: Window, two: Window) -> Window:
    return max(one[0], two[0]), max(one[1], two[1]), min(one[2], two[2]), min(one[3], two[3])
