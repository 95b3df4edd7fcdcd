"""Camera motion from image features: a homography that most of the picture agrees on."""

from __future__ import annotations

import numpy as np

from pipeline.register.homography import HomographyMotion, warp_points
from pipeline.register.identity import IdentityMotion
from pipeline.types import Motion, ObjectGraph


class KeypointRegistrar:
    """SIFT features matched by Lowe's ratio test, and a homography by MAGSAC++.

    Lowe, IJCV 2004; Barath et al., CVPR 2020.

    Parameters
    ----------
    features
        The most features kept in each picture.
    ratio
        A match counts if it is this much nearer than the second best.
    tolerance
        Pixels of error of an inlier, in a picture 480 wide.
    least_inliers, least_share
        Fewer inliers, or a smaller share of the matches, and the camera is taken as unmoved.
    largest_zoom
        The most that a region may grow or shrink.
    spread
        Standard deviation of an unmoved object's box, as a share of its size.
    working_width
        Pictures wider than this are scaled down first.
    """

    def __init__(
        self,
        features: int = 2000,
        ratio: float = 0.75,
        tolerance: float = 3.0,
        least_inliers: int = 12,
        least_share: float = 0.3,
        largest_zoom: float = 3.0,
        spread: float = 0.12,
        working_width: int = 800,
    ) -> None:
        self.features = features
        self.ratio = ratio
        self.tolerance = tolerance
        self.least_inliers = least_inliers
        self.least_share = least_share
        self.largest_zoom = largest_zoom
        self.spread = spread
        self.working_width = working_width

    def register(
        self, before: ObjectGraph, after: ObjectGraph, image_before: np.ndarray, image_after: np.ndarray
    ) -> Motion:
        """The homography, or identity where there are too few features or the warp is not plausible."""
        matrix = self.homography(image_before, image_after)
        return IdentityMotion(self.spread) if matrix is None else HomographyMotion(matrix, self.spread)

    def homography(self, image_before: np.ndarray, image_after: np.ndarray) -> np.ndarray | None:
        """Homography ``(3, 3)`` from the first picture to the second, in their own pixels, or None."""
        import cv2

        first, second = self._points(image_before), self._points(image_after)
        matches = self._match(first, second)
        if len(matches) < self.least_inliers:
            return None
        source, goal = first[0][matches[:, 0]], second[0][matches[:, 1]]
        tolerance = self.tolerance * image_after.shape[1] / 480
        matrix, mask = cv2.findHomography(source, goal, cv2.USAC_MAGSAC, tolerance, maxIters=5000, confidence=0.999)
        if matrix is None or not np.isfinite(matrix).all():
            return None
        inliers = int(mask.sum())
        if inliers < self.least_inliers or inliers < self.least_share * len(matches):
            return None
        return matrix if self._plausible(matrix, image_before.shape, image_after.shape) else None

    def _points(self, image: np.ndarray) -> tuple[np.ndarray, np.ndarray | None]:
        import cv2

        gray = cv2.cvtColor(image, cv2.COLOR_RGB2GRAY)
        scale = min(1.0, self.working_width / gray.shape[1])
        if scale < 1:
            gray = cv2.resize(gray, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
        points, descriptors = cv2.SIFT.create(nfeatures=self.features).detectAndCompute(gray, None)
        return np.array([point.pt for point in points], np.float32).reshape(-1, 2) / scale, descriptors

    def _match(
        self, first: tuple[np.ndarray, np.ndarray | None], second: tuple[np.ndarray, np.ndarray | None]
    ) -> np.ndarray:
        import cv2

        if first[1] is None or second[1] is None or len(second[0]) < 2:
            return np.zeros((0, 2), int)
        nearest = cv2.BFMatcher().knnMatch(first[1], second[1], k=2)
        kept = [two[0] for two in nearest if len(two) == 2 and two[0].distance < self.ratio * two[1].distance]
        return np.array([(match.queryIdx, match.trainIdx) for match in kept], int).reshape(-1, 2)

    def _plausible(self, matrix: np.ndarray, shape_before: tuple[int, ...], shape_after: tuple[int, ...]) -> bool:
        """Whether the picture keeps its orientation, no part of it explodes, and it still overlaps the other."""
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
