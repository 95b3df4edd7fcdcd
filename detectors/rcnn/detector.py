"""What both ways of running the network share: the steps from a picture to objects."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

import numpy as np

from detectors.rcnn.calibration import Calibration, read_calibration
from detectors.rcnn.closer_look import part_to_look_at
from detectors.rcnn.decode import decode
from detectors.rcnn.mirrored_look import both_looks, doubtful, mirrored
from detectors.rcnn.preprocess import Fitted, fit
from pipeline.core import messages
from pipeline.core.protocols import Detector, Proposer
from pipeline.core.types import SceneObject


@dataclass(frozen=True, eq=False, kw_only=True)
class RCNNDetector(Detector):
    """Looks, judges and decodes; a subclass says how the network's two halves are run.

    A picture whose objects are small in it is looked at again in the part that holds them, and one that leaves doubt
    about an attribute once more in the mirror.

    Parameters
    ----------
    calibration : path, optional
        Temperatures and biases of the heads.
    proposer : Proposer, optional
        Another source of boxes than the trunk's own proposals.
    faint_score : float
        Objects below this probability are not even reported as faint.
    suppression : float
        Of two boxes that overlap by more than this IoU, the weaker is dropped.
    closer : float
        Scale, in pixels of the network's input a world unit, under which the part of the picture that holds its objects
        is looked at again; 0 for never.
    unsure : float
        Probability of an attribute under which the picture is looked at again, mirrored, and the mean of both looks
        taken; 0 for never.
    worth : float
        Proposals of a lower probability are not judged.
    """

    calibration: Path | str | None = None
    proposer: Proposer | None = None
    faint_score: float = 0.05
    suppression: float = 0.55
    closer: float = 50.0
    unsure: float = 0.99
    worth: float = 0.0

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
        """What the heads say of each box ``(n, 4)``, in input pixels: ``n`` rows a name of ``decode.OUTPUTS``."""

    def examine(self, image: np.ndarray) -> list[SceneObject]:
        """Objects found in one forward pass over a picture ``(height, width, 3)``, boxes in its pixels."""
        fitted = fit(image)
        *features, boxes, scores = self.look(fitted)
        if not all(np.isfinite(part).all() for part in (*features, boxes)):  # RoIAlign would read anywhere in memory
            raise messages.error(messages.RCNN_NO_NUMBERS)
        if self.proposer is not None:
            boxes = fitted.to_input(self.proposer.propose(image)).astype(np.float32)
        else:
            boxes = boxes[scores >= self.worth]
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
