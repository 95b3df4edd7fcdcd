"""What became lighter or darker by itself, or took a slightly other colour, while all around it stayed as it was."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from detectors.color_terms import color_scores
from pipeline.core.types import Change
from pipeline.diff.pixels.aligned_pair import PICTURES, AlignedPair
from pipeline.diff.pixels.change_map import lab_image
from pipeline.diff.pixels.colors import color_fact, hue_apart, part_fact
from pipeline.diff.pixels.cut_out import cut_out
from pipeline.diff.pixels.dimmed import LIT, is_dimmed, stayed_lit
from pipeline.diff.pixels.regions import fine

LIGHTER, DARKER = "lighter", "darker"
"""The new value of a colour whose hue is the same."""

SMOOTH = 1.0
"""Deviation in pixels of the blur of differences."""

RIM, CORE = 11, 9
"""Pixels of the window in which both sides of an outline are compared, and those by which a mask is thinned before the
structure in it is."""

GROUND = 21
"""Pixels of the window that the fine structure of the ground is what remains of."""

EDGE = 3
"""Pixels from the picture's edge up to which something touches it."""

NO_STRUCTURE = np.inf
"""Likeness of a part in which there is none in either picture."""

EVEN = 1.0
"""Deviation of fine structure, in units of L, under which there is none."""


@dataclass(frozen=True, eq=False)
class _Part:
    """A connected part that differs: its box and mask as of a region, what is in it, how clear its outline is, how
    much the ground around it differs, the fine structure of that ground, and whether it is cut out of the picture."""

    box: np.ndarray
    mask: np.ndarray
    lightness: float
    hue: float
    likeness: float
    outlines: tuple[float, float]
    around: float
    grain: float
    cut: bool

    @property
    def window(self) -> tuple[slice, slice]:
        """The rows and columns of its box."""
        x0, y0, x1, y1 = self.box.astype(int)
        return slice(y0, y1), slice(x0, x1)


class Shades:
    """What differs in a pair where nearly all else is the same; it is looked for once, when first asked for."""

    def __init__(self, pair: AlignedPair) -> None:
        self.pair = pair

    @cached_property
    def _differing(self) -> tuple[list[_Part], int]:
        return _differing(self.pair)

    def reshaded(self) -> list[Change]:
        """Facts about things of another shade, where nearly all else is the same as both cameras rendered it.

        Light that changes a place leaves an outline that shows in one picture only, or reaches beyond the thing.
        """
        parts, differing = self._differing
        told = [part for part in parts if _is_shade(self.pair, part)]
        if sum(part.mask.sum() for part in told) < self.pair.judgement.stands_out * differing:
            return []
        return [_fact(self.pair, part, color_fact) for part in told]

    def worked_on(self) -> tuple[list[Change], list[np.ndarray]]:
        """Facts about rectangles of the picture in another light or other colours, and their boxes of the view.

        No light falls along the rows and columns of a picture, from one pixel to the next.
        """
        parts, still = self._differing[0], self.pair.judgement.still
        told = [part for part in parts if part.cut and part.around <= still and _is_other(self.pair, part)]
        return [_fact(self.pair, part, part_fact) for part in told], [part.box for part in told]


def _is_other(pair: AlignedPair, part: _Part) -> bool:
    """Whether what a part shows is the same, and looks otherwise; an even one shows nothing that could be the same."""
    judgement = pair.judgement
    if part.likeness == NO_STRUCTURE:
        return False
    tinted, lit = part.hue >= judgement.telling_hue, abs(part.lightness) >= judgement.least_lightness
    return part.likeness >= judgement.recolored and (tinted or lit)


