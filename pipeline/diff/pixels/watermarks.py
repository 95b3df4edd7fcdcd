"""Translucent writing that one picture alone bears, across it or all over it: a watermark, and no part of the scene.

What shows through it is the other picture, everywhere in the same proportion to the colour of the writing.
"""

from __future__ import annotations

import numpy as np

from pipeline.core.channels import highest

SMOOTH = 3
"""Pixels a side of the means that are compared: less noise, and no stroke lost."""

CHANGED, FITS = 12, 10
"""Grey levels, of 255, from which a pixel changed, and by which one departs from writing of one colour at most."""

LEAST, MOST = 0.002, 0.6
"""Shares of the picture between which the changed pixels are, in order that a watermark may explain them."""

THROUGH = np.arange(0.3, 0.86, 0.05)
"""How much of the picture may show through: less, and it is nothing that is seen through; more, and it may be light."""

TELLING = 8.0
"""Deviation, in grey levels, of the picture under the writing from which it tells that it shows through."""

EXPLAINED, ENOUGH = 0.4, 0.3
"""Share of a changed piece, and of all of them, without their soft rims, that one colour of writing explains."""

STROKE = 0.02
"""Half the width of a stroke, as a share of the longer side, at most."""

PIECES, LEAST_PIECE = 2, 12
"""How many pieces of writing there are at least, for letters may touch, and the pixels of the least of them."""

ROUNDS, SAMPLES = 8, 10_000
"""Fits, each to what the one before explained; pixels that are fitted to at most."""

RIM = 5
"""Pixels of the window by which a piece is widened to its soft rim."""


def lone_watermark(before: np.ndarray, after: np.ndarray, valid: np.ndarray) -> np.ndarray:
    """Pixels ``(h, w)`` of translucent writing that one of two aligned ``uint8`` pictures ``(h, w, 3)`` bears alone."""
    import cv2

    none = np.zeros(valid.shape, bool)
    first, second = (cv2.blur(image, (SMOOTH, SMOOTH)) for image in (before, after))
    changed = ((highest(cv2.absdiff(first, second)) >= CHANGED) & valid).astype(np.uint8)
    core = cv2.erode(changed, np.ones((3, 3), np.uint8)).astype(bool)
    if not LEAST <= changed.mean() <= MOST or core.sum() < PIECES * LEAST_PIECE:
        return none
    explained = max(_explained(first, second, core), _explained(second, first, core), key=np.sum)
    if explained.sum() < ENOUGH * core.sum():
        return none
    pieces = _pieces(changed, explained, core)
    return none if pieces is None else cv2.dilate(pieces, np.ones((RIM, RIM), np.uint8)).astype(bool)


def _explained(under: np.ndarray, marked: np.ndarray, core: np.ndarray) -> np.ndarray:
    """Pixels ``(h, w)`` of ``core`` where ``marked`` is ``under`` seen through one colour; none if it is no colour."""
    first, second = (image[core].astype(np.float32) for image in (under, marked))
    step = max(1, len(first) // SAMPLES)
    through, rest = fit(first[::step], second[::step])
    found = np.zeros(core.shape, bool)
    if THROUGH[0] <= through <= THROUGH[-1] and (rest > -FITS).all() and (rest < (1 - through) * 255 + FITS).all():
        fits = highest(np.abs(first * np.float32(through) + rest - second)) <= FITS
        if fits.any() and first[fits].std(0).max() >= TELLING:
            found[core] = fits
    return found


def fit(first: np.ndarray, second: np.ndarray) -> tuple[float, np.ndarray]:
    """The share of ``first`` ``(n, 3)`` that shows in ``second``, and the rest of it, shape ``(3,)``.

    Of all proportions the one that explains most is where the fit starts: other things may have changed as well.
    """
    fits = max((_commonest(second - first * np.float32(through)) for through in THROUGH), key=np.sum)
    through, rest = 1.0, np.zeros(3, np.float32)
    for _ in range(ROUNDS):
        if not fits.any():
            break
        means = [one[fits].mean(0) for one in (first, second)]
        apart = first[fits] - means[0], second[fits] - means[1]
        through = float((apart[0] * apart[1]).sum() / max(float((apart[0] ** 2).sum()), 1e-6))
        rest = (means[1] - through * means[0]).astype(np.float32)
        fits = highest(np.abs(first * np.float32(through) + rest - second)) <= FITS
    return through, rest


def _commonest(rest: np.ndarray) -> np.ndarray:
    """Which of the colours ``(n, 3)`` are like the commonest of them."""
    bins = np.clip(np.rint(rest.mean(-1) / 4).astype(int) + 80, 0, 255)
    counts = np.convolve(np.bincount(bins, minlength=256), np.ones(3), "same")
    near = np.abs(bins - counts.argmax()) <= 1
    return highest(np.abs(rest - np.median(rest[near], axis=0))) <= FITS


def _pieces(changed: np.ndarray, explained: np.ndarray, core: np.ndarray) -> np.ndarray | None:
    """Thin pieces of ``changed`` that are explained, ``uint8`` ``(h, w)``; None where they are too few for writing."""
    import cv2
    from scipy import ndimage

    depth = cv2.distanceTransform(changed, cv2.DIST_L2, 3)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(changed)
    inner, told = (np.bincount(labels[mask], minlength=count) for mask in (core, explained))
    deepest = ndimage.maximum(depth, labels, range(count))
    written = (told >= EXPLAINED * inner) & (deepest <= STROKE * max(changed.shape) + SMOOTH)
    written[0] = False
    large = written & (stats[:, cv2.CC_STAT_AREA] >= LEAST_PIECE) & (inner > 0)
    if large.sum() < PIECES or told[large].sum() < ENOUGH * inner[1:].sum():
        return None
    return written[labels].astype(np.uint8)
