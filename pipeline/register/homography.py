"""A plane homography as a motion between pictures."""

from __future__ import annotations

import numpy as np

from pipeline.register.boxes import box_displacement, stack_boxes
from pipeline.types import SceneObject


class HomographyMotion:
    """Boxes go where the homography takes their edges' middles.

    Parameters
    ----------
    matrix
        From the picture before to the picture after, shape ``(3, 3)``.
    spread
        Standard deviation of an unmoved object's box, as a share of its size.
    """

    def __init__(self, matrix: np.ndarray, spread: float = 0.15) -> None:
        self.matrix = np.asarray(matrix, float)
        self.spread = spread

    def project(self, objects: list[SceneObject], to: str) -> np.ndarray:
        """Boxes around the warped middles of the boxes' edges, shape ``(n, 4)``; NaN beyond the horizon."""
        matrix = self.matrix if to == "after" else np.linalg.inv(self.matrix)
        return warp_boxes(stack_boxes(objects), matrix)

    def displacement(self, before: list[SceneObject], after: list[SceneObject]) -> np.ndarray:
        """Distances between boxes in the picture after, in standard deviations; far where unknown."""
        away = box_displacement(self.project(before, "after"), stack_boxes(after), self.spread)
        return np.nan_to_num(away, nan=1e3)


def warp_points(points: np.ndarray, matrix: np.ndarray) -> np.ndarray:
    """Points ``(..., 2)`` under a homography; NaN where they pass through infinity."""
    warped = points @ matrix[:, :2].T + matrix[:, 2]
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(warped[..., 2:] * matrix[2, 2] > 1e-9, warped[..., :2] / warped[..., 2:], np.nan)


def warp_boxes(boxes: np.ndarray, matrix: np.ndarray) -> np.ndarray:
    """Boxes ``(n, 4)`` around the warped middles of the edges."""
    x0, y0, x1, y1 = boxes.T
    x, y = (x0 + x1) / 2, (y0 + y1) / 2
    middles = np.stack([np.stack(pair, -1) for pair in ((x0, y), (x1, y), (x, y0), (x, y1))], 1)
    warped = warp_points(middles, matrix)
    return np.concatenate([warped.min(1), warped.max(1)], -1)
