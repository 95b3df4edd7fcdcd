"""A rough homography made exact by tracking corners."""

from __future__ import annotations

from typing import Any

import numpy as np

from pipeline.core.channels import highest


def refine(
    first: np.ndarray, second: np.ndarray, matrix: np.ndarray, least_share: float = 0.3, corners: int = 400
) -> np.ndarray | None:
    """Homography ``(3, 3)`` from the grey picture ``first`` to ``second``, near the one given.

    Corners of ``first``, warped, are tracked into ``second`` by the pyramidal method of Lucas and Kanade, there and
    back, and a correction is fitted to them by MAGSAC.  None where fewer than ``least_share`` of the corners agree on
    one; the matrix itself where the correction is smaller than its own error.
    """
    import cv2

    height, width = second.shape
    warped = _even(cv2.warpPerspective(first, matrix, (width, height), borderMode=cv2.BORDER_REPLICATE))
    goal = _even(second)
    inside = cv2.warpPerspective(np.full(first.shape, 255, np.uint8), matrix, (width, height))
    inside = cv2.erode(inside, np.ones((9, 9), np.uint8), borderType=cv2.BORDER_CONSTANT, borderValue=255)
    points = cv2.goodFeaturesToTrack(warped, corners, 0.01, max(4, width // 60), mask=inside)
    if points is None or len(points) < 20:
        return None
    there, found = _track(warped, goal, points)
    back, again = _track(goal, warped, there)
    kept = (found.ravel() == 1) & (again.ravel() == 1) & (np.abs(points - back).max((1, 2)) < 0.5)
    source, goals = points[kept, 0], there[kept, 0]
    if len(source) < max(20, least_share * len(points)):
        return None
    if np.mean(highest(np.abs(goals - source)) < 0.35) > 0.5:
        return matrix
    fix, mask = cv2.findHomography(source, goals, cv2.USAC_MAGSAC, 1.0, maxIters=2000, confidence=0.999)
    if fix is None or not np.isfinite(fix).all() or mask.sum() < max(20, least_share * len(points)):
        return None
    composed = fix @ matrix
    return composed / composed[2, 2]


def grey(image: np.ndarray, side: int) -> tuple[np.ndarray, np.ndarray]:
    """The picture in grey, its longer side at most ``side`` pixels, and the matrix ``(3, 3)`` that shrinks points."""
    import cv2

    gray = cv2.cvtColor(image, cv2.COLOR_RGB2GRAY)
    height, width = gray.shape
    scale = min(1.0, side / max(height, width))
    size = max(1, round(width * scale)), max(1, round(height * scale))
    if scale < 1:
        gray = cv2.resize(gray, size, interpolation=cv2.INTER_AREA)
    return gray, np.diag([size[0] / width, size[1] / height, 1.0])


def _track(first: np.ndarray, second: np.ndarray, points: Any) -> tuple[np.ndarray, np.ndarray]:
    """Where points are found in the second picture, and whether they are."""
    import cv2

    there, found, _ = cv2.calcOpticalFlowPyrLK(
        first, second, points, np.empty_like(points), winSize=(15, 15), maxLevel=2
    )
    return np.asarray(there), np.asarray(found)


def _even(gray: np.ndarray) -> np.ndarray:
    """The same brightness and contrast for all pictures, since tracking takes both for constant."""
    low, high = np.percentile(gray, (2, 98))
    return np.clip((gray - low) * (255 / max(high - low, 16)), 0, 255).astype(np.uint8)
