"""Boxes as arrays, and how far apart they are."""

from __future__ import annotations

import numpy as np

from pipeline.core.types import SceneObject


def stack_boxes(objects: list[SceneObject]) -> np.ndarray:
    """Boxes of objects, shape ``(n, 4)``."""
    return np.array([found.box for found in objects], float).reshape(-1, 4)


def box_displacement(first: np.ndarray, second: np.ndarray, spread: float) -> np.ndarray:
    """Distance of every box from every other, in standard deviations, shape ``(len(first), len(second))``.

    The deviation is ``spread`` times the mean side of the two boxes.  The nearest pair of like edges or middles counts
    on each axis, since a box that is cut off or half hidden keeps one of its edges.
    """
    side = np.sqrt(np.maximum(_area(first)[:, None] + _area(second)[None], 1e-9) / 2)
    gaps = []
    for low, high in ((0, 2), (1, 3)):
        marks_first = np.stack([first[:, low], first[:, [low, high]].mean(1), first[:, high]], -1)
        marks_second = np.stack([second[:, low], second[:, [low, high]].mean(1), second[:, high]], -1)
        gaps.append(np.abs(marks_first[:, None] - marks_second[None]).min(-1))
    return np.hypot(*gaps) / (spread * side)


def _area(boxes: np.ndarray) -> np.ndarray:
    return (boxes[:, 2] - boxes[:, 0]) * (boxes[:, 3] - boxes[:, 1])
