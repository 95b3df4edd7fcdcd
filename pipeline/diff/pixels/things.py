"""Objects whose pixels changed, and how they look."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from pipeline.core.boxes import intersection
from pipeline.diff.pixels.pair import Detection, Pair, rounded
from pipeline.diff.pixels.regions import Region, fine, likeness, outline_side

UNNAMED = "object"
FIXED = frozenset(
    ["traffic light", "fire hydrant", "stop sign", "parking meter", "bench", "toilet", "sink", "refrigerator", "oven"]
)
"""What hardly ever comes or goes; upright things of a few pixels are often taken for it."""


@dataclass(frozen=True, eq=False)
class Thing:
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

    @property
    def worth(self) -> float:
        """How good an explanation of the change it is, 0 to 1."""
        sign = 1.0 if self.picture == "after" else -1.0
        shown = 1 / (1 + float(np.exp(-2 * sign * self.side - 1)))
        return self.score**0.5 * self.fit * shown * (0.25 if self.label in FIXED else 1.0)


def changed_thing(pair: Pair, picture: str, detection: Detection) -> Thing:
    """A detection with what the changed pixels say of it."""
    x0, y0, x1, y1 = whole = rounded(detection.box, pair.sight.mask.shape)
    mask = pair.sight.weak[y0:y1, x0:x1]
    return Thing(
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


def unnamed_thing(pair: Pair, region: Region, box: np.ndarray, picture: str) -> Thing:
    """A changed region taken for an object of a picture, in the ``box`` given."""
    x0, y0, x1, y1 = whole = rounded(box, pair.sight.mask.shape)
    mask = pair.sight.mask[y0:y1, x0:x1]
    score = min(1.0, region.peak / 16)
    return Thing(picture, UNNAMED, score, box, mask, 1.0, 1.0, appearance(pair, picture, whole, mask), region.side)


def appearance(pair: Pair, picture: str, whole: tuple[int, int, int, int], mask: np.ndarray) -> np.ndarray:
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


def correlation(pair: Pair, thing: Thing) -> float:
    """Whether brightness has the same structure in both pictures where the thing's place changed, -1 to 1."""
    x0, y0, x1, y1 = rounded(thing.box, pair.sight.mask.shape)
    mask = thing.mask if thing.mask.any() else np.ones((y1 - y0, x1 - x0), bool)
    return likeness(pair.sight.change, np.array([x0, y0, x1, y1], float), mask)


def preserved(pair: Pair, thing: Thing) -> float:
    """Share of the structure in the thing's box that did not change: near 1, something else passed before it."""
    x0, y0, x1, y1 = rounded(thing.box, pair.sight.mask.shape)
    structure = fine(pair.image(thing.picture)[y0:y1, x0:x1, 0]) ** 2
    return float(structure[~thing.mask].sum() / max(float(structure.sum()), 1.0))


def _fit(pair: Pair, box: np.ndarray, mask: np.ndarray, whole: tuple[int, int, int, int]) -> float:
    """How far the changed pixels reach across the box, times the share of their regions that lies in it."""
    if not mask.any():
        return 0.0
    rows, columns = np.flatnonzero(mask.any(1)), np.flatnonzero(mask.any(0))
    extent = (rows[-1] - rows[0] + 1) * (columns[-1] - columns[0] + 1) / mask.size
    touching = [region for region in pair.sight.regions if intersection(region.box, box)[0, 0] > 0]
    parts = [(_inside(region, whole), region.area) for region in touching]
    parts = [(inside, area) for inside, area in parts if inside > 0.1 * area]
    kept = sum(inside for inside, _ in parts) / sum(area for _, area in parts) if parts else 0.5
    return float(extent * min(1.0, mask.mean() / 0.4) ** 0.5 * (0.3 + 0.7 * kept))


def _inside(region: Region, whole: tuple[int, int, int, int]) -> int:
    x0, y0, x1, y1 = whole
    left, top = region.box[:2].astype(int)
    return int(region.mask[max(0, y0 - top) : max(0, y1 - top), max(0, x0 - left) : max(0, x1 - left)].sum())
