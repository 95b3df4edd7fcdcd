"""A detector that looks at no picture twice."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from pipeline.core.protocols import Detector
from pipeline.core.types import SceneObject

KEPT = 2
"""Pictures that are remembered: every pair shares one with the pair before it, be it a reference or the last frame."""


class RememberingDetector(Detector):
    """Another detector, which is asked once for each picture."""

    def __init__(self, detector: Detector) -> None:
        self._detector = detector
        self._seen: list[tuple[np.ndarray, list[SceneObject]]] = []

    def detect(self, image: np.ndarray) -> list[SceneObject]:
        """What the detector finds, or found, in ``image``."""
        place = next((i for i, (known, _) in enumerate(self._seen) if np.array_equal(known, image)), None)
        answer = (image, self._detector.detect(image)) if place is None else self._seen.pop(place)
        self._seen = [*self._seen, answer][-KEPT:]
        return answer[1]

    def look_again(self, image: np.ndarray, places: np.ndarray, known: Sequence[SceneObject]) -> list[SceneObject]:
        """What the detector itself makes of a closer look."""
        return self._detector.look_again(image, places, known)
