"""The parts of two aligned pictures that differ a little, where nearly all else is as it was."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from weakref import WeakKeyDictionary

import numpy as np

from pipeline.diff.pixels.change_map import ChangeMap, lab_image
from pipeline.diff.pixels.colors import hue_apart, is_of_one_hue
from pipeline.diff.pixels.cut_out import cut_out
from pipeline.diff.pixels.dimmed import LIT, stayed_lit
from pipeline.diff.pixels.judgement import Judgement
from pipeline.diff.pixels.regions import fine
from pipeline.diff.pixels.sight import Sight
from pipeline.register.shared_view import SharedView

SMOOTH = 1.0
"""Deviation in pixels of the blur of differences."""

RIM, CORE = 11, 9
"""Pixels of the window in which both sides of an outline are compared, and those by which a mask is thinned before the
structure in it is."""

GROUND = 21
"""Pixels of the window that the fine structure of the ground is what remains of."""

NO_STRUCTURE = np.inf
"""Likeness of a part in which there is none in either picture."""

EVEN = 1.0
"""Deviation of fine structure, in units of L, under which there is none."""


@dataclass(frozen=True, eq=False)
class Part:
    """A connected part that differs: its box and mask as of a region, what is in it, how clear its outline is, how
    much the ground around it differs, the fine structure of that ground, and whether it is cut out of the picture."""

    box: np.ndarray
    mask: np.ndarray
    lightness: float
    hue: float
    shift: float
    likeness: float
    structure: float
    outlines: tuple[float, float]
    around: float
    grain: float
    cut: bool

    @property
    def window(self) -> tuple[slice, slice]:
        """The rows and columns of its box."""
        x0, y0, x1, y1 = self.box.astype(int)
        return slice(y0, y1), slice(x0, x1)


def differing(view: SharedView, sight: Sight, judgement: Judgement) -> tuple[list[Part], int]:
    """The parts that differ where nearly all else is the same, and how many pixels do; asked twice it looks once."""
    known = _KNOWN.get(view)
    if known is None or known[0] is not sight.change:
        known = _KNOWN[view] = sight.change, _found(view, sight, judgement)
    return known[1]


def _found(view: SharedView, sight: Sight, judgement: Judgement) -> tuple[list[Part], int]:
    if view.colorless or not view.related:
        return [], 0
    labs = [lab_image(image) for image in view.natural]
    apart = _apart(*labs)
    valid = view.valid
    if not valid.any() or float((apart[valid] <= judgement.still).mean()) < judgement.least_still:
        return [], 0
    differs = (apart >= judgement.least_shade) & valid & ~sight.over & ~sight.falling
    least = judgement.large * judgement.least_area * differs.size
    lit, still = (np.maximum(*(lab[..., 0] for lab in labs)) >= LIT) & valid, apart <= judgement.still
    parts = [
        replace(part, hue=0.0) if is_of_one_hue(view, sight.change, part.window, part.mask) else part
        for part in _parts(labs, differs, least)
        if stayed_lit(part.window, part.mask, lit, still, judgement.least_still)
    ]
    return parts, int(differs.sum())


def _apart(first: np.ndarray, second: np.ndarray) -> np.ndarray:
    import cv2

    return np.linalg.norm(cv2.GaussianBlur(second - first, (0, 0), SMOOTH), axis=-1)


def _parts(labs: list[np.ndarray], differs: np.ndarray, least: float) -> Iterator[Part]:
    import cv2

    clean = cv2.morphologyEx(differs.astype(np.uint8), cv2.MORPH_OPEN, np.ones((3, 3), np.uint8))
    clean = cv2.morphologyEx(clean, cv2.MORPH_CLOSE, np.ones((7, 7), np.uint8))
    outlines, _ = cv2.findContours(clean, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    filled = cv2.drawContours(np.zeros_like(clean), outlines, -1, 1, cv2.FILLED)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(filled)
    for number in range(1, count):
        x, y, wide, high, area = stats[number]
        if area >= least:
            inside = labels[y : y + high, x : x + wide] == number
            yield _part(labs, np.array([x, y, x + wide, y + high]), inside)


def _part(labs: list[np.ndarray], box: np.ndarray, mask: np.ndarray) -> Part:
    x0, y0, x1, y1 = box
    first, second = (lab[y0:y1, x0:x1][mask] for lab in labs)
    outlines, around, grain = _outlines(labs, box, mask)
    lightness = float(np.median(second[:, 0] - first[:, 0]))
    return Part(
        box.astype(float),
        mask,
        lightness,
        hue_apart(first, second),
        float(np.linalg.norm(np.median(second, 0) - np.median(first, 0))),
        *_likeness(labs, box, mask),
        outlines,
        around,
        grain,
        cut_out(labs, box, mask),
    )


def _outlines(labs: list[np.ndarray], box: np.ndarray, mask: np.ndarray) -> tuple[tuple[float, float], float, float]:
    """How far both sides of most of the outline differ in either picture, how far the outer one does between the
    pictures, and the deviation of its fine structure."""
    import cv2

    height, width = labs[0].shape[:2]
    x0, y0, x1, y1 = box
    rows, columns = slice(max(0, y0 - RIM), min(height, y1 + RIM)), slice(max(0, x0 - RIM), min(width, x1 + RIM))
    core = np.zeros((height, width), np.uint8)
    core[y0:y1, x0:x1] = mask
    core = core[rows, columns]
    beyond = (cv2.dilate(core, np.ones((5, 5), np.uint8)) == 0).astype(np.float32)
    held = cv2.erode(core, np.ones((3, 3), np.uint8))
    shares = [cv2.blur(part.astype(np.float32), (RIM, RIM)) for part in (held, beyond)]
    rim = (core > held) & (np.minimum(*shares) > 0.04)
    if not rim.any():
        return (0.0, 0.0), 0.0, 0.0
    sides = []
    for lab in labs:
        part = lab[rows, columns].astype(np.float32)
        weighed = zip((held.astype(np.float32), beyond), shares, strict=True)
        sides.append([cv2.blur(part * w[..., None], (RIM, RIM))[rim] / share[rim][:, None] for w, share in weighed])
    clear = [float(np.percentile(np.linalg.norm(inner - outer, axis=-1), 20)) for inner, outer in sides]
    around = float(np.median(np.linalg.norm(sides[0][1] - sides[1][1], axis=-1)))
    grain = max(_grain(part, beyond) for part in _lightness(labs, rows, columns))
    return (clear[0], clear[1]), around, grain


def _lightness(labs: list[np.ndarray], rows: slice, columns: slice) -> list[np.ndarray]:
    return [np.ascontiguousarray(lab[rows, columns, 0], np.float32) for lab in labs]


def _grain(lightness: np.ndarray, use: np.ndarray) -> float:
    """Mean distance from the mean around it, of the pixels in ``use``."""
    import cv2

    share = cv2.blur(use, (GROUND, GROUND))
    rest = lightness - cv2.blur(lightness * use, (GROUND, GROUND)) / np.maximum(share, 1e-3)
    return float(np.abs(rest)[use > 0].mean()) if use.any() else 0.0


def _likeness(labs: list[np.ndarray], box: np.ndarray, mask: np.ndarray) -> tuple[float, float]:
    """Correlation of the fine structure within, infinite where there is none in either picture, and its deviation in
    the picture that has more."""
    import cv2

    x0, y0, x1, y1 = box
    thin = cv2.erode(np.pad(mask, 1).astype(np.uint8), np.ones((CORE, CORE), np.uint8))[1:-1, 1:-1] > 0
    use = thin if thin.any() else mask
    first, second = (fine(np.ascontiguousarray(lab[y0:y1, x0:x1, 0], np.float32))[use] for lab in labs)
    power = [float(part.std()) for part in (first, second)]
    if max(power) < EVEN:
        return NO_STRUCTURE, max(power)
    shared = float(((first - first.mean()) * (second - second.mean())).mean())
    return shared / max(power[0] * power[1], EVEN * EVEN / 4), max(power)


_KNOWN: WeakKeyDictionary[SharedView, tuple[ChangeMap, tuple[list[Part], int]]] = WeakKeyDictionary()
