"""Whether a place is lit otherwise, and nothing else: every surface in it became darker, or lighter, by one ratio.

The fine structure tells that where there is some.  On plain surfaces the coarse one does: a shadow that falls on a wall
and a floor, or on a wall that light falls off on, leaves each of them as many times darker.
"""

from __future__ import annotations

import numpy as np

from pipeline.diff.pixels.aligned_pair import AlignedPair
from pipeline.diff.pixels.regions import Region

SMOOTH = 2.5
"""Deviation in pixels of the blur: noise has no say."""

DARKEST = 8.0
"""Grey levels that are added before logarithms are taken."""

LEAST_SPREAD = 0.04
"""Deviation of the logarithms of the ground from which it tells."""

CORRELATION, SLOPES = 0.95, (0.75, 1.35)
"""How closely the logarithms follow each other, and by how much one rises with the other."""

NEUTRAL = 0.3
"""Difference of the logarithms of red's and blue's ratio up to which light has changed: shadows are a little blue."""


def lit_otherwise(pair: AlignedPair, region: Region) -> bool:
    """Whether one ratio makes what the picture after shows in a region of what the one before shows."""
    import cv2

    use = cv2.erode(np.pad(region.mask, 1).astype(np.uint8), np.ones((7, 7), np.uint8))[1:-1, 1:-1] > 0
    if not use.any():
        return False
    parts = [image[region.window].astype(np.float32) for image in pair.view.natural]
    first, second = (np.log(cv2.GaussianBlur(part, (0, 0), SMOOTH)[use] + DARKEST) for part in parts)
    red, _, blue = np.median(second - first, axis=0)
    one, two = (values.mean(-1) for values in (first, second))
    if abs(red - blue) > NEUTRAL or min(one.std(), two.std()) < LEAST_SPREAD:
        return False
    slope, _ = np.polyfit(one, two, 1)
    return bool(np.corrcoef(one, two)[0, 1] >= CORRELATION and SLOPES[0] <= slope <= SLOPES[1])
