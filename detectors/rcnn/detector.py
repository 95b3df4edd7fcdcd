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
from detectors.rcnn.mirrored_look import both_looks, in_doubt, mirrored
from detectors.rcnn.preprocess import Fitted, fit
from detectors.rcnn.seen import Seen, window_around
from pipeline.core import messages
from pipeline.core.protocols import Detector, Proposer
from pipeline.core.types import SceneObject


@dataclass(frozen=True, eq=False, kw_only=True)
class RCNNDetector(Detector):
    """Looks, judges and decodes; a subclass says how the network's two halves are run.

    A picture whose objects are small in it is looked at again in the part that holds them, and what is around objects
    with an attribute in doubt once more in the mirror.

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
        Probability of an attribute under which an object and its surroundings are looked at again, mirrored, and the
        mean of both looks taken; 0 for never.
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
        first = self.see(image)
        found = self.read(first)
        part = part_to_look_at(found, image, self.closer)
        if part is None:
            return self._reconsidered(found, first)
        x0, y0, x1, y1 = part
        nearer = self.see(image[y0:y1, x0:x1])
        return [_shifted(item, x0, y0) for item in self._reconsidered(self.read(nearer), nearer)]

    def _reconsidered(self, found: list[SceneObject], first: Seen) -> list[SceneObject]:
        """The same objects, those in doubt as they are on the mean with the mirror image of what is around them."""
        doubted = in_doubt(found, self.unsure)
        if not doubted:
            return found
        asked = mirrored(doubted, first.width)
        mirror = first.fitted.mirrored()
        boxes = mirror.to_input(np.stack([item.box for item in asked])).astype(np.float32)
        window = window_around(boxes, *mirror.tensor.shape[:1:-1])
        fine, pyramid, *_ = self.look(mirror.within(window))
        again = replace(first, fitted=mirror, features=first.with_features((fine, pyramid), window), boxes=boxes)
        return both_looks(found, mirrored(self.read(again), first.width))

    @abstractmethod
    def look(self, fitted: Fitted) -> Sequence[np.ndarray]:
        """Fine features, pyramid features, the whole picture's vector, proposed boxes in input pixels, their scores."""

    @abstractmethod
    def judge(self, features: Sequence[np.ndarray], boxes: np.ndarray) -> Mapping[str, np.ndarray]:
        """What the heads say of each box ``(n, 4)``, in input pixels: ``n`` rows a name of ``decode.OUTPUTS``."""

    def examine(self, image: np.ndarray) -> list[SceneObject]:
        """Objects found in one forward pass over a picture ``(height, width, 3)``, boxes in its pixels."""
        return self.read(self.see(image))

    def see(self, image: np.ndarray) -> Seen:
        """Features of a picture, and the regions of it that are worth judging."""
        fitted = fit(image)
        *features, boxes, scores = self.look(fitted)
        if self.proposer is not None:
            boxes = fitted.to_input(self.proposer.propose(image)).astype(np.float32)
        else:
            boxes = boxes[scores >= self.worth]
        height, width = image.shape[:2]
        return Seen(fitted, width, height, features, boxes)

    def read(self, seen: Seen) -> list[SceneObject]:
        """The objects that the heads find in the regions, in order of falling score.

        Raises
        ------
        SpotItError
            If the trunk's weights make no numbers of the picture.
        """
        if not all(np.isfinite(part).all() for part in (*seen.features, seen.boxes)):  # RoIAlign would read anywhere
            raise messages.error(messages.RCNN_NO_NUMBERS)
        if not len(seen.boxes):
            return []
        raw = self.judge(seen.features, seen.boxes)
        calibration = self._heads_calibration
        return decode(raw, seen.fitted, seen.width, seen.height, calibration, self.faint_score, self.suppression)

    @cached_property
    def _heads_calibration(self) -> dict[str, Calibration]:
        return read_calibration(self.calibration)


def _shifted(item: SceneObject, x: int, y: int) -> SceneObject:
    center = None if item.center is None else (item.center[0] + x, item.center[1] + y)
    return replace(item, box=np.add(item.box, [x, y, x, y]), center=center)
