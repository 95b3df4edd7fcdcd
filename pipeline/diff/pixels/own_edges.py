"""Sharp edges that one picture has and the other has not: a thing in focus has them, whatever soft shadow it throws."""

from __future__ import annotations

import numpy as np

from pipeline.diff.pixels.change_map import ChangeMap

SMOOTH = 1.0
"""Deviation in pixels of the blur before a gradient is taken."""

SHARP = 0.12
"""Gradient, a pixel, in units of a thing's contrast, above which an edge is one in focus."""

SHARPER = 2.0
"""Times as steep as in the other picture that an edge of its own is: what is behind it has the others."""

ROUND = 0.5
"""Share of the outline of what changed that sharp edges within it are as long as, where a thing in focus is in it."""


def has_own_edges(change: ChangeMap, box: np.ndarray, mask: np.ndarray, side: float) -> bool:
    """Whether sharp edges are in a ``mask`` of a box in the picture that shows a thing there, and not in the other.

    ``side`` is above 0 where that is the picture after, as in :class:`~pipeline.diff.pixels.regions.Region`.
    """
    import cv2

    x0, y0, x1, y1 = box.astype(int)
    window = slice(y0, y1), slice(x0, x1)
    shown, other = (change.after, change.before) if side > 0 else (change.before, change.after)
    contrast = float(np.percentile(np.abs(shown - other)[..., 0][window][mask], 90))
    steep, behind = (slopes(image)[..., 0][window] for image in (shown, other))
    own = mask & (steep > SHARP * contrast) & (steep > SHARPER * behind) & change.valid[window]
    framed = np.pad(mask.astype(np.uint8), 1)
    outline = framed > cv2.erode(framed, np.ones((3, 3), np.uint8))
    return bool(own.sum() > ROUND * outline.sum())


def slopes(image: np.ndarray) -> np.ndarray:
    """Change of L, a and b a pixel, ``(h, w, 3)``."""
    import cv2

    smooth = cv2.GaussianBlur(image, (0, 0), SMOOTH)
    return np.hypot(cv2.Sobel(smooth, cv2.CV_32F, 1, 0), cv2.Sobel(smooth, cv2.CV_32F, 0, 1)) / 8
