"""Bands of caption above and below a photograph: what is written on them makes no page of it."""

from __future__ import annotations

import numpy as np

NEAR = 12
"""Levels of each channel, of 255, that a band's ground stays within: what compression leaves of one colour."""

GROUND = 0.4
"""Share of a row that is ground all through a band: dense type covers less than half of a row."""

LEAST, MOST = 0.02, 0.35
"""Shares of the picture's height between which a band has writing, and leaves most of the picture to a photograph."""

BESIDE = 0.15
"""Share of what lies between the bands that may have their ground: where more has, it is a page's, pictures on it."""


def without_bands(image: np.ndarray) -> np.ndarray:
    """The rows of a picture ``(h, w, 3)`` between the plain bands at its upper and lower edge; all where it has none.

    A page goes on in the colour of its edge, below what a band may take up or beside what stands there.
    """
    top, below = _band(image), _band(image[::-1])
    if not 0 < top + below <= MOST * len(image):
        return image
    between = image[top : len(image) - below]
    grounds = [row for row, rows in ((image[0], top), (image[-1], below)) if rows]
    return image if any(_like(between, row).mean() > BESIDE for row in grounds) else between


def _band(image: np.ndarray) -> int:
    """How many rows from the first on have the ground of the first; 0 where they are too few for writing."""
    plain = _like(image, image[0]).mean(axis=1) >= GROUND
    rows = len(plain) if plain.all() else int(plain.argmin())
    return rows if rows >= LEAST * len(image) else 0


def _like(image: np.ndarray, row: np.ndarray) -> np.ndarray:
    """Which pixels ``(h, w)`` have the middle colour of a row ``(w, 3)``."""
    like = np.ones(image.shape[:2], bool)
    for channel, level in enumerate(np.median(row, axis=0).astype(np.int16)):
        like &= np.abs(image[..., channel].astype(np.int16) - level) <= NEAR
    return like
