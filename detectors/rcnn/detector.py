"""What both ways of running the network share: the steps from a picture to objects."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path

import numpy as np

from detectors.rcnn.closer_look import CloserLook
from detectors.rcnn.decode import decode, read_calibration
from detectors.rcnn.preprocess import Fitted, fit
from pipeline.protocols import Proposer
from pipeline.types import SceneObject


class RCNNDetector(CloserLook):
    """Looks, judges and decodes; a subclass says how the network's two halves are run."""

    calibration: Path | str | None
    proposer: Proposer | None
    faint_score: float
    suppression: float

    @abstractmethod
    def look(self, fitted: Fitted) -> Sequence[np.ndarray]:
        """Fine features, pyramid features, the whole picture's vector, proposed boxes in input pixels, their scores."""

    @abstractmethod
    def judge(self, features: Sequence[np.ndarray], boxes: np.ndarray) -> Mapping[str, np.ndarray]:
        """What the heads say of each box, in input pixels."""

    def examine(self, image: np.ndarray) -> list[SceneObject]:
        """Objects found in one forward pass."""
        fitted = fit(image)
        *features, boxes, _ = self.look(fitted)
        if self.proposer is not None:
            boxes = fitted.to_input(self.proposer.propose(image)).astype(np.float32)
        if not len(boxes):
            return []
        height, width = image.shape[:2]
        raw = self.judge(features, boxes)
        return decode(raw, fitted, width, height, self._temperatures, self.faint_score, self.suppression)

    @cached_property
    def _temperatures(self) -> dict[str, float]:
        return read_calibration(self.calibration)
