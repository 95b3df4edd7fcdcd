"""Camera motion from image features: a homography that most of the picture agrees on."""

from __future__ import annotations

import numpy as np

from pipeline.core.protocols import Registrar
from pipeline.core.types import Motion, ObjectGraph
from pipeline.register.agreement import agreement
from pipeline.register.condition import conditions
from pipeline.register.homography import HomographyMotion
from pipeline.register.identity import IdentityMotion
from pipeline.register.refine import grey, refine
from pipeline.register.shared_view import SharedView
from pipeline.register.warp import warp_points

SMALL, SMALL_BLOCK, SMALL_AGREEMENT = 64, 4, 0.4
"""Pixels a side under which structure is compared in blocks of so many, and the share of them that must coincide: of
unrelated crops up to 0.34 do at the likeliest shift, and of related ones more than 0.6."""


class KeypointRegistrar(Registrar):
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
        Fewer inliers, or a smaller share of the matches, and the camera is taken as unmoved.
    largest_zoom
        The most that a region may grow or shrink.
    spread
        Standard deviation of an unmoved object's box, as a share of its size.
    working_side
        Pictures are shrunk until their longer side has this many pixels before features are looked for.
    view_side
        The same for the comparison of their pixels.
    least_agreement
        Share of the structure that must coincide; under it, and without a homography, the scenes are different ones.
    """

    def __init__(
        self,
        features: int = 1200,
        ratio: float = 0.75,
        tolerance: float = 3.0,
        least_inliers: int = 12,
        least_share: float = 0.3,
        largest_zoom: float = 3.0,
        spread: float = 0.12,
        working_side: int = 480,
        view_side: int = 640,
        least_agreement: float = 0.2,
    ) -> None:
        self.features = features
        self.ratio = ratio
        self.tolerance = tolerance
        self.least_inliers = least_inliers
        self.least_share = least_share
        self.largest_zoom = largest_zoom
        self.spread = spread
        self.working_side = working_side
        self.view_side = view_side
        self.least_agreement = least_agreement

    def register(
        self, before: ObjectGraph, after: ObjectGraph, image_before: np.ndarray, image_after: np.ndarray
    ) -> Motion:
        """The homography, or identity where there are too few features or the warp is not plausible.

        The motion's ``view`` is the :class:`~pipeline.register.shared_view.SharedView` of the two pictures.
        """
        first, shrink_first = grey(image_before, self.working_side)
        second, shrink_second = grey(image_after, self.working_side)
        still = _resize(first.shape, second.shape)
        lost = conditions(image_before, image_after, (_sized(first, second.shape), second))
        if lost != (None, None):
            whole = np.linalg.inv(shrink_second) @ still @ shrink_first
            return IdentityMotion(
                self.spread, SharedView(image_before, image_after, whole, self.view_side, False, lost)
            )
        matrix = refine(first, second, still, least_share=0.5)
        if matrix is None or not self._plausible(matrix, first.shape, second.shape):
            matrix = self._from_features(first, second)
        related = matrix is not None or self._agree(still, first, second)
        exact = still if matrix is None else matrix
        whole = np.linalg.inv(shrink_second) @ exact @ shrink_first
        if exact is still and image_before.shape == image_after.shape:
            whole = np.eye(3)
        view = SharedView(image_before, image_after, whole, self.view_side, related)
        if np.array_equal(whole, np.eye(3)):
            return IdentityMotion(self.spread, view)
        return HomographyMotion(whole, self.spread, view)

    def _from_features(self, first: np.ndarray, second: np.ndarray) -> np.ndarray | None:
        """Homography between two grey pictures, or None."""
        import cv2

        ours, theirs = self._points(first), self._points(second)
        matches = self._match(ours, theirs)
        if len(matches) < self.least_inliers:
            return None
        source, goal = ours[0][matches[:, 0]], theirs[0][matches[:, 1]]
        tolerance = self.tolerance * second.shape[1] / 480
        matrix, mask = cv2.findHomography(source, goal, cv2.USAC_MAGSAC, tolerance, maxIters=5000, confidence=0.999)
        if matrix is None or not np.isfinite(matrix).all():
            return None
        inliers = int(mask.sum())
        if inliers < self.least_inliers or inliers < self.least_share * len(matches):
            return None
        if not self._plausible(matrix, first.shape, second.shape):
            return None
        refined = refine(first, second, matrix)
        return refined if refined is not None and self._plausible(refined, first.shape, second.shape) else matrix

    def _points(self, gray: np.ndarray) -> tuple[np.ndarray, np.ndarray | None]:
        import cv2

        points, descriptors = cv2.SIFT.create(nfeatures=self.features).detectAndCompute(gray, None)
        return np.array([point.pt for point in points], np.float32).reshape(-1, 2), descriptors

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

    def _agree(self, matrix: np.ndarray, first: np.ndarray, second: np.ndarray) -> bool:
        """Whether the pictures show one scene as they are, although no features say so: too few of them, perhaps."""
        import cv2

        height, width = second.shape
        moved = cv2.warpPerspective(first, matrix, (width, height))
        whole = np.ones(second.shape, bool)
        if min(height, width) >= SMALL:
            share, least = agreement(moved, second, whole), self.least_agreement
        else:  # too small for features, so that a shift is looked for here
            shares = [agreement(one, second, whole, SMALL_BLOCK) for one in (moved, _shifted(moved, second))]
            share, least = max(shares, key=lambda one: np.nan_to_num(one, nan=-1.0)), SMALL_AGREEMENT
        return bool(np.isnan(share) or share >= least)


def _shifted(image: np.ndarray, goal: np.ndarray) -> np.ndarray:
    """The picture moved to where it is most like another."""
    import cv2

    (across, down), _ = cv2.phaseCorrelate(image.astype(np.float32), goal.astype(np.float32))
    return np.roll(image, (round(down), round(across)), (0, 1))


def _sized(image: np.ndarray, shape: tuple[int, ...]) -> np.ndarray:
    """The picture in the size of another, as if the camera had not moved."""
    import cv2

    return image if image.shape == shape else cv2.resize(image, shape[1::-1], interpolation=cv2.INTER_AREA)


def _resize(before: tuple[int, ...], after: tuple[int, ...]) -> np.ndarray:
    """The homography of a camera that did not move, between pictures of different size."""
    return np.diag([after[1] / before[1], after[0] / before[0], 1.0])
