"""What a glance at a picture tells: how calm, how colourful and how light it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import astuple, dataclass

import numpy as np
from PIL import Image

from pipeline.core.channels import highest, lowest

SIDE = 96
"""Longer side, in pixels, of the thumbnail that is looked at: noise and fine grain are averaged away."""

STEP = 4
"""Grey levels (of 255) below which two neighbouring pixels of the thumbnail are alike."""


@dataclass(frozen=True)
class Look:
    """``calm`` is the share of pixels like their neighbours, ``tint`` the median saturation, ``light`` the median grey,
    ``vivid`` the chroma (greatest less least channel) that one pixel of a hundred exceeds.

    ``calm`` and ``tint`` are from 0 to 1, ``light`` and ``vivid`` from 0 to 255.
    """

    calm: float
    tint: float
    light: float
    vivid: float


def look(small: np.ndarray) -> Look:
    """Look at a picture's thumbnail, ``(height, width, 3)``."""
    across = highest(np.abs(np.diff(small, axis=1)))[:-1]
    down = highest(np.abs(np.diff(small, axis=0)))[:, :-1]
    brightest = highest(small)
    chroma = brightest - lowest(small)
    return Look(
        calm=float((np.maximum(across, down) < STEP).mean()),
        tint=float(np.median(chroma / np.maximum(brightest, 1))),
        light=float(np.median(small.mean(axis=2))),
        vivid=float(np.quantile(chroma, 0.99)),
    )


def together(looks: Sequence[Look]) -> Look:
    """The mean look of several pictures of one scene."""
    return Look(*(float(value) for value in np.mean([astuple(one) for one in looks], axis=0)))


def thumbnail(image: np.ndarray) -> np.ndarray:
    """A picture ``(h, w, 3)`` made small, ``float32``: its longer side is ``SIDE`` at most."""
    height, width = image.shape[:2]
    scale = min(1.0, SIDE / max(height, width))
    size = max(2, round(width * scale)), max(2, round(height * scale))
    return np.asarray(Image.fromarray(image).resize(size, Image.Resampling.BOX), np.float32)
