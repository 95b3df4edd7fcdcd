"""Connected regions that changed, and what their pixels say of them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from pipeline.diff.pixels.change_map import ChangeMap

SMOOTH = 1.0
"""Deviation in pixels of the blur of evidence, and of brightness before its gradient is taken."""

FINE = 6.0
"""Deviation in pixels of the blur that fine structure is what remains of."""

PEAK = 95
"""Percentile of a region's evidence that is its peak."""

LIKENESS_REACH, OUTLINE_REACH = 2, 6
"""Pixels around a mask that its likeness, and its outline, are read from."""

LEAST_SAMPLE = 8
"""Pixels inside and around a mask that its outline needs."""

LEAST_SPREAD = 4.0
"""Added to the spread of colours (L, a, b), so that even ground does not stand out infinitely."""

EDGE_UNIT = 20.0
"""Gradient along an outline that counts as much as the colours inside of it."""

LEAST_CLARITY = 0.5
"""Added to both clarities whose ratio is taken."""

LEAST_POWER = 1.0
"""Least power of fine structure that a correlation is taken of."""


@dataclass(frozen=True, eq=False)
class Region:
    """A connected part of the shared view that changed.

    ``box`` is in pixels of the view, ``mask`` covers the box.  ``evidence`` and ``peak`` are the mean and the 95th
    percentile of the strength of the change, ``likeness`` the correlation of the brightness of both pictures there
    (near 1 where only colour or light changed), ``even`` whether neither has any structure there that could be
    compared, and ``side`` above 0 where the object is in the picture after and under
    0 where it is in the one before: the logarithm of how much more clearly its outline shows there.
    """

    box: np.ndarray
    mask: np.ndarray
    evidence: float
    peak: float
    likeness: float
    side: float
    even: bool = False

    @property
    def area(self) -> int:
        """Pixels."""
        return int(self.mask.sum())

    @property
    def window(self) -> tuple[slice, slice]:
        """Rows and columns of the view that the mask covers."""
        x0, y0, x1, y1 = self.box.astype(int)
        return slice(y0, y1), slice(x0, x1)


def evidence_map(change: ChangeMap) -> np.ndarray:
    """Strength of change, averaged over a small neighbourhood, shape ``(h, w)``."""
    import cv2

    return cv2.GaussianBlur(change.strength, (0, 0), SMOOTH)


