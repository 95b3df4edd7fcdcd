"""Whether a change of exposure is one of the camera, or is read off a thing that changed its colour.

A camera that exposes otherwise changes the whole picture.  Where a part of it keeps its values although the curves
would move them, clipped parts among them, the curves were fitted to what changed in the scene.
"""

from __future__ import annotations

import numpy as np

from pipeline.core.channels import highest

WINDOW = 70
"""The part of the longer side over which differences are averaged, so that noise and single pixels have no vote."""

BETTER = 6.0
"""Grey levels by which one explanation must be better than the other to have a vote."""

EQUAL = 3.0
"""Grey levels up to which a neighbourhood is the same in both pictures."""

MOST_KEPT = 0.15
"""Share of the votes for "nothing happened" that an exposure change may leave: sky that both pictures clip has up to
0.13, frames taken hours apart under 0.06, and things recoloured on a plain ground more than 0.5."""

STILL = 1.5
"""Grey levels up to which a neighbourhood that could have changed has not."""

MOST_STILL = 0.6
"""Share of the picture that may be still where only a little of it speaks for the curves."""

MOST = 0.5
"""Share of the picture that bears out even curves that no camera has, if its colours are many."""

LEAST_CLEAR = 0.4
"""Share of the picture that must not be clipped where fewer pixels bear the curves out: photographs with a white sky
have 0.56, a page with one thing on it under 0.2."""

LARGEST_CAST = 2.5
"""Ratio of the channels up to which a grey may be tinted by white balance."""

MANY_COLORS = 4.0
"""Deviation of chromaticity, in grey levels along its lesser axis, from which a picture has colours of many kinds: the
shades of one thing lie on a line, under 2."""


def borne_out(
    image: np.ndarray, model: np.ndarray, rendered: np.ndarray, grey: np.ndarray, valid: np.ndarray, clear: float
) -> bool:
    """Whether most of the picture speaks for the curves that make ``rendered`` of ``image`` to be like ``model``.

    Pictures are of shape ``(h, w, 3)``, ``grey`` is how the curves render a middle grey, shape ``(3,)``, and ``clear``
    the share of the pixels that neither picture has clipped.
    """
    import cv2

    window = 2 * max(1, round(max(valid.shape) / WINDOW / 2)) + 1
    kept = _difference(image, model, window)
    curved = _difference(np.clip(rendered, 0, 255), model, window)
    voters = (kept - curved > BETTER) & valid
    equal = (kept <= EQUAL) & (curved > EQUAL + BETTER) & valid
    share = float(voters.sum() / max(valid.sum(), 1))
    against = float((cv2.erode(equal.astype(np.uint8), np.ones((window, window), np.uint8)) > 0).sum())
    if against > MOST_KEPT * (against + voters.sum()):
        return False
    if share >= MOST and _colors(image[voters]) >= MANY_COLORS:
        return True
    if share < MOST and float((kept[valid] <= STILL).mean()) > MOST_STILL:
        return False
    grey = np.clip(grey, 1, 255)
    return clear >= LEAST_CLEAR and bool(grey.max() <= LARGEST_CAST * grey.min())


def _difference(first: np.ndarray, second: np.ndarray, window: int) -> np.ndarray:
    """Mean difference of neighbourhoods of ``window`` pixels a side in the channel where it is greatest, ``(h, w)``."""
    import cv2

    gap = first.astype(np.float32) - second.astype(np.float32)
    return highest(np.abs(cv2.blur(gap, (window, window))))


def _colors(pixels: np.ndarray) -> float:
    """Standard deviation of the chromaticity of pixels ``(n, 3)`` along the axis where it is least."""
    tints = pixels[:, :2].astype(np.float32) - pixels[:, 1:].astype(np.float32)
    return float(np.sqrt(max(np.linalg.eigvalsh(np.cov(tints.T))[0], 0.0)))
