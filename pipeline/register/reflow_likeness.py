"""Which pixels of two pictures of one size are equal but for the way they were rendered."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from pipeline.core.channels import highest

FLAT = 6
"""Levels that a pixel's surroundings of 5 x 5 span at most where the ground is flat."""

INK = 24
"""Levels that a tile with content spans at least."""

MOST_RINGING = 40
"""Levels by which a lossy format changes flat ground at most."""

CHANGED = 140
"""Levels beyond the tolerance from which a tile shows something else."""


@dataclass(frozen=True)
class Tolerance:
    """What two renderings of one thing may differ by.

    Parameters
    ----------
    level
        Grey levels of a channel by which a pixel may leave the range of the other picture's 3 x 3 neighbourhood: that
        takes in anti-aliasing, sub-pixel shifts and a shift of one pixel.
    blur
        Standard deviation, in pixels, of the smoothing before the comparison; 0 for none.  Ringing of a lossy format
        is gone after it.
    share
        The part of the contrast around a pixel that it may differ by: ringing grows with the contrast.
    """

    level: float
    blur: float = 0.0
    share: float = 0.0


def differs(before: np.ndarray, after: np.ndarray, tolerance: Tolerance) -> tuple[np.ndarray, np.ndarray]:
    """How far each pixel is from its partner, in levels: beyond the tolerance (0 within it), and just so.

    Both are ``uint8`` ``(h, w, 3)``; the results are ``uint8`` ``(h, w)``.
    """
    import cv2

    found = np.zeros(before.shape[:2], np.uint8)
    apart = highest(cv2.absdiff(before, after))
    window = _window(apart > tolerance.level, 4 + int(4 * tolerance.blur))
    if window is None:
        return found, apart
    first, second = (np.ascontiguousarray(image[window]) for image in (before, after))
    if tolerance.blur:
        first, second = (cv2.GaussianBlur(image, (0, 0), tolerance.blur) for image in (first, second))
    one, other = _range(first), _range(second)
    outside = cv2.max(_beyond(first, *other), _beyond(second, *one))
    outside[outside <= tolerance.level] = 0
    if tolerance.share:
        kernel = np.ones((9, 9), np.uint8)
        contrast = cv2.max(
            *(highest(cv2.subtract(cv2.dilate(image, kernel), cv2.erode(image, kernel))) for image in (first, second))
        )
        outside[outside < tolerance.share * contrast] = 0
    found[window] = outside
    return found, apart


def contrast_tiles(image: np.ndarray, side: int, least: float) -> np.ndarray:
    """Which tiles of ``side`` pixels hold something: their grey levels span at least ``least``; shape ``(m, n)``."""
    grey = image[..., 1]
    high, wide = grey.shape[0] // side, grey.shape[1] // side
    tiles = grey[: high * side, : wide * side].reshape(high, side, wide, side)
    low, top = tiles.min(1).min(2), tiles.max(1).max(2)
    return (top.astype(int) - low) >= least


def tile_peaks(values: np.ndarray, side: int) -> np.ndarray:
    """The greatest value of each tile."""
    high, wide = values.shape[0] // side, values.shape[1] // side
    return values[: high * side, : wide * side].reshape(high, side, wide, side).max(1).max(2)


def ringing(image: np.ndarray, exact: np.ndarray, residual: np.ndarray, side: int = 16) -> float:
    """Share of the tiles with content in which flat ground differs here and there by a little: what lossy formats leave
    beside letters and edges, and no renderer does.

    ``exact`` and ``residual`` are the differences from the other picture, just so and beyond the tolerance.
    """
    import cv2

    kernel = np.ones((5, 5), np.uint8)
    flat = highest(cv2.subtract(cv2.dilate(image, kernel), cv2.erode(image, kernel))) <= FLAT
    ground = _tile_sums(flat, side)
    seen = contrast_tiles(image, side, INK) & (ground >= side)
    disturbed = _tile_sums(flat & (exact >= 1) & (exact <= MOST_RINGING), side)
    among = (disturbed > 0.1 * ground) & (disturbed < 0.9 * ground) & (tile_peaks(residual, side) < CHANGED)
    return float((among & seen).sum() / max(1, int(seen.sum())))


def _tile_sums(mask: np.ndarray, side: int) -> np.ndarray:
    high, wide = mask.shape[0] // side, mask.shape[1] // side
    rows = mask[: high * side, : wide * side].reshape(high, side, wide * side).sum(1, dtype=np.uint16)
    return rows.reshape(high, wide, side).sum(2, dtype=np.int64)


def _range(image: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    import cv2

    kernel = np.ones((3, 3), np.uint8)
    return cv2.erode(image, kernel), cv2.dilate(image, kernel)


def _beyond(image: np.ndarray, low: np.ndarray, high: np.ndarray) -> np.ndarray:
    import cv2

    return highest(cv2.max(cv2.subtract(image, high), cv2.subtract(low, image)))


def edges_of(image: np.ndarray) -> np.ndarray:
    """Mask of the pixels that differ from a neighbour clearly: ink, and edges of what is painted."""
    import cv2

    return highest(cv2.morphologyEx(image, cv2.MORPH_GRADIENT, np.ones((3, 3), np.uint8))) > 16


def _window(mask: np.ndarray, margin: int) -> tuple[slice, slice] | None:
    """Rows and columns that hold every set pixel, with a margin; None if there is none."""
    rows, columns = np.flatnonzero(mask.any(1)), np.flatnonzero(mask.any(0))
    if not len(rows):
        return None
    return slice(max(0, rows[0] - margin), rows[-1] + 1 + margin), slice(
        max(0, columns[0] - margin), columns[-1] + 1 + margin
    )
