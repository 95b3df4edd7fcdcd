"""Where something is in its picture, and where it went: values, each with the code that stands for it in JSON."""

from __future__ import annotations

from enum import Enum

import numpy as np


class Place(Enum):
    """A ninth of a picture, row by row.  The codes are English phrases, and sentences use them as they are."""

    UPPER_LEFT = "at the upper left"
    TOP = "at the top"
    UPPER_RIGHT = "at the upper right"
    LEFT = "on the left"
    MIDDLE = "in the middle"
    RIGHT = "on the right"
    LOWER_LEFT = "at the lower left"
    BOTTOM = "at the bottom"
    LOWER_RIGHT = "at the lower right"

    @classmethod
    def at(cls, row: int, column: int) -> Place:
        """The ninth of a row and a column, 0 to 2 from the top and from the left."""
        return tuple(cls)[3 * row + column]

    @classmethod
    def of(cls, box: np.ndarray, extent: tuple[int, int]) -> Place:
        """The ninth that the middle of a box is in, or is closest to; ``extent`` is the picture's width and height."""
        across, down = (np.asarray(box)[:2] + np.asarray(box)[2:]) / 2 / np.maximum(extent, 1)
        return cls.at(*(min(2, int(3 * max(share, 0.0))) for share in (down, across)))


class Direction(Enum):
    """Where a moved object went, as seen in the picture."""

    LEFT = "left"
    RIGHT = "right"
    UP = "up"
    DOWN = "down"
    CLOSER = "closer"
    AWAY = "away"
