"""Elements of a screenshot: a role, colours and a state for every proposal of the layout that shows one."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from detectors.screen.colors import element_colors, term_scores
from detectors.screen.crops import crops
from detectors.screen.geometry import geometry
from detectors.screen.layout import Layout, LayoutProposer
from detectors.screen.reading import NoReader, Reader
from detectors.screen.roles import OPPOSITES, ROLES, STATES, TELLING
from pipeline.core import messages
from pipeline.core.boxes import iou, nms
from pipeline.core.onnx_session import opened
from pipeline.core.protocols import Detector
from pipeline.core.types import SceneObject

if TYPE_CHECKING:
    from onnxruntime import InferenceSession

BATCH = 256
"""Proposals that go through the network at once: more would not be faster, and need more memory."""

NEAR = 0.2
"""IoU from which a proposal may be a box that is asked about, or keep out another one that may be."""


class ScreenDetector(Detector):
    """Proposals of the layout through a small network.

    Attributes of an element: ``color`` (of what is written or drawn), ``background`` and ``border`` in basic colour
    terms, each with ``attribute_scores``; ``state`` where its role has one.  Words are read when asked for, with
    :meth:`read`: recognition takes longer than all else.

    Parameters
    ----------
    proposer : LayoutProposer, optional
        Where boxes come from.
    weights : path, optional
        The exported network, ``roles.onnx`` of a pack.
    reader : Reader, optional
        What reads; nothing is read where None.
    faint_score : float
        Elements below this probability are not reported.
    suppression : float
        Of two boxes that overlap by more than this IoU, the likelier one stays.
    sure_state : float
        Probability from which a state holds.
    colored : float
        Elements below this probability get no colours, which take time: nothing is said of them.
    threads : int, optional
        Threads of the runtime; all cores where None.
    """

    def __init__(
        self,
        proposer: LayoutProposer | None = None,
        weights: Path | str | None = None,
        reader: Reader | None = None,
        faint_score: float = 0.05,
        suppression: float = 0.8,
        sure_state: float = 0.5,
        colored: float = 0.3,
        threads: int | None = None,
    ) -> None:
        self.proposer = proposer
        self.weights = weights
        self.reader = reader
        self.faint_score = faint_score
        self.suppression = suppression
        self.sure_state = sure_state
        self.colored = colored
        self.threads = threads

    def detect(self, image: np.ndarray) -> list[SceneObject]:
        """Elements of a ``uint8`` RGB picture in order of falling score.

        Raises
        ------
        SpotItError
            If the weights are missing or damaged.
        """
        return self.judge(image, self.layout(image))

    def layout(self, image: np.ndarray) -> Layout:
        """The proposals and how they lie in each other; needs no weights."""
        return (self.proposer or LayoutProposer()).layout(image)

    def judge(self, image: np.ndarray, layout: Layout, areas: np.ndarray | None = None) -> list[SceneObject]:
        """The elements among the proposals, or only among those that nearly are the boxes ``areas``, ``(m, 4)``."""
        rows = np.arange(len(layout.boxes))
        if areas is not None:
            rows = np.flatnonzero((iou(layout.boxes, areas.astype(float)) > NEAR).any(1)) if len(areas) else rows[:0]
        if not len(rows):
            return []
        roles, states, features = self._run(crops(image, layout.boxes[rows]), geometry(layout, image.shape[:2])[rows])
        scores = 1 - roles[:, 0]
        kept = nms(layout.boxes[rows], scores, self.suppression)
        kept = kept[scores[kept] >= self.faint_score]
        return [self._element(image, layout.boxes[rows[i]], roles[i], states[i], features[i]) for i in kept]

    def read(self, image: np.ndarray, boxes: np.ndarray) -> list[str]:
        """The text in each box, "" where there is none or no reader."""
        return (self.reader or NoReader()).read(image, boxes)

    def _element(
        self, image: np.ndarray, box: np.ndarray, roles: np.ndarray, states: np.ndarray, feature: np.ndarray
    ) -> SceneObject:
        score = float(1 - roles[0])
        share = roles[1:] / max(1e-9, score)
        role = ROLES[int(share.argmax())]
        attributes, scores = _colors(image, box) if score >= self.colored else ({}, {})
        state = self._state(role, dict(zip(STATES, (float(s) for s in states), strict=True)))
        scores |= {"label": {name: float(p) for name, p in zip(ROLES, share, strict=True)}}
        if state:
            attributes["state"], scores["state"] = max(state, key=state.__getitem__), state
        return SceneObject(box.astype(float), role, score, attributes, scores, feature)

    def _state(self, role: str, held: dict[str, float]) -> dict[str, float]:
        """Probabilities of the state that tells most of an element of this role; none where it has no states."""
        asked = [name for name in STATES if role in TELLING[name]]
        if not asked:
            return {}
        name = next((one for one in ("disabled", *asked) if one in asked and held[one] >= self.sure_state), asked[0])
        return {name: held[name], OPPOSITES[name]: 1 - held[name]}

    def _run(self, views: np.ndarray, places: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        parts: list[Any] = []
        for start in range(0, len(views), BATCH):
            rows = slice(start, start + BATCH)
            parts.append(self._session.run(None, {"views": views[rows].astype(np.float32), "geometry": places[rows]}))
        roles, states, features = (np.concatenate(part) for part in zip(*parts, strict=True))
        away = np.exp(roles - roles.max(1, keepdims=True))
        norm = np.maximum(1e-6, np.linalg.norm(features, axis=1, keepdims=True))
        return away / away.sum(1, keepdims=True), 1 / (1 + np.exp(-states)), features / norm

    @cached_property
    def _session(self) -> InferenceSession:
        if self.weights is None:
            raise messages.error(messages.SCREEN_NEEDS)
        try:
            return opened(self.weights, self.threads)
        except ValueError as error:
            raise messages.error(messages.SCREEN_NO_GRAPH, path=self.weights) from error


def _colors(image: np.ndarray, box: np.ndarray) -> tuple[dict[str, str], dict[str, dict[str, float]]]:
    found = element_colors(image, box)
    attributes: dict[str, str] = {}
    scores: dict[str, dict[str, float]] = {}
    for name, color in (("color", found.ink), ("background", found.background), ("border", found.border)):
        if color is not None:
            terms = term_scores(color)
            scores[name], attributes[name] = terms, max(terms, key=terms.__getitem__)
    return attributes, scores
