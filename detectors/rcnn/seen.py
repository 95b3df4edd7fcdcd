"""What the trunk sees of a picture, and of a window of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from detectors.rcnn.preprocess import MULTIPLE, Fitted

MARGIN = 96
"""Input pixels around the boxes of a window: beyond them the features at the boxes hardly change."""
LEAST = 4 * MULTIPLE
"""Least side of a window in input pixels: the trunk chooses among at least so many proposals."""

Window = tuple[int, int, int, int]


@dataclass(frozen=True, eq=False)
class Seen:
    """A picture of ``width`` by ``height`` pixels as the trunk sees it.

    ``features`` are the fine ones, those of the pyramid, and the whole picture's vector; ``boxes`` the regions to be
    judged, ``(n, 4)`` in pixels of the network's input.
    """

    fitted: Fitted
    width: int
    height: int
    features: Sequence[np.ndarray]
    boxes: np.ndarray

    def with_features(self, maps: Sequence[np.ndarray], window: Window) -> list[np.ndarray]:
        """Features of a window in their place, nothing around them, and the whole picture's vector as it was."""
        *known, whole = self.features
        return [*(_pasted(part, window, like, self.fitted) for part, like in zip(maps, known, strict=True)), whole]


def window_around(boxes: np.ndarray, width: int, height: int) -> Window:
    """The window ``(x0, y0, x1, y1)`` of an input of this size that holds the boxes, its sides divisible by 32."""
    sides = []
    for low, high, side in ((0, 2, width), (1, 3, height)):
        first = max(int(boxes[:, low].min()) - MARGIN, 0) // MULTIPLE * MULTIPLE
        last = min(-(-(int(boxes[:, high].max()) + MARGIN) // MULTIPLE) * MULTIPLE, side)
        first = max(min(first, last - LEAST), 0)
        sides.append((first, min(max(last, first + LEAST), side)))
    (x0, x1), (y0, y1) = sides
    return x0, y0, x1, y1


def _pasted(part: np.ndarray, window: Window, like: np.ndarray, fitted: Fitted) -> np.ndarray:
    stride = fitted.tensor.shape[2] // like.shape[2]
    x0, y0, x1, y1 = (side // stride for side in window)
    canvas = np.zeros_like(like)
    canvas[..., y0:y1, x0:x1] = part
    return canvas