def _differing(pair: AlignedPair) -> tuple[list[_Part], int]:
    """The parts that differ where nearly all else is the same, and how many pixels do."""
    if pair.view.colorless or not pair.view.related:
        return [], 0
    judgement = pair.judgement
    labs = [lab_image(image) for image in pair.view.natural]
    apart = _apart(*labs)
    valid = pair.view.valid
    if not valid.any() or float((apart[valid] <= judgement.still).mean()) < judgement.least_still:
        return [], 0
    differs = (apart >= judgement.least_shade) & valid & ~pair.sight.over & ~pair.sight.falling
    least = judgement.large * judgement.least_area * differs.size
    lit, still = (np.maximum(*(lab[..., 0] for lab in labs)) >= LIT) & valid, apart <= judgement.still
    parts = [
        replace(part, hue=0.0) if is_dimmed(pair, part.window, part.mask) else part
        for part in _parts(labs, differs, least)
        if stayed_lit(part.window, part.mask, lit, still, judgement.least_still)
    ]
    return parts, int(differs.sum())


def _apart(first: np.ndarray, second: np.ndarray) -> np.ndarray:
    import cv2

    return np.linalg.norm(cv2.GaussianBlur(second - first, (0, 0), SMOOTH), axis=-1)


def _parts(labs: list[np.ndarray], differs: np.ndarray, least: float) -> Iterator[_Part]:
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


def _part(labs: list[np.ndarray], box: np.ndarray, mask: np.ndarray) -> _Part:
    x0, y0, x1, y1 = box
    first, second = (lab[y0:y1, x0:x1][mask] for lab in labs)
    outlines, around, grain = _outlines(labs, box, mask)
    lightness = float(np.median(second[:, 0] - first[:, 0]))
    return _Part(
        box.astype(float),
        mask,
        lightness,
        hue_apart(first, second),
        _likeness(labs, box, mask),
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


def _likeness(labs: list[np.ndarray], box: np.ndarray, mask: np.ndarray) -> float:
    """Correlation of the fine structure within; infinite where there is none in either picture."""
    import cv2

    x0, y0, x1, y1 = box
    thin = cv2.erode(np.pad(mask, 1).astype(np.uint8), np.ones((CORE, CORE), np.uint8))[1:-1, 1:-1] > 0
    use = thin if thin.any() else mask
    first, second = (fine(np.ascontiguousarray(lab[y0:y1, x0:x1, 0], np.float32))[use] for lab in labs)
    power = [float(part.std()) for part in (first, second)]
    if max(power) < EVEN:
        return NO_STRUCTURE
    shared = float(((first - first.mean()) * (second - second.mean())).mean())
    return shared / max(power[0] * power[1], EVEN * EVEN / 4)


def _is_shade(pair: AlignedPair, part: _Part) -> bool:
    judgement = pair.judgement
    if part.likeness < judgement.alike or part.around > judgement.still:
        return False
    if part.hue >= judgement.telling_hue:
        return True
    clear, like = judgement.least_outline, judgement.like_outlines
    if part.grain < judgement.plain:  # where nothing else makes an outline
        clear, like = judgement.plain_outline, 0.0
    if _spans(part.box, *pair.view.valid.shape):
        return False  # what stands before a night sky, in another exposure: black stays black
    least, most = sorted(part.outlines)
    return least >= max(clear, like * most) and abs(part.lightness) >= judgement.least_lightness


def _spans(box: np.ndarray, height: int, width: int) -> bool:
    """Whether a box reaches from one side of the picture to the other."""
    x0, y0, x1, y1 = box
    return bool((x0 < EDGE and x1 > width - EDGE) or (y0 < EDGE and y1 > height - EDGE))


def _fact(pair: AlignedPair, part: _Part, told: Callable[..., Change]) -> Change:
    """A fact about a part, in the manner of ``told``."""
    if part.hue < pair.judgement.telling_hue:
        return told(pair, part.box, None, LIGHTER if part.lightness > 0 else DARKER)
    shown = [pair.rendered(picture, part.window)[part.mask] for picture in PICTURES]
    old, new = (max(scores, key=lambda name: scores[name]) for scores in map(color_scores, shown))
    return told(pair, part.box, *((None, None) if old == new else (old, new)))
