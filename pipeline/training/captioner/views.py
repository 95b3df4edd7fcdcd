"""Views of a picture: as it is, mirrored, or a part of it as large as the whole, so that few pictures teach more."""

from __future__ import annotations

from zlib import crc32

import numpy as np
from PIL import Image, ImageOps

LEAST = 0.8
"""Of either side, what a part of a picture has at least: captions tell of the whole."""


def mirrored(view: int) -> bool:
    """Whether left and right trade places in a view."""
    return view % 2 == 1


def seen(picture: Image.Image, name: str, view: int, side: int) -> Image.Image:
    """A view of a picture, a square of ``side`` pixels; the same number gives the same view of a picture ``name``.

    View 0 is the whole picture, 1 its mirror image; from 2 on it is a random part of it, every other one mirrored.
    """
    box: tuple[float, float, float, float] | None = None
    if view >= 2:
        chance = np.random.default_rng([crc32(name.encode()), view])
        sizes = chance.uniform(LEAST, 1, 2) * picture.size
        first = chance.uniform(0, 1, 2) * (picture.size - sizes)
        left, top, right, bottom = map(float, (*first, *(first + sizes)))
        box = left, top, right, bottom
    made = picture.resize((side, side), Image.Resampling.BICUBIC, box)
    return ImageOps.mirror(made) if mirrored(view) else made
