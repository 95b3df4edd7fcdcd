"""Our R-CNN through torch, from safetensors: the same answers as the export, for research on the network itself."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from detectors.rcnn.closer_look import CloserLook
from detectors.rcnn.decode import OUTPUTS, decode, read_calibration
from detectors.rcnn.preprocess import fit
from pipeline.errors import SpotItError
from pipeline.protocols import Proposer
from pipeline.types import SceneObject

if TYPE_CHECKING:
    from detectors.rcnn.network import RCNN


class TorchRCNN(CloserLook):
    """The network itself.

    Parameters
    ----------
    weights : path
        Weights in safetensors format.
    calibration, proposer, faint_score, suppression, closer
        As for :class:`~detectors.rcnn.onnx_detector.OnnxRCNN`.
    """

    def __init__(
        self,
        weights: Path | str | None = None,
        calibration: Path | str | None = None,
        proposer: Proposer | None = None,
        faint_score: float = 0.05,
        suppression: float = 0.55,
        closer: float = 38.0,
    ) -> None:
        self.weights = weights
        self.calibration = calibration
        self.proposer = proposer
        self.faint_score = faint_score
        self.suppression = suppression
        self.closer = closer

    def examine(self, image: np.ndarray) -> list[SceneObject]:
        """Objects found in one forward pass."""
        import torch

        fitted = fit(image)
        with torch.inference_mode():
            *features, boxes, _ = self._network.propose(torch.from_numpy(fitted.tensor))
            if self.proposer is not None:
                boxes = torch.from_numpy(fitted.to_input(self.proposer.propose(image)).astype(np.float32))
            if not len(boxes):
                return []
            output = self._network.heads(*features, boxes, torch.zeros(len(boxes)))
        raw = {name: getattr(output, name).numpy() for name in OUTPUTS}
        height, width = image.shape[:2]
        return decode(raw, fitted, width, height, self._temperatures, self.faint_score, self.suppression)

    @cached_property
    def _network(self) -> RCNN:
        from safetensors import SafetensorError
        from safetensors.torch import load_file

        from detectors.rcnn.network import RCNN

        if self.weights is None:
            raise SpotItError("the rcnn_torch detector needs a weights file: choose a pack that has one")
        network = RCNN()
        try:
            network.load_state_dict(load_file(self.weights))
        except (OSError, SafetensorError, RuntimeError) as error:
            raise SpotItError(f"{self.weights} does not hold this network's weights: install the pack again") from error
        return network.eval()

    @cached_property
    def _temperatures(self) -> dict[str, float]:
        return read_calibration(self.calibration)
