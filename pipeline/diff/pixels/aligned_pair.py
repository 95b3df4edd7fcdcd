"""One pair of photographs: what is detected in each, and what their pixels say."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from detectors.color_terms import lab_of
from detectors.light import Light
from pipeline.core.types import ObjectGraph, SceneObject
from pipeline.diff.pixels.judgement import Judgement
from pipeline.diff.pixels.sight import Sight, see
from pipeline.register.shared_view import SharedView

PICTURES = ("before", "after")


@dataclass(frozen=True, eq=False)
class AlignedDetection:
    """A detected object with its box in the shared view; ``node`` is None for a faint one."""

    node: int | None
    found: SceneObject
    box: np.ndarray

    @property
    def label(self) -> str:
        """The class."""
        return self.found.label

    @property
    def score(self) -> float:
        """The detector's score."""
        return self.found.score


@dataclass(frozen=True, eq=False)
class AlignedPair:
    """Two pictures in one view: ``known["before"]`` and ``known["after"]`` are all detections, faint ones included."""

    view: SharedView
    sight: Sight
    known: dict[str, list[AlignedDetection]]
    judgement: Judgement

    @classmethod
    def of(cls, before: ObjectGraph, after: ObjectGraph, view: SharedView, judgement: Judgement) -> AlignedPair:
        """The pair of two graphs whose pictures are aligned in a view."""
        graphs = dict(zip(PICTURES, (before, after), strict=True))
        known = {name: _detections(graph, view, name, judgement.least_side) for name, graph in graphs.items()}
        return cls(view, see(view, judgement), known, judgement)

    def image(self, picture: str) -> np.ndarray:
        """The aligned picture in CIE Lab, in the light that both are brought to."""
        return self.sight.change.before if picture == "before" else self.sight.change.after

    def shown(self, picture: str, window: tuple[slice, slice]) -> np.ndarray:
        """A part of the aligned picture in CIE Lab, as its own camera rendered it; shape ``(h, w, 3)``."""
        part = self.rendered(picture, window)
        return lab_of(part).reshape(part.shape)

    @cached_property
    def light(self) -> dict[str, Light]:
        """The light of each picture."""
        return {name: Light.of(part[::8, ::8]) for name, part in zip(PICTURES, self.view.natural, strict=True)}

    def rendered(self, picture: str, window: tuple[slice, slice]) -> np.ndarray:
        """A part of the aligned picture in RGB, as its own camera rendered it; shape ``(h, w, 3)``."""
        return self.view.natural[PICTURES.index(picture)][window]

    def boxes(self, box: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """A box of the view in both pictures."""
        return self.view.from_view(box, "before")[0], self.view.from_view(box, "after")[0]


def other(picture: str) -> str:
    """The other picture of the pair."""
    return "after" if picture == "before" else "before"


def rounded(box: np.ndarray, shape: tuple[int, ...]) -> tuple[int, int, int, int]:
    """The box in whole pixels, at least one wide and high, inside a picture of the shape."""
    x0, y0 = int(np.clip(np.floor(box[0]), 0, shape[1] - 1)), int(np.clip(np.floor(box[1]), 0, shape[0] - 1))
    return x0, y0, int(np.clip(np.ceil(box[2]), x0 + 1, shape[1])), int(np.clip(np.ceil(box[3]), y0 + 1, shape[0]))


def _detections(graph: ObjectGraph, view: SharedView, picture: str, least_side: float) -> list[AlignedDetection]:
    """Boxes are cut off at the frame of the view; those of which hardly anything is left are left out."""
    found: list[tuple[int | None, SceneObject]] = [(node, graph.nodes[node]["object"]) for node in graph.nodes]
    found += [(None, one) for one in graph.faint]
    if not found:
        return []
    height, width = view.shape
    boxes = view.to_view(np.array([one.box for _, one in found]), picture)
    boxes = np.clip(np.nan_to_num(boxes, nan=-1.0), 0, [width, height, width, height])
    kept = [i for i, box in enumerate(boxes) if (box[2:] - box[:2] >= least_side).all()]
    return [AlignedDetection(*found[i], boxes[i]) for i in kept]
