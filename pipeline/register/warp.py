"""Points and boxes under a homography."""

from __future__ import annotations

import numpy as np


def warp_points(points: np.ndarray, matrix: np.ndarray) -> np.ndarray:
    """Points ``(..., 2)`` under a homography; NaN where they pass through infinity."""
    warped = points @ matrix[:, :2].T + matrix[:, 2]
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(warped[..., 2:] * matrix[2, 2] > 1e-9, warped[..., :2] / warped[..., 2:], np.nan)


def through(points: np.ndarray, others: np.ndarray) -> np.ndarray:
    """The homography ``(3, 3)`` that carries four points ``(4, 2)``, no three in a line, to four others."""
    rows = []
    for (x, y), (u, v) in zip(points, others, strict=True):
        rows += [[x, y, 1, 0, 0, 0, -u * x, -u * y], [0, 0, 0, x, y, 1, -v * x, -v * y]]
    return np.append(np.linalg.solve(np.array(rows), np.asarray(others, float).ravel()), 1.0).reshape(3, 3)


def warp_boxes(boxes: np.ndarray, matrix: np.ndarray) -> np.ndarray:
    """Boxes ``(n, 4)`` around the warped middles of the edges."""
    x0, y0, x1, y1 = boxes.T
    x, y = (x0 + x1) / 2, (y0 + y1) / 2
    middles = np.stack([np.stack(pair, -1) for pair in ((x0, y), (x1, y), (x, y0), (x, y1))], 1)
    warped = warp_points(middles, matrix)
    return np.concatenate([warped.min(1), warped.max(1)], -1)
