"""Things that moved by less than their own size, so that one region holds the place they left and the one they took."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from pipeline.diff.pixels.aligned_pair import PICTURES, AlignedPair, rounded
from pipeline.diff.pixels.regions import Region

SIDE = 40
"""Longer side, in pixels, at which the two places are looked for."""

UNLIKE = 12.0
"""Distance of two pixels, in units of L, a and b, from which they are unlike."""

MOST_UNLIKE, LEAST_CHANGED = 0.35, 0.25
"""Share of a thing's box that may be unlike between its places, its ground among it, and that must have changed in each
of them."""

LEAST_LEFT = 0.3
"""Share of the region's sides that a thing has at least: where it is less, its places lie apart."""

LEAST_WHOLE = 0.5
"""Share of what stands out in the region that the thing is in each picture: elsewise something else is there too."""

AROUND = 4
"""Pixels around the region that show its ground."""

EVEN_SIDE = 1.2
"""How much more clearly the outline of a region with a thing in both pictures may show in one of them."""


SCATTERED = 4.0
"""How many times as large as what changed in it a box may be that holds both places in several regions."""


def joined(regions: Sequence[Region]) -> Region:
    """Several regions as one, of which a thing that moved along itself changes what is not of one colour."""
    boxes = np.array([region.box for region in regions])
    box = np.concatenate([boxes[:, :2].min(0), boxes[:, 2:].max(0)])
    x0, y0, x1, y1 = box.astype(int)
    mask = np.zeros((y1 - y0, x1 - x0), bool)
    for region in regions:
        rows, columns = region.window
        mask[rows.start - y0 : rows.stop - y0, columns.start - x0 : columns.stop - x0] |= region.mask
    areas = np.array([region.area for region in regions], float)
    side, evidence = (float(np.average([getattr(one, name) for one in regions], weights=areas)) for name in _MEANS)
    peak, likeness = max(region.peak for region in regions), max(region.likeness for region in regions)
    return Region(box, mask, evidence, peak, likeness, side)


_MEANS = ("side", "evidence")


def both_places(pair: AlignedPair, region: Region) -> tuple[np.ndarray, np.ndarray] | None:
    """The boxes of the view that one thing has before and after within a region; None where there is no such thing.

    What the picture before shows in the one place, and what stands out from its ground there, the picture after shows
    in the other, and neither place is as it was.
    """
    import cv2

    height, width = region.mask.shape
    if abs(region.side) > EVEN_SIDE or height * width > SCATTERED * region.area:
        return None
    scale = min(1.0, SIDE / max(height, width))
    size = max(4, round(width * scale)), max(4, round(height * scale))
    before, after = (
        cv2.resize(pair.image(picture)[region.window], size, interpolation=cv2.INTER_AREA) for picture in PICTURES
    )
    found = _shift(before, after, _ground(pair, region))
    if found is None:
        return None
    unit = np.array([width / size[0], height / size[1]])
    shift = found * unit
    own = region.box[2:] - region.box[:2] - np.abs(shift)
    first = region.box[:2] + np.maximum(-shift, 0)
    return np.concatenate([first, first + own]), np.concatenate([first + shift, first + shift + own])


def _ground(pair: AlignedPair, region: Region) -> np.ndarray:
    """Median of L, a and b around a region in the picture before, ``(3,)``."""
    x0, y0, x1, y1 = rounded(region.box + np.array([-AROUND, -AROUND, AROUND, AROUND]), pair.view.shape)
    part = pair.image("before")[y0:y1, x0:x1]
    rim = np.ones(part.shape[:2], bool)
    rim[AROUND:-AROUND, AROUND:-AROUND] = False
    return np.median(part[rim], 0)


def _shift(before: np.ndarray, after: np.ndarray, ground: np.ndarray) -> np.ndarray | None:
    """By how many pixels across and down a thing moved that reaches from end to end of both parts, ``(2,)``.

    The largest thing that stands out most is looked for: the ground beside it seems to move the other way.
    """
    height, width = before.shape[:2]
    changed = np.linalg.norm(before - after, axis=-1) > UNLIKE
    stands_out, stands_there = (np.linalg.norm(one - ground, axis=-1) > UNLIKE for one in (before, after))
    best, most = None, 0.0
    for down in range(-int(height * (1 - LEAST_LEFT)), int(height * (1 - LEAST_LEFT)) + 1):
        for across in range(-int(width * (1 - LEAST_LEFT)), int(width * (1 - LEAST_LEFT)) + 1):
            here, there = _windows((height, width), down, across)
            if min(changed[here].mean(), changed[there].mean()) < LEAST_CHANGED:
                continue
            if min(_share(stands_out, here), _share(stands_there, there)) < LEAST_WHOLE:
                continue
            unlike = float((np.linalg.norm(before[here] - after[there], axis=-1) > UNLIKE).mean())
            worth = float(stands_out[here].sum()) * (1 - unlike / MOST_UNLIKE)
            if worth > most:
                best, most = np.array([across, down], float), worth
    return best


def _share(mask: np.ndarray, window: tuple[slice, slice]) -> float:
    """Of a mask, what is inside a window."""
    return float(mask[window].sum()) / max(1, int(mask.sum()))


def _windows(shape: tuple[int, int], down: int, across: int) -> tuple[tuple[slice, slice], tuple[slice, slice]]:
    """The largest window that can be shifted within a shape, and the shifted one."""
    here = [slice(max(0, -step), side - max(0, step)) for side, step in zip(shape, (down, across), strict=True)]
    there = [slice(max(0, step), side - max(0, -step)) for side, step in zip(shape, (down, across), strict=True)]
    return (here[0], here[1]), (there[0], there[1])
