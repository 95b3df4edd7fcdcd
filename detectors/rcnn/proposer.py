"""The network's own region proposals as a stage of their own."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from detectors.rcnn.onnx_detector import open_session
from detectors.rcnn.preprocess import fit
from pipeline.core.boxes import clip
from pipeline.core.protocols import Proposer

if TYPE_CHECKING:
    from onnxruntime import InferenceSession


class RegionProposalNetwork(Proposer):
    """Class-agnostic boxes, best first, from the exported trunk (after Ren et al. 2015).

    Parameters
    ----------
    trunk : path
        The exported graph from picture to features and proposals.
    least_score : float
        Proposals below this objectness are left out.
    threads : int, optional
        Threads of one forward pass; all cores where None.
    """

    def __init__(self, trunk: Path | str | None = None, least_score: float = 0.01, threads: int | None = None) -> None:
        self.trunk = trunk
        self.least_score = least_score
        self.threads = threads

    def propose(self, image: np.ndarray) -> np.ndarray:
        """Boxes ``(n, 4)`` in pixels of the picture."""
        fitted = fit(image)
        *_, boxes, scores = self._session.run(None, {"picture": fitted.tensor})
        height, width = image.shape[:2]
        return clip(fitted.to_picture(boxes[scores >= self.least_score]), width, height)

    @cached_property
    def _session(self) -> InferenceSession:
        return open_session(self.trunk, "trunk", self.threads)
