"""A plane homography as a motion between pictures."""

from __future__ import annotations

import numpy as np

from pipeline.core.types import Motion, SceneObject
from pipeline.matching.displacement import box_displacement, stack_boxes
from pipeline.register.shared_view import SharedView
from pipeline.register.warp import warp_boxes


class HomographyMotion(Motion):
    """Boxes go where the homography takes their edges' middles.

    Parameters
    ----------
    matrix
        From the picture before to the picture after, shape ``(3, 3)``.
    spread
        Standard deviation of an unmoved object's box, as a share of its size.
    view
        The pictures themselves, aligned, where the registrar looked at them.
    """

    def __init__(self, matrix: np.ndarray, spread: float = 0.15, view: SharedView | None = None) -> None:
        self.matrix = np.asarray(matrix, float)
        self.spread = spread
        self.view = view

    def project(self, objects: list[SceneObject], to: str) -> np.ndarray:
        """Boxes around the warped middles of the boxes' edges, shape ``(n, 4)``; NaN beyond the horizon."""
        matrix = self.matrix if to == "after" else np.linalg.inv(self.matrix)
        return warp_boxes(stack_boxes(objects), matrix)

    def displacement(self, before: list[SceneObject], after: list[SceneObject]) -> np.ndarray:
        """Distances between boxes in the picture after, in standard deviations; far where unknown."""
        away = box_displacement(self.project(before, "after"), stack_boxes(after), self.spread)
        return np.nan_to_num(away, nan=1e3)
