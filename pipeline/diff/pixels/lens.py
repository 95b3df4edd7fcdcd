"""Insects, drops and dust at the lens: they are too close to be in focus, and no part of the scene."""

from __future__ import annotations

import numpy as np

from pipeline.diff.pixels.change_map import ChangeMap

LEAST_CONTRAST = 10.0
"""Units of L that it differs by from what is behind it."""

SOFTEST = 0.12
"""Greatest gradient, a pixel, in units of that contrast: things in focus have 0.2 and more, insects under 0.09."""

TINTED, SOFTEST_TINT = 20.0, 0.16
"""Units of a and b from which its colour shows what is behind it no more, and the greatest gradient of them, in units
of that contrast: where a thing is as light as its ground its outline is one of colour."""

LEAST_SIDE = 0.3
"""How much more clearly its outline shows in the picture that it is in, as a logarithm."""

LEAST_SHARE = 0.005
"""Share of the picture that it covers at least: the outline of a small thing tells nothing."""

RIM = 7
"""Pixels inside of its outline within which its edge is looked for."""

BESIDE = 3
"""Pixels on both sides of its outline within which a sharp edge is one of the difference, too."""

SHARPER, ROUND = 2.0, 0.5
"""Times as steep as in the other picture that an edge of its own is, and share of its outline that such edges within it
are as long as where a thing in focus is in it, whatever soft shadow that throws."""

SMOOTH = 1.0
"""Deviation in pixels of the blur before a gradient is taken."""


def before_the_lens(change: ChangeMap, box: np.ndarray, mask: np.ndarray, side: float) -> bool:
    """Whether what changed in a ``mask`` of a box is out of focus in the picture that shows it.

    ``side`` is above 0 where that is the picture after, as in :class:`~pipeline.diff.pixels.regions.Region`.
    """
    import cv2

    if abs(side) < LEAST_SIDE or mask.sum() < LEAST_SHARE * change.valid.size:
        return False
    x0, y0, x1, y1 = box.astype(int)
    whole = np.zeros(change.valid.shape, np.uint8)
    whole[y0:y1, x0:x1] = mask
    window = np.ones((2 * RIM + 1, 2 * RIM + 1), np.uint8)
    grown = cv2.dilate(whole, np.ones((3, 3), np.uint8))
    rim = (grown > cv2.erode(whole, window)) & change.valid
    gap = change.after - change.before
    contrast = float(np.percentile(np.abs(gap[..., 0])[whole > 0], 90))
    if contrast < LEAST_CONTRAST or not rim.any():
        return False
    shown, other = (change.after, change.before) if side > 0 else (change.before, change.after)
    steep = _slopes(shown)
    own = (steep[..., 0] > SOFTEST * contrast) & (steep[..., 0] > SHARPER * _slopes(other)[..., 0]) & change.valid
    if own[whole > 0].sum() > ROUND * _outline(mask):
        return False
    beside = cv2.morphologyEx(whole, cv2.MORPH_GRADIENT, np.ones((2 * BESIDE + 1, 2 * BESIDE + 1), np.uint8)) > 0
    edge = np.minimum(steep[..., 0], _slopes(gap)[..., 0])[beside & change.valid]  # what is behind it has others
    if max(np.percentile(steep[..., 0][rim], 90), np.percentile(edge, 90)) > SOFTEST * contrast:
        return False
    tints = np.hypot(gap[..., 1], gap[..., 2]) * whole
    tint = float(np.percentile(tints[whole > 0], 90))
    tinted = rim & (cv2.dilate(tints, window) >= tint / 2)  # where it has the colour of its ground there is no outline
    if tint < TINTED or not tinted.any():
        return True
    return float(np.percentile(np.hypot(steep[..., 1], steep[..., 2])[tinted], 90)) <= SOFTEST_TINT * tint


def _outline(mask: np.ndarray) -> int:
    """Pixels of a mask that are at its rim."""
    import cv2

    framed = np.pad(mask.astype(np.uint8), 1)
    return int((framed > cv2.erode(framed, np.ones((3, 3), np.uint8))).sum())


def _slopes(image: np.ndarray) -> np.ndarray:
    """Change of L, a and b a pixel, ``(h, w, 3)``."""
    import cv2

    smooth = cv2.GaussianBlur(image, (0, 0), SMOOTH)
    return np.hypot(cv2.Sobel(smooth, cv2.CV_32F, 1, 0), cv2.Sobel(smooth, cv2.CV_32F, 0, 1)) / 8
