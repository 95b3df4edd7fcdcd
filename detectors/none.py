"""A detector that finds nothing: for differs that look at the pixels themselves."""

from __future__ import annotations

import numpy as np

from pipeline.core.protocols import Detector
from pipeline.core.types import SceneObject


class NoDetector(Detector):
    """Leaves the graph empty."""

    def detect(self, image: np.ndarray) -> list[SceneObject]:
        """No objects."""
        return []