def changed_mask(evidence: np.ndarray, low: float, high: float, bridged: float) -> np.ndarray:
    """Pixels that changed, by hysteresis: from ``low`` on, where connected with one from ``high`` on; holes filled.

    Gaps of twice ``bridged``, a share of the picture's diagonal, are closed; the mask has the shape of the evidence.
    """
    import cv2

    reach = max(1, round(bridged * float(np.hypot(*evidence.shape))))
    disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * reach + 1, 2 * reach + 1))
    weak = cv2.morphologyEx((evidence >= low).astype(np.uint8), cv2.MORPH_CLOSE, disc)
    outlines, _ = cv2.findContours(weak, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    filled = cv2.drawContours(np.zeros_like(weak), outlines, -1, 1, cv2.FILLED)
    count, labels = cv2.connectedComponents(filled)
    kept = np.zeros(count, bool)
    kept[np.unique(np.asarray(labels)[evidence >= high])] = True
    kept[0] = False
    return kept[labels]


def find_regions(change: ChangeMap, evidence: np.ndarray, mask: np.ndarray, least_area: int) -> list[Region]:
    """The connected parts of ``mask`` with at least ``least_area`` pixels, the one with most evidence first."""
    import cv2

    count, labels, stats, _ = cv2.connectedComponentsWithStats(mask.astype(np.uint8))
    found = []
    for number in range(1, count):
        x, y, width, height, area = stats[number]
        if area < least_area:
            continue
        window = slice(y, y + height), slice(x, x + width)
        inside = labels[window] == number
        found.append(_region(change, evidence, np.array([x, y, x + width, y + height], float), inside))
    return sorted(found, key=lambda region: -region.evidence * region.area)


def _region(change: ChangeMap, evidence: np.ndarray, box: np.ndarray, mask: np.ndarray) -> Region:
    x0, y0, x1, y1 = box.astype(int)
    inside = evidence[y0:y1, x0:x1][mask]
    return Region(
        box,
        mask,
        float(inside.mean()),
        float(np.percentile(inside, PEAK)),
        likeness(change, box, mask),
        outline_side(change, box, mask),
        max(_powers(change, box, mask)) < LEAST_POWER,
    )


def clear_part(region: Region, evidence: np.ndarray, share: float) -> tuple[np.ndarray, np.ndarray]:
    """What of a region has ``share`` of its peak of evidence, without faint shadows: box of the view, and its mask."""
    mask = region.mask & (evidence[region.window] >= share * region.peak)
    rows, columns = np.flatnonzero(mask.any(1)), np.flatnonzero(mask.any(0))
    x, y = region.box[:2]
    box = np.array([x + columns[0], y + rows[0], x + columns[-1] + 1, y + rows[-1] + 1])
    return box, mask[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]


def likeness(change: ChangeMap, box: np.ndarray, mask: np.ndarray) -> float:
    """Correlation of the fine structure of brightness of both pictures within a mask, -1 to 1."""
    first, second = _structures(change, box, mask)
    power = float(np.sqrt((first**2).mean() * (second**2).mean()))
    return float((first * second).mean()) / max(power, LEAST_POWER)


def _powers(change: ChangeMap, box: np.ndarray, mask: np.ndarray) -> list[float]:
    """Deviation of the fine structure of brightness within a mask, in both pictures."""
    return [float(np.sqrt((structure**2).mean())) for structure in _structures(change, box, mask)]


def _structures(change: ChangeMap, box: np.ndarray, mask: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Fine structure of brightness of both pictures within a mask, around its mean."""
    window, grown = _around(change, box, mask, LIKENESS_REACH)
    first, second = (fine(image[..., 0])[window][grown] for image in (change.before, change.after))
    return first - first.mean(), second - second.mean()


def outline_side(change: ChangeMap, box: np.ndarray, mask: np.ndarray) -> float:
    """Logarithm of how much more clearly a mask stands out from what is around it in the picture after."""
    scores = [colors * (1.0 + edge) for colors, edge in clarities(change, box, mask)]
    return float(np.log((scores[1] + LEAST_CLARITY) / (scores[0] + LEAST_CLARITY)))


def clarities(change: ChangeMap, box: np.ndarray, mask: np.ndarray) -> list[tuple[float, float]]:
    """How far a mask differs in colour from what surrounds it, in deviations of that, and the gradient of its outline.

    In the picture before and in the one after; zeros where too little of either is seen.
    """
    import cv2

    window, grown = _around(change, box, mask, OUTLINE_REACH)
    core = _padded(mask, change, box, OUTLINE_REACH)
    ring = grown & ~cv2.dilate(core.astype(np.uint8), np.ones((3, 3), np.uint8)).astype(bool)
    ring &= change.valid[window]
    if min(ring.sum(), core.sum()) < LEAST_SAMPLE:
        return [(0.0, 0.0)] * 2
    parts = (image[window] for image in (change.before, change.after))
    return [(_separation(part[core], part[ring]), _edge(part, core)) for part in parts]


def _separation(inside: np.ndarray, around: np.ndarray) -> float:
    """How far two sets of colours differ, in deviations of the outer one."""
    spread = around.std(0) + LEAST_SPREAD
    gap = np.abs(np.median(inside, 0) - np.median(around, 0)) / spread
    wider = np.abs(np.log((inside.std(0) + LEAST_SPREAD) / spread))
    return float(np.linalg.norm(gap) + np.linalg.norm(wider))


def _edge(part: np.ndarray, core: np.ndarray) -> float:
    """Mean gradient along the outline of a mask, over that of the whole part."""
    import cv2

    lightness = cv2.GaussianBlur(part[..., 0], (0, 0), SMOOTH)
    gradient = np.hypot(cv2.Sobel(lightness, cv2.CV_32F, 1, 0), cv2.Sobel(lightness, cv2.CV_32F, 0, 1))
    mask = core.astype(np.uint8)
    band = cv2.dilate(mask, np.ones((5, 5), np.uint8)) - cv2.erode(mask, np.ones((3, 3), np.uint8))
    return float(gradient[band > 0].mean() / EDGE_UNIT) if band.any() else 0.0


def fine(lightness: np.ndarray) -> np.ndarray:
    """Brightness without its smooth part."""
    import cv2

    return lightness - cv2.GaussianBlur(lightness, (0, 0), FINE)


def _around(change: ChangeMap, box: np.ndarray, mask: np.ndarray, reach: int) -> tuple[tuple[slice, slice], np.ndarray]:
    """The window of a mask grown by ``reach`` pixels, and the grown mask in it."""
    import cv2

    core = _padded(mask, change, box, reach)
    grown = cv2.dilate(core.astype(np.uint8), np.ones((2 * reach + 1, 2 * reach + 1), np.uint8)).astype(bool)
    return _window(change, box, reach), grown


def _window(change: ChangeMap, box: np.ndarray, reach: int) -> tuple[slice, slice]:
    height, width = change.valid.shape
    x0, y0, x1, y1 = box.astype(int)
    return slice(max(0, y0 - reach), min(height, y1 + reach)), slice(max(0, x0 - reach), min(width, x1 + reach))


def _padded(mask: np.ndarray, change: ChangeMap, box: np.ndarray, reach: int) -> np.ndarray:
    rows, columns = _window(change, box, reach)
    made = np.zeros((rows.stop - rows.start, columns.stop - columns.start), bool)
    x0, y0 = int(box[0]) - columns.start, int(box[1]) - rows.start
    made[y0 : y0 + mask.shape[0], x0 : x0 + mask.shape[1]] = mask
    return made
