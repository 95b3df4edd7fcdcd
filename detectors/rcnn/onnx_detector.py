"""Our R-CNN through ONNX Runtime: the path of ``pipeline run``, which never imports torch."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from detectors.rcnn.decode import OUTPUTS
from detectors.rcnn.detector import RCNNDetector
from detectors.rcnn.preprocess import Fitted
from pipeline.core.errors import SpotItError
from pipeline.core.onnx_weights import has_finite_weights
from pipeline.core.protocols import Proposer

if TYPE_CHECKING:
    from onnxruntime import InferenceSession


FEATURES = ["fine", "pyramid", "whole"]
PARTS = {
    "trunk": (["picture"], [*FEATURES, "boxes", "scores"]),
    "heads": ([*FEATURES, "boxes"], list(OUTPUTS)),
}
"""Names of the inputs and outputs of the exported graphs."""


class OnnxRCNN(RCNNDetector):
    """Shared trunk, proposals, RoIAlign and heads from two exported graphs.

    Parameters
    ----------
    trunk, heads : path
        The exported graphs: picture to features and proposals; features and boxes to what the heads say.
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
    threads : int, optional
        Threads of one forward pass; all cores where None.
    """

    def __init__(
        self,
        trunk: Path | str | None = None,
        heads: Path | str | None = None,
        calibration: Path | str | None = None,
        proposer: Proposer | None = None,
        faint_score: float = 0.05,
        suppression: float = 0.55,
        closer: float = 50.0,
        unsure: float = 0.99,
        threads: int | None = None,
    ) -> None:
        self.trunk = trunk
        self.heads = heads
        self.calibration = calibration
        self.proposer = proposer
        self.faint_score = faint_score
        self.suppression = suppression
        self.closer = closer
        self.unsure = unsure
        self.threads = threads

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
        return open_session(self.trunk, "trunk", self.threads)

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
    import onnxruntime

    if path is None:
        raise SpotItError(f"the rcnn detector needs the file of its {part}: choose a pack that has one")
    options = onnxruntime.SessionOptions()
    options.log_severity_level = 4
    if threads:
        options.intra_op_num_threads = threads
    try:
        if not has_finite_weights(Path(path).read_bytes()):
            raise ValueError("some weights are no numbers")
        session = onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
    except Exception as error:  # the runtime raises its own unrelated exception types
        raise SpotItError(f"{path} is not a usable ONNX graph: install the pack again") from error
    inputs, outputs = [one.name for one in session.get_inputs()], [one.name for one in session.get_outputs()]
    if (inputs, outputs) != PARTS[part]:
        raise SpotItError(f"{path} is not the {part} of an R-CNN of ours: install the pack again")
    return session
