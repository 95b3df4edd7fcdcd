"""Our R-CNN through torch, from safetensors: the same answers as the export, for research on the network itself."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from detectors.rcnn.decode import OUTPUTS
from detectors.rcnn.detector import RCNNDetector
from detectors.rcnn.preprocess import Fitted
from pipeline.core import messages
from pipeline.core.protocols import Proposer

if TYPE_CHECKING:
    from detectors.rcnn.network import RCNN


class TorchRCNN(RCNNDetector):
    """The network itself.

    Parameters
    ----------
    weights : path
        Weights in safetensors format.
    calibration, proposer, faint_score, suppression, closer, unsure
        As for :class:`~detectors.rcnn.onnx_detector.OnnxRCNN`.
    """

    def __init__(
        self,
        weights: Path | str | None = None,
        calibration: Path | str | None = None,
        proposer: Proposer | None = None,
        faint_score: float = 0.05,
        suppression: float = 0.55,
        closer: float = 50.0,
        unsure: float = 0.99,
    ) -> None:
        self.weights = weights
        self.calibration = calibration
        self.proposer = proposer
        self.faint_score = faint_score
        self.suppression = suppression
        self.closer = closer
        self.unsure = unsure

    def look(self, fitted: Fitted) -> list[np.ndarray]:
        """Fine features, pyramid features, the whole picture's vector, proposed boxes in input pixels, their scores."""
        import torch

        with torch.inference_mode():
            return [part.numpy() for part in self._network.propose(torch.from_numpy(fitted.tensor))]

    def judge(self, features: Sequence[np.ndarray], boxes: np.ndarray) -> dict[str, np.ndarray]:
        """What the heads say of each box."""
        import torch

        with torch.inference_mode():
            inputs = [torch.from_numpy(part) for part in (*features, boxes)]
            output = self._network.heads(*inputs, torch.zeros(len(boxes)))
        return {name: getattr(output, name).numpy() for name in OUTPUTS}

    @cached_property
    def _network(self) -> RCNN:
        from detectors.rcnn.network import RCNN
        from detectors.rcnn.weights import load_weights

        if self.weights is None:
            raise messages.error(messages.NO_RCNN_WEIGHTS)
        network = RCNN()
        load_weights(network, self.weights, "install the pack again")
        return network.eval()
