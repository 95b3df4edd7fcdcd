"""Points and boxes under a homography."""

from __future__ import annotations

import numpy as np


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
