"""Our R-CNN through torch, from safetensors: the same answers as the export, for research on the network itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from detectors.rcnn.decode import OUTPUTS
from detectors.rcnn.detector import RCNNDetector
from detectors.rcnn.preprocess import Fitted
from pipeline.core import messages

if TYPE_CHECKING:
    from detectors.rcnn.network import RCNN


@dataclass(frozen=True, eq=False)
class TorchRCNN(RCNNDetector):
    """The network itself.

    The keyword arguments are those of :class:`~detectors.rcnn.detector.RCNNDetector`, and:

    Parameters
    ----------
    weights : path
        Weights in safetensors format.
    """

    weights: Path | str | None = None

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
