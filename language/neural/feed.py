"""Two pictures as the network takes them: side by side, swapped, and the difference of the two (Fan and Wang 2019)."""

from __future__ import annotations

import numpy as np
from PIL import Image

WIDTH, HEIGHT = 128, 80
"""Pixels of one picture at the network's input: the smallest objects are still eight pixels wide."""

CHANNELS = 9


def shrunk(picture: np.ndarray) -> np.ndarray:
    """A ``uint8`` picture of any size at the size of the network's input, ``(HEIGHT, WIDTH, 3)``."""
    if picture.shape[:2] == (HEIGHT, WIDTH):
        return picture
    return np.asarray(Image.fromarray(picture).resize((WIDTH, HEIGHT), Image.Resampling.BOX))


def side_by_side(before: np.ndarray, after: np.ndarray) -> np.ndarray:
    """Shrunk pictures ``(n, HEIGHT, WIDTH, 3)`` to ``(n, CHANNELS, HEIGHT, 2 * WIDTH)`` in [-1, 1].

    The first three channels show the pair side by side, the next three the same with the places exchanged, the last
    three the difference, in which everything that changed stands twice.
    """
    one = np.concatenate([before, after], axis=2).astype(np.float32) / 127.5 - 1
    other = np.concatenate([after, before], axis=2).astype(np.float32) / 127.5 - 1
    return np.ascontiguousarray(np.concatenate([one, other, (one - other) / 2], axis=-1).transpose(0, 3, 1, 2))
