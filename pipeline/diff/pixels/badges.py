"""Translucent badges that a corner of one picture alone bears: a disc or shield of one colour, the scene through it.

What shows through one is the other picture, everywhere in the same proportion to the colour of the badge, which is
bright: less light leaves a proportion alone.
"""

from __future__ import annotations

import numpy as np

from pipeline.core.channels import highest
from pipeline.diff.pixels.plates import LARGEST, LEAST_SIDE, SMALLEST, at_a_corner
from pipeline.diff.pixels.watermarks import CHANGED, FITS, SMOOTH, TELLING, fit

FILLED = 0.7
"""Share of its box that a badge fills, with what is cut out of it: a disc has 0.78."""

THROUGH = (0.08, 0.75)
"""How much of the scene shows through."""

EXPLAINED = 0.5
"""Share of the badge that one colour and one proportion explain: letters that are cut out of it have soft rims."""

BRIGHT = 100.0
"""Mean level of its colour, at least."""

RIM = 4
"""Pixels around it that its soft outline reaches."""


def lone_badges(before: np.ndarray, after: np.ndarray) -> np.ndarray:
    """Pixels ``(h, w)`` of such badges on either of two aligned ``uint8`` pictures ``(h, w, 3)``."""
    import cv2

    shape = before.shape[:2]
    over = np.zeros(shape, bool)
    first, second = (cv2.blur(image, (SMOOTH, SMOOTH)) for image in (before, after))
    changed = (highest(cv2.absdiff(first, second)) >= CHANGED).astype(np.uint8)
    joined = cv2.morphologyEx(changed, cv2.MORPH_CLOSE, np.ones((5, 5), np.uint8))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(joined)
    for number in range(1, count):
        x, y, wide, high, _ = (int(value) for value in stats[number])
        share = wide * high / over.size
        if not (SMALLEST <= share <= LARGEST and min(wide, high) >= LEAST_SIDE):
            continue
        if not at_a_corner((x, y, x + wide, y + high), shape[1], shape[0]):
            continue
        window = slice(y, y + high), slice(x, x + wide)
        own = ((labels[window] == number) & (changed[window] > 0)).astype(np.uint8)
        if _is_badge(first[window], second[window], own) or _is_badge(second[window], first[window], own):
            over[max(0, y - RIM) : y + high + RIM, max(0, x - RIM) : x + wide + RIM] = True
    return over


def _is_badge(under: np.ndarray, marked: np.ndarray, own: np.ndarray) -> bool:
    """Whether the pixels ``own`` of a window are those of ``under`` seen through one bright colour."""
    import cv2

    outlines, _ = cv2.findContours(own, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    whole = cv2.drawContours(np.zeros_like(own), outlines, -1, 1, cv2.FILLED)
    core = cv2.erode(own, np.ones((3, 3), np.uint8)) > 0
    if whole.mean() < FILLED or core.sum() < LEAST_SIDE**2 / 2:
        return False
    first, second = (image[core].astype(np.float32) for image in (under, marked))
    through, rest = fit(first, second)
    if not THROUGH[0] <= through <= THROUGH[1]:
        return False
    color = rest / (1 - through)
    if color.min() < -FITS or color.max() > 255 + FITS or color.mean() < BRIGHT:
        return False
    fits = highest(np.abs(first * np.float32(through) + rest - second)) <= FITS
    return bool(fits.mean() >= EXPLAINED and first[fits].std(0).max() >= TELLING)
