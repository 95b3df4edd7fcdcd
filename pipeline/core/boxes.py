"""Arithmetic on boxes: rows of ``x0, y0, x1, y1`` in pixels, in arrays of shape ``(n, 4)``."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np


def area(boxes: np.ndarray) -> np.ndarray:
    """Areas in square pixels, shape ``(n,)``; zero for a box turned inside out."""
    boxes = _rows(boxes)
    return np.maximum(boxes[:, 2] - boxes[:, 0], 0) * np.maximum(boxes[:, 3] - boxes[:, 1], 0)


def iou(first: np.ndarray, second: np.ndarray) -> np.ndarray:
    """Intersection over union of every box with every other, shape ``(len(first), len(second))``."""
    common = intersection(first, second)
    union = area(first)[:, None] + area(second)[None, :] - common
    return np.divide(common, union, out=np.zeros_like(common), where=union > 0)


def intersection(first: np.ndarray, second: np.ndarray) -> np.ndarray:
    """Common areas in square pixels, shape ``(len(first), len(second))``."""
    first, second = _rows(first)[:, None], _rows(second)[None]
    low = np.maximum(first[..., :2], second[..., :2])
    high = np.minimum(first[..., 2:], second[..., 2:])
    return np.maximum(high - low, 0).prod(axis=-1)


def gap(first: np.ndarray, second: np.ndarray) -> np.ndarray:
    """Distances in pixels of every box from every other, shape ``(len(first), len(second))``; 0 where they touch."""
    first, second = _rows(first)[:, None], _rows(second)[None]
    apart = np.maximum(np.maximum(first[..., :2] - second[..., 2:], second[..., :2] - first[..., 2:]), 0)
    return np.hypot(apart[..., 0], apart[..., 1])


def union(boxes: np.ndarray) -> np.ndarray:
    """The smallest box that holds all of at least one box, shape ``(4,)``."""
    boxes = _rows(boxes)
    return np.concatenate([boxes[:, :2].min(axis=0), boxes[:, 2:].max(axis=0)])


def nms(boxes: np.ndarray, scores: np.ndarray, threshold: float) -> np.ndarray:
    """Greedy non-maximum suppression.

    Returns the indices of the boxes that stay, in order of falling score (equal scores in the order given): a box
    stays unless its IoU with a better one that stays exceeds ``threshold``.
    """
    boxes, scores = _rows(boxes), np.asarray(scores).reshape(-1)
    order = np.argsort(-scores, kind="stable")
    kept = []
    while len(order):
        best, order = order[0], order[1:]
        kept.append(best)
        order = order[iou(boxes[best], boxes[order])[0] <= threshold]
    return np.array(kept, dtype=np.intp)


def nms_by_class(boxes: np.ndarray, scores: np.ndarray, classes: np.ndarray, threshold: float) -> np.ndarray:
    """As :func:`nms`, where only boxes of the same class suppress each other."""
    scores, classes = np.asarray(scores).reshape(-1), np.asarray(classes).reshape(-1)
    kept = [
        members[nms(_rows(boxes)[members], scores[members], threshold)]
        for members in (np.flatnonzero(classes == one) for one in np.unique(classes))
    ]
    indices = np.sort(np.concatenate(kept)) if kept else np.zeros(0, np.intp)
    return indices[np.argsort(-scores[indices], kind="stable")]


def clip(boxes: np.ndarray, width: float, height: float) -> np.ndarray:
    """The parts of the boxes that lie inside a picture of ``width`` x ``height`` pixels, shape ``(n, 4)``."""
    return np.clip(_rows(boxes), 0, np.array([width, height, width, height], dtype=float))


@dataclass(frozen=True)
class Letterbox:
    """A picture scaled by ``scale`` into the top left corner of a canvas of ``width`` x ``height`` pixels."""

    scale: float
    width: int
    height: int

    @classmethod
    def fit(cls, image_size: tuple[int, int], canvas_size: tuple[int, int]) -> Letterbox:
        """The largest letterbox, sides kept in proportion; sizes are ``(width, height)``."""
        scale = min(canvas_size[0] / image_size[0], canvas_size[1] / image_size[1])
        return cls(scale, canvas_size[0], canvas_size[1])

    def to_picture(self, boxes: np.ndarray) -> np.ndarray:
        """Boxes of the canvas in the picture, shape ``(n, 4)``."""
        return _rows(boxes) / self.scale


def _rows(boxes: np.ndarray) -> np.ndarray:
    return np.asarray(boxes, dtype=float).reshape(-1, 4)
