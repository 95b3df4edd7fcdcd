"""The camera did not move."""

from __future__ import annotations

import numpy as np

from pipeline.core.protocols import Registrar
from pipeline.core.types import Motion, ObjectGraph, SceneObject
from pipeline.matching.displacement import box_displacement, stack_boxes
from pipeline.register.shared_view import SharedView


class IdentityMotion(Motion):
    """Every object stays where it is in the picture.

    Parameters
    ----------
    spread
        Standard deviation of an unmoved object's box, as a share of its size.
    view
        The pictures themselves, aligned, where the registrar looked at them.
    """

    def __init__(self, spread: float = 0.12, view: SharedView | None = None) -> None:
        self.spread = spread
        self.view = view

    def project(self, objects: list[SceneObject], to: str) -> np.ndarray:
        """The objects' own boxes."""
        return stack_boxes(objects)

    def displacement(self, before: list[SceneObject], after: list[SceneObject]) -> np.ndarray:
        """Distances between boxes in standard deviations."""
        return box_displacement(stack_boxes(before), stack_boxes(after), self.spread)


class Identity(Registrar):
    """The registrar for a camera on a tripod."""

    def __init__(self, spread: float = 0.12) -> None:
        self.spread = spread

    def register(
        self, before: ObjectGraph, after: ObjectGraph, image_before: np.ndarray, image_after: np.ndarray
    ) -> IdentityMotion:
        """No motion at all."""
        sizes = (image_before.shape[1], image_before.shape[0]), (image_after.shape[1], image_after.shape[0])
        matrix = np.diag([sizes[1][0] / sizes[0][0], sizes[1][1] / sizes[0][1], 1.0])
        return IdentityMotion(self.spread, SharedView(image_before, image_after, matrix))
