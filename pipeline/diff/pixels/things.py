"""Objects whose pixels changed, and how they look."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from pipeline.core.boxes import intersection
from pipeline.core.labels import UNNAMED
from pipeline.diff.pixels.aligned_pair import AlignedDetection, AlignedPair, rounded
from pipeline.diff.pixels.judgement import Explanation
from pipeline.diff.pixels.regions import Region, fine, likeness, outline_side

LEAST_STRUCTURE = 1.0
"""Least power of fine structure that a share is taken of."""


@dataclass(frozen=True, eq=False)
class ChangedThing:
    """One object of one picture, in the pixels of the shared view.

    ``share`` is the share of its box that changed, ``fit`` how well the changed pixels fill the box and stay in it,
    ``mask`` (of the box, rounded) its foreground, the changed pixels, ``look`` its :func:`appearance`, and ``side``
    above 0 where its outline shows more clearly in the picture after.  ``node`` is None for what is no node.
    """

    picture: str
    label: str
    score: float
    box: np.ndarray
    mask: np.ndarray
    share: float
    fit: float
    look: np.ndarray
    side: float
    node: int | None = None


Both = tuple[ChangedThing, ChangedThing]
"""A thing of the picture before and one of the picture after that are told as one."""


def worth(thing: ChangedThing, judgement: Explanation) -> float:
    """How good an explanation of the change a thing is, 0 to 1."""
    sign = 1.0 if thing.picture == "after" else -1.0
    shown = 1 / (1 + float(np.exp(-judgement.outline_weight * sign * thing.side - judgement.outline_allowance)))
    return thing.score**0.5 * thing.fit * shown * (judgement.fixed_worth if thing.label in judgement.fixed else 1.0)


def changed_thing(pair: AlignedPair, picture: str, detection: AlignedDetection) -> ChangedThing:
    """A detection with what the changed pixels say of it."""
    x0, y0, x1, y1 = whole = rounded(detection.box, pair.sight.mask.shape)
    mask = pair.sight.weak[y0:y1, x0:x1]
    return ChangedThing(
        picture,
        detection.label,
        detection.score,
        detection.box,
        mask,
        float(mask.mean()),
        _fit(pair, detection.box, mask, whole),
        appearance(pair, picture, whole, mask),
        outline_side(pair.sight.change, np.array(whole, float), mask) if mask.any() else 0.0,
        detection.node,
    )


def unnamed_thing(pair: AlignedPair, region: Region, box: np.ndarray, picture: str) -> ChangedThing:
    """A changed region taken for an object of a picture, in the ``box`` given."""
    x0, y0, x1, y1 = whole = rounded(box, pair.sight.mask.shape)
    mask = pair.sight.mask[y0:y1, x0:x1]
    score = min(1.0, region.peak / pair.judgement.clear_peak)
    look = appearance(pair, picture, whole, mask)
    return ChangedThing(picture, UNNAMED, score, box, mask, 1.0, 1.0, look, region.side)


def appearance(pair: AlignedPair, picture: str, whole: tuple[int, int, int, int], mask: np.ndarray) -> np.ndarray:
    """Mean and spread of CIE Lab in the upper and in the lower half of the foreground, shape ``(12,)``."""
    x0, y0, x1, y1 = whole
    part = pair.image(picture)[y0:y1, x0:x1]
    use = mask if mask.any() else np.ones(part.shape[:2], bool)
    rows = np.flatnonzero(use.any(1))
    middle = max((rows[0] + rows[-1] + 1) // 2, 1)
    halves = []
    for half in (slice(0, middle), slice(middle, None)):
        pixels = part[half][use[half]]
        pixels = pixels if len(pixels) else part[use]
        halves += [pixels.mean(0), pixels.std(0)]
    return np.concatenate(halves)


def correlation(pair: AlignedPair, thing: ChangedThing) -> float:
    """Whether brightness has the same structure in both pictures where the thing's place changed, -1 to 1."""
    x0, y0, x1, y1 = rounded(thing.box, pair.sight.mask.shape)
    mask = thing.mask if thing.mask.any() else np.ones((y1 - y0, x1 - x0), bool)
    return likeness(pair.sight.change, np.array([x0, y0, x1, y1], float), mask)


def preserved(pair: AlignedPair, thing: ChangedThing) -> float:
    """Share of the structure in the thing's box that did not change: near 1, something else passed before it."""
    x0, y0, x1, y1 = rounded(thing.box, pair.sight.mask.shape)
    structure = fine(pair.image(thing.picture)[y0:y1, x0:x1, 0]) ** 2
    return float(structure[~thing.mask].sum() / max(float(structure.sum()), LEAST_STRUCTURE))


def _fit(pair: AlignedPair, box: np.ndarray, mask: np.ndarray, whole: tuple[int, int, int, int]) -> float:
    """How far the changed pixels reach across the box, times the share of their regions that lies in it."""
    judgement = pair.judgement
    if not mask.any():
        return 0.0
    rows, columns = np.flatnonzero(mask.any(1)), np.flatnonzero(mask.any(0))
    extent = (rows[-1] - rows[0] + 1) * (columns[-1] - columns[0] + 1) / mask.size
    touching = [region for region in pair.sight.regions if intersection(region.box, box)[0, 0] > 0]
    parts = [(pixels_inside(region, whole), region.area) for region in touching]
    parts = [(inside, area) for inside, area in parts if inside > judgement.touched * area]
    kept = sum(inside for inside, _ in parts) / sum(area for _, area in parts) if parts else judgement.untouched
    filled = min(1.0, mask.mean() / judgement.filled)
    return float(extent * filled**0.5 * (judgement.strays + (1 - judgement.strays) * kept))


def pixels_inside(region: Region, whole: tuple[int, int, int, int]) -> int:
    """How many pixels of a region lie in a box of whole pixels of the view."""
    x0, y0, x1, y1 = whole
    left, top = region.box[:2].astype(int)
    return int(region.mask[max(0, y0 - top) : max(0, y1 - top), max(0, x0 - left) : max(0, x1 - left)].sum())
