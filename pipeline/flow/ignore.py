"""Areas of the pictures that nothing is said about: ``x0,y0,x1,y1``, or a mask file whose bright pixels are ignored."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
from PIL import Image

from pipeline.core import messages
from pipeline.core.images import MOST_SHAPE_DIFFERENCE, load_picture

MOSTLY = 0.5
"""Share of an object's box from which the object counts as ignored."""

_RECTANGLE = re.compile(r"\s*-?\d+(\.\d+)?\s*(,\s*-?\d+(\.\d+)?\s*){3}")
_BRIGHT = 128
_POINTS = 40
"""Points a side of the grid that a box is judged by."""


@dataclass(frozen=True)
class Area:
    """A rectangle in pixels, or a mask file, which is scaled to the picture where their sizes differ."""

    rectangle: tuple[float, float, float, float] | None = None
    mask: Path | None = None

    def holds(self, x: np.ndarray, y: np.ndarray, width: int, height: int) -> np.ndarray:
        """Which points, in pixels of a ``width`` x ``height`` picture and inside of it, lie in the area."""
        if self.mask is not None:
            return _mask(self.mask, width, height)[y.astype(int), x.astype(int)]
        assert self.rectangle is not None
        left, top, right, bottom = self.rectangle
        return (x >= left) & (x < right) & (y >= top) & (y < bottom)


def inside(areas: Sequence[Area], box: np.ndarray, width: int, height: int) -> bool:
    """Whether a box of a picture lies mostly in the areas, taken together; what is outside the picture does not count.

    The box is judged by a grid of points, which misses the share by a few hundredths at most.
    """
    x0, y0, x1, y1 = np.clip(box, 0, (width, height, width, height))
    if not areas or x1 <= x0 or y1 <= y0:
        return False
    places = (np.arange(_POINTS) + 0.5) / _POINTS
    x, y = np.meshgrid(x0 + places * (x1 - x0), y0 + places * (y1 - y0))
    held = np.zeros(x.shape, bool)
    for area in areas:
        held |= area.holds(x, y, width, height)
    return bool(held.mean() > MOSTLY)


def parse_area(value: str) -> Area:
    """Read the value of ``--ignore``.

    Raises
    ------
    SpotItError
        If it is neither four numbers that make a rectangle nor a picture.
    """
    if _RECTANGLE.fullmatch(value):
        x0, y0, x1, y1 = (float(number) for number in value.split(","))
        if x0 >= x1 or y0 >= y1:
            raise messages.error(messages.BAD_AREA, value=value)
        return Area(rectangle=(x0, y0, x1, y1))
    if "," in value and not Path(value).exists():
        raise messages.error(messages.BAD_AREA, value=value)
    load_picture(value)
    return Area(mask=Path(value))


@lru_cache(maxsize=4)
def _mask(path: Path, width: int, height: int) -> np.ndarray:
    """The mask as a boolean array of shape ``(height, width)``."""
    mask = Image.fromarray(load_picture(path)).convert("L")
    ratio = mask.width * height / (mask.height * width)
    if max(ratio, 1 / ratio) > 1 + MOST_SHAPE_DIFFERENCE:
        size = f"{mask.width}x{mask.height}"
        raise messages.error(messages.MASK_SHAPE, path=path, mask_size=size, size=f"{width}x{height}")
    return np.asarray(mask.resize((width, height), Image.Resampling.NEAREST)) >= _BRIGHT
