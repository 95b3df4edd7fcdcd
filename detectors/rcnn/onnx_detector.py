"""Our R-CNN through ONNX Runtime: the path of ``pipeline run``, which never imports torch."""

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
from detectors.rcnn.processor import multiplies_bytes
from pipeline.core import messages
from pipeline.core.onnx_session import opened

if TYPE_CHECKING:
    from onnxruntime import InferenceSession


FEATURES = ["fine", "pyramid", "whole"]
PARTS = {
    "trunk": (["picture"], [*FEATURES, "boxes", "scores"]),
    "heads": ([*FEATURES, "boxes"], list(OUTPUTS)),
}
"""Names of the inputs and outputs of the exported graphs."""


@dataclass(frozen=True, eq=False)
class OnnxRCNN(RCNNDetector):
    """Shared trunk, proposals, RoIAlign and heads from two exported graphs.

    The keyword arguments are those of :class:`~detectors.rcnn.detector.RCNNDetector`, and:

    Parameters
    ----------
    trunk, heads : path
        The exported graphs: picture to features and proposals; features and boxes to what the heads say.
    threads : int, optional
        Threads of one forward pass; all cores where None.
    fast_trunk : path, optional
        The same trunk in 8 bits, which answers in place of the other where the processor multiplies bytes.
    """

    trunk: Path | str | None = None
    heads: Path | str | None = None
    threads: int | None = None
    fast_trunk: Path | str | None = None

    def look(self, fitted: Fitted) -> list[np.ndarray]:
        """Fine features, pyramid features, the whole picture's vector, proposed boxes in input pixels, their scores."""
        return self._trunk.run(None, {"picture": fitted.tensor})

    def judge(self, features: Sequence[np.ndarray], boxes: np.ndarray) -> dict[str, np.ndarray]:
        """What the heads say of each box."""
        fine, pyramid, whole = features
        inputs = {"fine": fine, "pyramid": pyramid, "whole": whole, "boxes": boxes}
        return dict(zip(OUTPUTS, self._heads.run(None, inputs), strict=True))

    @cached_property
    def _trunk(self) -> InferenceSession:
        fast = self.fast_trunk is not None and multiplies_bytes()
        return open_session(self.fast_trunk if fast else self.trunk, "trunk", self.threads)

    @cached_property
    def _heads(self) -> InferenceSession:
        return open_session(self.heads, "heads", self.threads)


def open_session(path: Path | str | None, part: str, threads: int | None) -> InferenceSession:
    """Open an exported graph on the CPU.

    Raises
    ------
    SpotItError
        If the file is not given, missing, not an ONNX graph or not that of this part, or has weights that are none.
    """
    if path is None:
        raise messages.error(messages.NO_RCNN_FILE, part=part)
    try:
        session = opened(path, threads)
    except ValueError as error:
        raise messages.error(messages.RCNN_NO_GRAPH, path=path) from error
    inputs, outputs = [one.name for one in session.get_inputs()], [one.name for one in session.get_outputs()]
    if (inputs, outputs) != PARTS[part]:
        raise messages.error(messages.RCNN_OTHER_GRAPH, path=path, part=part)
    return session
