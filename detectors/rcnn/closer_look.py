"""A second look at a picture whose objects are small in it."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import replace

import numpy as np

from detectors.rcnn.preprocess import input_size
from pipeline.types import SceneObject

SURE = 0.5
"""Score of an object that the second look is aimed at."""
MARGIN = 0.18
"""Of the longer side of what encloses the objects; room for what the first look missed."""
WORTH = 0.75
"""Share of the picture above which a part of it is not worth a second look."""


class CloserLook(ABC):
    """Detects in the whole picture and, where the objects are small in it, again in the part that holds them.

    ``closer`` is the scale, in pixels of the network's input a world unit, under which a second look is taken: far
    objects, or a small picture, show the network less than it was trained on.
    """

    closer: float

    @abstractmethod
    def examine(self, image: np.ndarray) -> list[SceneObject]:
        """Objects found in one forward pass."""

    def detect(self, image: np.ndarray) -> list[SceneObject]:
        """Objects of the picture with their attributes, centres and scales, in order of falling score."""
        found = self.examine(image)
        part = self._part(found, image)
        if part is None:
            return found
        x0, y0, x1, y1 = part
        return [_shifted(item, x0, y0) for item in self.examine(image[y0:y1, x0:x1])]

    def _part(self, found: list[SceneObject], image: np.ndarray) -> tuple[int, int, int, int] | None:
        sure = [item for item in found if item.score >= SURE]
        if not sure:
            return None
        height, width = image.shape[:2]
        ratio = input_size(width, height)[0] / width
        if np.median([(item.scale or np.inf) * ratio for item in sure]) >= self.closer:
            return None
        boxes = np.stack([item.box for item in sure])
        low, high = boxes[:, :2].min(0), boxes[:, 2:].max(0)
        room = MARGIN * (high - low).max()
        x0, y0 = (int(v) for v in np.maximum(low - room, 0))
        x1, y1 = (int(v) for v in np.minimum(high + room, [width, height]))
        worth = (x1 - x0) * (y1 - y0) < WORTH * width * height and min(x1 - x0, y1 - y0) >= 16
        return (x0, y0, x1, y1) if worth else None


def _shifted(item: SceneObject, x: int, y: int) -> SceneObject:
    center = None if item.center is None else (item.center[0] + x, item.center[1] + y)
    return replace(item, box=np.add(item.box, [x, y, x, y]), center=center)
