"""Objects without a model: the regions of one picture that stand out from what surrounds them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from detectors.saliency import color_contrast, segment_fit, shrink
from detectors.selective_search import SelectiveSearch
from pipeline.core.boxes import area, clip, nms
from pipeline.core.labels import UNNAMED
from pipeline.core.protocols import Detector, Proposer
from pipeline.core.types import SceneObject


@dataclass(frozen=True)
class RegionDetector(Detector):
    """Class-agnostic salient regions, each labelled "object".

    A region's score is the geometric mean of two cues: its colours differ from those around it, and no superpixel
    crosses its border (Alexe et al., "What is an object?", 2010).  The score is not a calibrated probability.

    Parameters
    ----------
    proposer
        Where the boxes come from; selective search if None.
    max_area, min_area
        Regions beyond these shares of the picture are background, or noise.
    threshold
        The lowest score worth reporting.
    overlap
        Of two regions with a greater IoU only the better one stays.
    max_objects
        How many regions to report.
    max_side
        Longer side, in pixels, of the shrunk picture on which the cues are computed.
    """

    proposer: Proposer | None = None
    max_area: float = 0.4
    min_area: float = 0.0005
    threshold: float = 0.4
    overlap: float = 0.3
    max_objects: int = 50
    max_side: int = 256

    def detect(self, image: np.ndarray) -> list[SceneObject]:
        """Salient regions of ``image``, in order of falling score."""
        height, width = image.shape[:2]
        boxes = clip((self.proposer or SelectiveSearch()).propose(image), width, height)
        share = area(boxes) / (width * height)
        boxes = boxes[(share >= self.min_area) & (share <= self.max_area)]
        if not len(boxes):
            return []
        small, scale = shrink(image, self.max_side)
        contrast = color_contrast(small, boxes * scale)
        scores = np.sqrt(contrast * segment_fit(_superpixels(small), boxes * scale))
        kept = [i for i in nms(boxes, scores, self.overlap) if scores[i] >= self.threshold]
        return [SceneObject(boxes[i], UNNAMED, float(scores[i])) for i in kept[: self.max_objects]]


def _superpixels(image: np.ndarray) -> np.ndarray:
    """Graph-based segmentation (Felzenszwalb and Huttenlocher, 2004)."""
    import cv2

    segmentation = cv2.ximgproc.segmentation.createGraphSegmentation(sigma=0.5, k=150, min_size=20)
    return segmentation.processImage(np.ascontiguousarray(image[..., ::-1]))
