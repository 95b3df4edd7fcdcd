"""What both ways of running the network share: the steps from a picture to objects."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from pathlib import Path

import numpy as np

from detectors.rcnn.calibration import Calibration, read_calibration
from detectors.rcnn.closer_look import part_to_look_at
from detectors.rcnn.decode import decode
from detectors.rcnn.mirrored_look import both_looks, doubtful, mirrored
from detectors.rcnn.preprocess import Fitted, fit
from pipeline.core.errors import SpotItError
from pipeline.core.protocols import Proposer
from pipeline.core.types import SceneObject


class RCNNDetector(ABC):
    """Looks, judges and decodes; a subclass says how the network's two halves are run.

    A picture whose objects are small in it is looked at again in the part that holds them, and one that leaves doubt
    about an attribute once more in the mirror.
    """

    calibration: Path | str | None
    proposer: Proposer | None
    faint_score: float
    suppression: float
    closer: float
    unsure: float

    def detect(self, image: np.ndarray) -> list[SceneObject]:
        """Objects of the picture with their attributes, centres and scales, in order of falling score."""
        found = self.examine(image)
        part = part_to_look_at(found, image, self.closer)
        if part is None:
            return self._reconsidered(found, image)
        x0, y0, x1, y1 = part
        nearer = image[y0:y1, x0:x1]
        return [_shifted(item, x0, y0) for item in self._reconsidered(self.examine(nearer), nearer)]

    def _reconsidered(self, found: list[SceneObject], image: np.ndarray) -> list[SceneObject]:
        if not doubtful(found, self.unsure):
            return found
        again = self.examine(np.ascontiguousarray(image[:, ::-1]))
        return both_looks(found, mirrored(again, image.shape[1]))

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
        if not all(np.isfinite(part).all() for part in (*features, boxes)):  # RoIAlign would read anywhere in memory
            raise SpotItError("the detector's weights give no numbers for this picture: install the pack again")
        if self.proposer is not None:
            boxes = fitted.to_input(self.proposer.propose(image)).astype(np.float32)
        if not len(boxes):
            return []
        height, width = image.shape[:2]
        raw = self.judge(features, boxes)
        return decode(raw, fitted, width, height, self._heads_calibration, self.faint_score, self.suppression)

    @cached_property
    def _heads_calibration(self) -> dict[str, Calibration]:
        return read_calibration(self.calibration)


def _shifted(item: SceneObject, x: int, y: int) -> SceneObject:
    center = None if item.center is None else (item.center[0] + x, item.center[1] + y)
    return replace(item, box=np.add(item.box, [x, y, x, y]), center=center)
