"""A detector of bright things on a dark ground."""

from __future__ import annotations

import numpy as np
from scipy import ndimage

from spot_it import Detector, SceneObject


class BrightDetector(Detector):
    """Patches brighter than a threshold; the score is how bright they are."""

    reads = ()
    writes = ()

    def __init__(self, threshold: float = 200.0, least: int = 30) -> None:
        self.threshold = threshold
        self.least = least

    def detect(self, image: np.ndarray) -> list[SceneObject]:
        """Patches of at least ``least`` pixels in order of falling score."""
        brightness = image.mean(axis=2)
        patches, _ = ndimage.label(brightness >= self.threshold)
        found = []
        for number, (rows, columns) in enumerate(ndimage.find_objects(patches), 1):
            patch = patches[rows, columns] == number
            if patch.sum() >= self.least:
                box = np.array([columns.start, rows.start, columns.stop, rows.stop], float)
                found.append(SceneObject(box, "light", float(brightness[rows, columns][patch].mean() / 255)))
        return sorted(found, key=lambda one: -one.score)
