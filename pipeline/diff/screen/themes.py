"""Another theme: the ground of a page went from light to dark or back, whatever its cards and pictures did."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from detectors.color_terms import lab_of
from detectors.screen.colors import most_frequent
from pipeline.core.channels import highest
from pipeline.diff.screen.patches import apart
from pipeline.diff.screen.scrollbar import BAR
from pipeline.diff.screen.side import Side
from pipeline.register.scroll_bar import MIDDLE

DARK = 50
"""Lightness of a ground below which it is dark."""

LEAST = 0.2
"""Part of a page whose ground is another one, from which it can be in another theme."""

GROUND, WRITTEN = 0.3, 0.003
"""Part of a page whose ground is another one, and pixels of writing that changed along in parts of those, from which
half of :data:`GROUND` of the rim is enough: a panel alone has none."""

ALL_ROUND = 0.45
"""Part of the rim from which the ground lies around all else, and is the page's own."""

RIM = 0.03
"""Depth of the page's rim, of its shorter side."""

SAME, CHANGED = 4, 24
"""Levels within which pixels are of the ground, and from which writing has changed."""

LONG = 0.9
"""Part of the right edge in which a scroll bar is of other colours."""


@dataclass(frozen=True, eq=False)
class Ground:
    """Two colours, and the mask of the pixels that went from the one to the other; every second pixel."""

    colors: tuple[np.ndarray, np.ndarray]
    mask: np.ndarray


def other_ground(before: Side, after: Side) -> Ground | None:
    """The ground of a page that went from light to dark or back; None where it did not."""
    if before.image.shape != after.image.shape:
        return None
    images = before.image[::2, ::2], after.image[::2, ::2]
    ground = _exchanged(*images)
    if ground is None or ground.mask.mean() < LEAST:
        return None
    rim = at_the_rim(ground.mask)
    whole = rim >= ALL_ROUND or (rim > 0 and _bar_along(before, after, ground))
    whole = whole or (ground.mask.mean() >= GROUND and rim >= GROUND / 2 and _written_along(*images, ground))
    return ground if whole else None


def at_the_rim(mask: np.ndarray) -> float:
    """Share of the rim that is in a mask."""
    deep = max(1, round(RIM * min(mask.shape)))
    inner = mask[deep:-deep, deep:-deep]
    return float((mask.sum() - inner.sum()) / max(1, mask.size - inner.size))


def is_light(color: np.ndarray) -> bool:
    """Whether a ground of a colour is light."""
    return float(lab_of(color[None])[0, 0]) >= DARK


def _exchanged(one: np.ndarray, other: np.ndarray) -> Ground | None:
    """The commonest exchange of a light colour for a dark one, or the other way round."""
    changed = highest(np.abs(one.astype(np.int16) - other)) > CHANGED
    if changed.mean() < LEAST:
        return None
    first, second = one[changed], other[changed]
    pairs = np.concatenate([first, second], axis=1) >> 2
    codes = pairs.astype(np.int64) @ (64 ** np.arange(6))
    values, counts = np.unique(codes, return_counts=True)
    mine = codes == values[counts.argmax()]
    colors = np.median(first[mine], axis=0), np.median(second[mine], axis=0)
    if is_light(colors[0]) == is_light(colors[1]):
        return None
    mask = apart(one, colors[0]) <= SAME
    return Ground(colors, mask & (apart(other, colors[1]) <= SAME))


def _written_along(one: np.ndarray, other: np.ndarray, ground: Ground) -> bool:
    """Whether what is written on the ground has changed as well."""
    page = np.any(ground.mask, axis=1, keepdims=True) & np.any(ground.mask, axis=0, keepdims=True)
    ink = page & (highest(np.abs(one.astype(np.int16) - other)) > CHANGED)
    for image, color in zip((one, other), ground.colors, strict=True):
        ink &= apart(image, color) > SAME
    return bool(ink.sum() > WRITTEN * ground.mask.sum())


def _bar_along(before: Side, after: Side, ground: Ground) -> bool:
    """Whether the page's scroll bar, which is of other colours than the ground, went along."""
    strips = [side.image[:, -BAR:][:, MIDDLE.start + BAR : MIDDLE.stop + BAR] for side in (before, after)]
    bars = [np.asarray(most_frequent(strip), float) for strip in strips]
    if all(np.abs(bar - color).max() <= SAME for bar, color in zip(bars, ground.colors, strict=True)):
        return False
    long = float((~before.stayed[:, MIDDLE]).mean()) >= LONG
    light = [is_light(color) for color in ground.colors]
    return long and [is_light(bar) for bar in bars] == light
