"""Differences that say nothing: text cursors, scroll bars, and drawings of the same thing by another renderer."""

from __future__ import annotations

import numpy as np

from pipeline.diff.screen.judgement import Judgement
from pipeline.diff.screen.patches import Patch, apart, best_likeness
from pipeline.diff.screen.side import Side
from pipeline.diff.screen.spots import Spot, hull

CARET = 2
"""Pixels: how thick a text cursor is."""

BAR = 24
"""Pixels: how thick a scroll bar is."""


def is_rendering(spot: Spot, before: Side, after: Side, judgement: Judgement) -> bool:
    """Whether a spot shows no change that a person would name."""
    raw = [box for box in (spot.raw_before, spot.raw_after) if box is not None]
    place = hull(raw)
    wide, high = place[2:] - place[:2]
    if wide <= CARET and high < 40 * CARET:
        return True
    if min(wide, high) <= CARET and (before.motion.noise or max(wide, high) < 24):
        return True
    if spot.before is None and spot.after is None and _scroll_bar(place, after.image.shape[:2]):
        return True
    if spot.raw_before is None or spot.raw_after is None:
        return _at_an_edge(spot, before, after)
    dx, dy = before.motion.shift_at(spot.raw_before, "before")
    around = hull([spot.raw_after, spot.raw_before + [dx, dy, dx, dy]]) + [-3, -3, 3, 3]
    first, second = before.crop(around - [dx, dy, dx, dy]), after.crop(around)
    high, wide = np.minimum(first.shape[:2], second.shape[:2])
    first, second = first[:high, :wide], second[:high, :wide]
    if min(high, wide) < 8 or _repainted(first, second, judgement):
        return False
    return best_likeness(first, second, 3) >= judgement.rendered


def _at_an_edge(spot: Spot, before: Side, after: Side) -> bool:
    """A few pixels of something cut off at the edge of the picture, in a block that moved by a pixel or two."""
    box = spot.raw_after if spot.raw_before is None else spot.raw_before
    height, width = after.image.shape[:2]
    thin = min(box[2:] - box[:2]) <= 4
    return bool(thin and (box[0] <= 2 or box[1] <= 2 or box[2] >= width - 2 or box[3] >= height - 2))


def _repainted(first: np.ndarray, second: np.ndarray, judgement: Judgement) -> bool:
    """Whether ground or ink of the two pieces have other colours."""
    one, other = (Patch.of(piece, judgement.ink) for piece in (first, second))
    if apart(one.ground[None], other.ground)[0] > 12:
        return True
    if one.color is None or other.color is None:
        return one.color is not other.color
    means = [piece.pixels[piece.ink].mean(0) for piece in (one, other)]
    return bool(np.abs(means[0] - means[1]).max() > 30 and apart(one.color[None], other.color)[0] > 30)


def _scroll_bar(place: np.ndarray, shape: tuple[int, ...]) -> bool:
    height, width = shape[:2]
    wide, high = place[2:] - place[:2]
    right = place[0] >= width - BAR and place[2] >= width - 4 and high > 2 * wide
    bottom = place[1] >= height - BAR and place[3] >= height - 4 and wide > 2 * high and wide > 0.2 * width
    return bool(right or bottom)
