"""Class-agnostic proposals by grouping superpixels (Uijlings et al., "Selective Search", 2013)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from detectors.saliency import color_contrast, shrink
from pipeline.core import messages
from pipeline.core.boxes import clip
from pipeline.core.protocols import Proposer


@dataclass(frozen=True)
class SelectiveSearch(Proposer):
    """OpenCV's selective search in its fast mode, ordered by how much a box differs from its surroundings.

    OpenCV draws the order of the boxes at random, so they are put in an order of their own before the list is cut.

    Parameters
    ----------
    max_side
        The picture is shrunk until its longer side has this many pixels; time grows with the square of it.
    max_proposals
        How many boxes to keep.
    min_side
        Boxes narrower or lower than this share of the picture's shorter side are left out.
    """

    max_side: int = 256
    max_proposals: int = 300
    min_side: float = 0.02

    def propose(self, image: np.ndarray) -> np.ndarray:
        """Boxes of shape ``(n, 4)`` in the pixels of ``image``, the one that stands out most first.

        Raises
        ------
        SpotItError
            If the installed OpenCV lacks its contributed modules.
        """
        small, scale = shrink(image, self.max_side)
        height, width = small.shape[:2]
        boxes = _search(small)
        sides = boxes[:, 2:] - boxes[:, :2]
        boxes = boxes[(sides >= max(2.0, self.min_side * min(width, height))).all(axis=1)]
        boxes = boxes[np.lexsort(boxes.T)]
        order = np.argsort(-color_contrast(small, boxes), kind="stable")[: self.max_proposals]
        return clip(boxes[order] / scale, image.shape[1], image.shape[0])


def _search(image: np.ndarray) -> np.ndarray:
    import cv2

    if not hasattr(cv2, "ximgproc"):
        raise messages.error(messages.NO_CONTRIBUTED_OPENCV)
    if min(image.shape[:2]) < 2:
        return np.zeros((0, 4))
    search = cv2.ximgproc.segmentation.createSelectiveSearchSegmentation()
    search.setBaseImage(np.ascontiguousarray(image[..., ::-1]))
    search.switchToSelectiveSearchFast()
    found = np.asarray(search.process(), dtype=float).reshape(-1, 4)
    return np.concatenate([found[:, :2], found[:, :2] + found[:, 2:]], axis=1)
