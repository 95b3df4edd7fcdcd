"""Differences that say nothing: text cursors, scroll bars, and drawings of the same thing by another renderer."""

from __future__ import annotations

import numpy as np

from pipeline.diff.screen.judgement import Judgement
from pipeline.diff.screen.patches import best_likeness
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
    if len(raw) and min(wide, high) <= CARET:
        return True
    if _scroll_bar(place, after.image.shape[:2]):
        return True
    if spot.raw_before is None or spot.raw_after is None:
        return False
    dx, dy = before.motion.shift_at(spot.raw_before, "before")
    around = hull([spot.raw_after, spot.raw_before + [dx, dy, dx, dy]]) + [-3, -3, 3, 3]
    first, second = before.crop(around - [dx, dy, dx, dy]), after.crop(around)
    high, wide = np.minimum(first.shape[:2], second.shape[:2])
    if min(high, wide) < 8 or _repainted(first[:high, :wide], second[:high, :wide]):
        return False
    return best_likeness(first[:high, :wide], second[:high, :wide], 3) >= 0.9


def _repainted(first: np.ndarray, second: np.ndarray) -> bool:
    """Whether the colours of the two pieces differ, taken each as a whole."""
    quantiles = (0.02, 0.5, 0.98)
    one, other = (np.quantile(piece.reshape(-1, 3), quantiles, axis=0) for piece in (first, second))
    mean = np.abs(first.reshape(-1, 3).mean(0) - second.reshape(-1, 3).mean(0)).max()
    return bool(np.abs(one - other).max() > 24 or mean > 8)


def _scroll_bar(place: np.ndarray, shape: tuple[int, ...]) -> bool:
    height, width = shape[:2]
    wide, high = place[2:] - place[:2]
    right = place[0] >= width - BAR and place[2] >= width - 4 and high > 2 * wide
    bottom = place[1] >= height - BAR and place[3] >= height - 4 and wide > 2 * high
    return bool(right or bottom)
