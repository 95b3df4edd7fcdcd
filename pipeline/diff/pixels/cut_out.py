"""Parts of a picture that were worked on: their borders run along its rows and columns, sharply.

Light, shadows and lamps end softly, or aslant, or where a thing ends; a rectangle of the picture that became darker,
lighter or of other colours from one pixel to the next was made so.
"""

from __future__ import annotations

import numpy as np

FILLED = 0.93
"""Share of its box that a rectangle fills, where darkest and lightest places may have stayed as they are."""

BESIDE, WIDE = 3, 4
"""Pixels from a border at which it is over, and pixels beyond that are looked at on either side."""

FRAME = 4
"""Pixels from the picture's edge up to which a border is that of the picture."""

FULL, SHARP = 0.7, 0.35
"""Share of the usual difference within that is there beside a border on its inner side, and at most on its outer."""

ALONG, LEAST_TELLING = 0.85, 0.5
"""Share of a border along which it must be so, of those places that tell, and share of them that must."""

DIM, BRIGHT = 20.0, 95.0
"""Lightness beyond which a place stays as it is in another light: what is black or white outside tells nothing."""


def cut_out(labs: list[np.ndarray], box: np.ndarray, mask: np.ndarray) -> bool:
    """Whether what differs in a ``mask`` of a box is a rectangle with sharp borders within the picture.

    ``labs`` are both pictures in CIE Lab, ``(h, w, 3)``.
    """
    height, width = labs[0].shape[:2]
    rows, columns = (np.flatnonzero(mask.mean(axis) >= 0.5) for axis in (1, 0))
    if not len(rows) or not len(columns):
        return False
    mask = mask[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]  # without what compression left around it
    x0, y0 = int(box[0]) + int(columns[0]), int(box[1]) + int(rows[0])
    x1, y1 = x0 + mask.shape[1], y0 + mask.shape[0]
    if mask.mean() < FILLED or min(x1 - x0, y1 - y0) < 2 * (BESIDE + WIDE):
        return False
    apart = np.linalg.norm(labs[0] - labs[1], axis=-1)
    usual = float(np.median(apart[y0:y1, x0:x1]))
    light = (labs[0][..., 0] + labs[1][..., 0]) / 2
    borders = []
    for turned, low, high, first, last, end in (
        (False, x0, x1, y0, y1, height),
        (True, y0, y1, x0, x1, width),
    ):
        for at, sign, inside in ((first, -1, first > FRAME), (last, 1, last < end - FRAME)):
            if inside:
                seen = (apart.T, light.T) if turned else (apart, light)
                borders.append(_is_sharp(*seen, usual, low, high, at, sign))
    telling = [one for one in borders if one is not None]
    return bool(telling) and 2 * len(telling) >= len(borders) and all(telling)


def _is_sharp(
    apart: np.ndarray, light: np.ndarray, usual: float, low: int, high: int, at: int, sign: int
) -> bool | None:
    """Whether the ``usual`` difference ends at a row, from column ``low`` to ``high``; None where light would have
    changed nothing beyond it, where ``sign`` points."""
    columns = slice(low + BESIDE, high - BESIDE)
    near, far = BESIDE, BESIDE + WIDE
    outer, inner = (slice(at + near, at + far), slice(at - far, at - near))[::sign]
    if min(outer.start, inner.start) < 0 or outer.stop > len(apart):
        return None
    within, beyond = apart[inner, columns].mean(0), apart[outer, columns].mean(0)
    telling = (light[outer, columns].mean(0) > DIM) & (light[outer, columns].mean(0) < BRIGHT)
    if telling.mean() < LEAST_TELLING:
        return None
    ended = beyond[telling] <= SHARP * usual
    return bool(ended.mean() >= ALONG and np.median(within) >= FULL * usual)
