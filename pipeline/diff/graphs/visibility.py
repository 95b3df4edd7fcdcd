"""How much of an object could be seen at a place in a picture: inside the frame, and not behind nearer objects."""

from __future__ import annotations

import numpy as np

from detectors.geometry.solids import Solids
from pipeline.core.types import ObjectGraph, SceneObject

GRID = 12


def visible_share(
    boxes: np.ndarray, shapes: list[str], graph: ObjectGraph, clear: np.ndarray, solids: Solids
) -> np.ndarray:
    """Visible share of outlines at ``boxes`` (n, 4), whole ones, in a picture with the objects of ``graph``; (n,).

    Outlines are taken as the superellipses of ``solids``.  An object is nearer if it touches the
    ground lower in the picture.  Where ``clear`` (n, objects of the graph) is true the object hides nothing: it stands
    in the very place, and two solid things cannot.  NaN boxes give zero.
    """
    width, height = graph.extent
    objects = graph.objects
    whole = np.array([whole_box(found) for found in objects]).reshape(-1, 4)
    known = np.isfinite(boxes).all(-1)
    safe = np.where(known[:, None], boxes, 0.0)
    points, inside = _samples(safe, [solids.roundness(shape) for shape in shapes])
    seen = inside & (points >= 0).all(-1) & (points[..., 0] < width) & (points[..., 1] < height)
    side = np.maximum(safe[:, 3] - safe[:, 1], 1e-6)
    for column, (found, box) in enumerate(zip(objects, whole, strict=True)):
        lower = (box[3] - safe[:, 3] > 0.06 * side) & ~clear[:, column]
        if lower.any():
            cover = _covers(points, found.box, solids.roundness(found.label))
            seen &= ~(cover & lower[:, None])
    return np.where(known, seen.sum(1) / np.maximum(inside.sum(1), 1), 0.0)


def whole_box(found: SceneObject) -> np.ndarray:
    """The box, drawn out below to where a half hidden object must reach if its centre is known."""
    box = np.asarray(found.box, float)
    if found.center is None:
        return box
    x0, y0, x1, y1 = box
    above = found.center[1] - y0
    return np.array([x0, y0, x1, max(y1, found.center[1] + above * 0.95)])


def _samples(boxes: np.ndarray, roundness: list[float]) -> tuple[np.ndarray, np.ndarray]:
    """A grid of points over each box ``(n, g, 2)`` and whether they lie on the outline ``(n, g)``."""
    steps = (np.arange(GRID) + 0.5) / GRID
    x = boxes[:, :1] + (boxes[:, 2:3] - boxes[:, :1]) * steps
    y = boxes[:, 1:2] + (boxes[:, 3:] - boxes[:, 1:2]) * steps
    points = np.stack(np.broadcast_arrays(x[:, None, :], y[:, :, None]), -1).reshape(len(boxes), GRID * GRID, 2)
    across, down = np.meshgrid(2 * steps - 1, 2 * steps - 1)
    power = np.array(roundness).reshape(-1, 1)
    inside = np.abs(across).ravel() ** power + np.abs(down).ravel() ** power <= 1
    return points, inside


def _covers(points: np.ndarray, box: np.ndarray, roundness: float) -> np.ndarray:
    middle, half = (box[:2] + box[2:]) / 2, np.maximum((box[2:] - box[:2]) / 2, 1e-6)
    return (np.abs((points - middle) / half) ** roundness).sum(-1) <= 1
