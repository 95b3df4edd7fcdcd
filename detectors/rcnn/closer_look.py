"""Where to look again in a picture whose objects are small in it."""

from __future__ import annotations

import numpy as np

from detectors.rcnn.preprocess import input_size
from pipeline.core.boxes import union
from pipeline.core.types import SceneObject

SURE = 0.5
"""Score of an object that the second look is aimed at."""
MARGIN = 0.18
"""Of the longer side of what encloses the objects; room for what the first look missed."""
WORTH = 0.75
"""Share of the picture above which a part of it is not worth a second look."""


def part_to_look_at(found: list[SceneObject], image: np.ndarray, closer: float) -> tuple[int, int, int, int] | None:
    """The part of the picture ``(x0, y0, x1, y1)`` that holds its objects, where they are small in it.

    ``closer`` is the scale, in pixels of the network's input a world unit, under which they are: far objects, or a
    small picture, show the network less than it was trained on.
    """
    sure = [item for item in found if item.score >= SURE]
    if not sure:
        return None
    height, width = image.shape[:2]
    ratio = input_size(width, height)[0] / width
    if np.median([(item.scale or np.inf) * ratio for item in sure]) >= closer:
        return None
    whole = union(np.stack([item.box for item in sure]))
    low, high = whole[:2], whole[2:]
    room = MARGIN * (high - low).max()
    x0, y0 = (int(v) for v in np.maximum(low - room, 0))
    x1, y1 = (int(v) for v in np.minimum(high + room, [width, height]))
    worth = (x1 - x0) * (y1 - y0) < WORTH * width * height and min(x1 - x0, y1 - y0) >= 16
    return (x0, y0, x1, y1) if worth else None
