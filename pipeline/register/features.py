"""A homography between two grey pictures from image features."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from pipeline.register.refine import refine
from pipeline.register.warp import warp_points

USUAL_WIDTH = 480
"""Pixels of the width that tolerances are given for."""


@dataclass(frozen=True)
class FeatureMatching:
    """SIFT features matched by Lowe's ratio test, a homography by MAGSAC++, refined by tracking corners.

    Lowe, IJCV 2004; Barath et al., CVPR 2020; Lucas and Kanade, 1981.

    Parameters
    ----------
    features
        The most features kept in each picture.
    ratio
        A match counts if it is this much nearer than the second best.
    tolerance
        Pixels of error of an inlier, in a picture 480 wide.
    least_inliers, least_share
        Fewer inliers, or a smaller share of the matches, and there is no homography.
    largest_zoom
        The most that a region may grow or shrink.
    """

    features: int = 1200
    ratio: float = 0.75
    tolerance: float = 3.0
    least_inliers: int = 12
    least_share: float = 0.3
    largest_zoom: float = 3.0

    def from_features(self, first: np.ndarray, second: np.ndarray) -> np.ndarray | None:
        """Homography ``(3, 3)`` from the grey picture ``first`` to ``second``; None if none is borne out."""
        import cv2

        ours, theirs = self.points(first), self.points(second)
        matches = self.match(ours, theirs)
        if len(matches) < self.least_inliers:
            return None
        source, goal = ours[0][matches[:, 0]], theirs[0][matches[:, 1]]
        tolerance = self.tolerance * second.shape[1] / USUAL_WIDTH
        matrix, mask = cv2.findHomography(source, goal, cv2.USAC_MAGSAC, tolerance, maxIters=5000, confidence=0.999)
        if matrix is None or not np.isfinite(matrix).all():
            return None
        inliers = int(mask.sum())
        if inliers < self.least_inliers or inliers < self.least_share * len(matches):
            return None
        if not self.plausible(matrix, first.shape, second.shape):
            return None
        refined = refine(first, second, matrix)
        return refined if refined is not None and self.plausible(refined, first.shape, second.shape) else matrix

    def points(self, gray: np.ndarray) -> tuple[np.ndarray, np.ndarray | None]:
        """Places ``(n, 2)`` of the features and their descriptors ``(n, 128)``, None where there are no features."""
        import cv2

        points, descriptors = cv2.SIFT.create(nfeatures=self.features).detectAndCompute(gray, None)
        return np.array([point.pt for point in points], np.float32).reshape(-1, 2), descriptors

    def match(
        self, first: tuple[np.ndarray, np.ndarray | None], second: tuple[np.ndarray, np.ndarray | None]
    ) -> np.ndarray:
        """Numbers of the features of both pictures that match, shape ``(m, 2)``."""
        import cv2

        if first[1] is None or second[1] is None or len(second[0]) < 2:
            return np.zeros((0, 2), int)
        nearest = cv2.BFMatcher().knnMatch(first[1], second[1], k=2)
        kept = [two[0] for two in nearest if len(two) == 2 and two[0].distance < self.ratio * two[1].distance]
        return np.array([(match.queryIdx, match.trainIdx) for match in kept], int).reshape(-1, 2)

    def plausible(self, matrix: np.ndarray, shape_before: tuple[int, ...], shape_after: tuple[int, ...]) -> bool:
        """Whether the picture keeps its orientation, no part of it explodes, and it still overlaps the other.

        Shapes are height and width of the pictures that the homography ``(3, 3)`` leads from and to.
        """
        height, width = shape_before[:2]
        corners = warp_points(np.array([[0, 0], [width, 0], [width, height], [0, height]], float), matrix)
        if not np.isfinite(corners).all():
            return False
        edges = np.roll(corners, -1, 0) - corners
        following = np.roll(edges, -1, 0)
        turns = edges[:, 0] * following[:, 1] - edges[:, 1] * following[:, 0]
        growth = np.sqrt(np.maximum(turns, 0) / (shape_after[0] * shape_after[1]))
        low, high = corners.min(0), corners.max(0)
        shared = np.minimum(high, [shape_after[1], shape_after[0]]) - np.maximum(low, 0)
        overlaps = bool((shared > 0.25 * np.array([shape_after[1], shape_after[0]])).all())
        return bool((growth > 1 / self.largest_zoom).all() and (growth < self.largest_zoom).all()) and overlaps
