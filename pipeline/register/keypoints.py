"""Camera motion from image features: a homography that most of the picture agrees on."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from pipeline.core.protocols import Registrar
from pipeline.core.types import Motion, ObjectGraph
from pipeline.register.agreement import agreement
from pipeline.register.condition import conditions
from pipeline.register.features import FeatureMatching
from pipeline.register.homography import HomographyMotion
from pipeline.register.identity import IdentityMotion
from pipeline.register.refine import grey, refine
from pipeline.register.shared_view import SharedView
from pipeline.register.standing import stood_still

SMALL, SMALL_BLOCK, SMALL_AGREEMENT = 64, 4, 0.4
"""Pixels a side under which structure is compared in blocks of so many, and the share of them that must coincide: of
unrelated crops up to 0.34 do at the likeliest shift, and of related ones more than 0.6."""

EQUAL, LEAST_EQUAL = 3, 0.5
"""Grey levels up to which a pixel is the same in both pictures, and the share of such pixels from which the outlines on
the same ground may have changed from light to dark."""


MOSTLY_EQUAL = 0.8
"""Share of equal pixels from which the ground alone shows that it is one scene: a thing on it may have moved."""


@dataclass(frozen=True)
class KeypointRegistrar(FeatureMatching, Registrar):
    """A homography that most of the picture agrees on, by tracked corners or else by features.

    The keyword arguments are those of :class:`~pipeline.register.features.FeatureMatching`, and:

    Parameters
    ----------
    spread
        Standard deviation of an unmoved object's box, as a share of its size.
    working_side
        Pictures are shrunk until their longer side has this many pixels before features are looked for.
    view_side
        The same for the comparison of their pixels.
    least_agreement
        Share of the structure that must coincide; under it, and without a homography, the scenes are different ones.
    """

    spread: float = 0.12
    working_side: int = 480
    view_side: int = 640
    least_agreement: float = 0.2

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
        if matrix is None or not self.plausible(matrix, first.shape, second.shape):
            matrix = self.from_features(first, second)
        if matrix is not None and matrix is not still and stood_still(first, second, still, matrix):
            matrix = still
        related = matrix is not None or self._agree(still, first, second)
        exact = still if matrix is None else matrix
        whole = np.linalg.inv(shrink_second) @ exact @ shrink_first
        if exact is still and image_before.shape == image_after.shape:
            whole = np.eye(3)
        view = SharedView(image_before, image_after, whole, self.view_side, related)
        if np.array_equal(whole, np.eye(3)):
            return IdentityMotion(self.spread, view)
        return HomographyMotion(whole, self.spread, view)

    def _agree(self, matrix: np.ndarray, first: np.ndarray, second: np.ndarray) -> bool:
        """Whether the pictures show one scene as they are, although no features say so: too few of them, perhaps."""
        import cv2

        height, width = second.shape
        moved = cv2.warpPerspective(first, matrix, (width, height))
        whole = np.ones(second.shape, bool)
        equal = float((np.abs(moved.astype(np.int16) - second) <= EQUAL).mean())
        if equal >= MOSTLY_EQUAL:
            return True
        if min(height, width) >= SMALL:
            share, least = agreement(moved, second, whole), self.least_agreement
            if share < least and equal >= LEAST_EQUAL:
                share += agreement(255 - moved, second, whole)  # a thing lighter than its ground may be darker now
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
