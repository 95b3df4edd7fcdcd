"""Change facts of photographs."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from pipeline.diff.hungarian import HungarianDiffer
from pipeline.diff.photo.facts import Facts
from pipeline.diff.photo.sight import Eyesight, see
from pipeline.register.shared_view import SharedView
from pipeline.types import Change, Motion, ObjectGraph


@dataclass(frozen=True)
class AlignedDiffer(Eyesight):
    """Change facts that both the detections and the aligned pixels speak for.

    A detection in one picture alone is a fact only if its pixels changed; changed pixels that nothing was detected in
    make a fact about "an object" if they stand out clearly; and what a change of light can explain is none.  Its
    keyword arguments are those of :class:`~pipeline.diff.photo.sight.Eyesight`, and:

    Parameters
    ----------
    least_share
        Share of an object's box that must have changed.
    least_fit
        How well the changed pixels must fill the box, 0 to 1.
    least_score
        Detection score from which an object is named.
    overlap
        IoU from which two detections are in the same place.
    same
        How much two objects may differ in looks and still be one that moved, in standard deviations.
    recolored
        Correlation of brightness from which a change of hue is one of colour, and not another object.
    stands_out
        An unnamed region needs this share of all unexplained evidence: where many places flicker, none is an object.
    least
        Confidence under which a change is not stated.
    most_looks
        Places at most that the detector is asked to look at again.
    """

    least_share: float = 0.15
    least_fit: float = 0.2
    least_score: float = 0.12
    overlap: float = 0.45
    same: float = 1.0
    recolored: float = 0.5
    stands_out: float = 0.4
    least: float = 0.3
    most_looks: int = 4

    def diff(self, before: ObjectGraph, after: ObjectGraph, motion: Motion) -> list[Change]:
        """Change facts, most important first; from the graphs alone where the motion brings no pictures."""
        view = getattr(motion, "view", None)
        if view is None:
            return HungarianDiffer().diff(before, after, motion)
        if not view.related:
            return [Change("scene", "scene", {}, 0.9)]
        return Facts(before, after, view, see(view, self), self).changes()

    def places(self, motion: Motion) -> tuple[np.ndarray, np.ndarray]:
        """Boxes ``(n, 4)`` of the picture before, and of the one after, that deserve a closer look."""
        view: SharedView | None = getattr(motion, "view", None)
        if view is None or not view.related:
            return np.zeros((0, 4)), np.zeros((0, 4))
        boxes = joined([region.box for region in see(view, self).regions], self.most_looks)
        return view.from_view(boxes, "before"), view.from_view(boxes, "after")


def joined(boxes: list[np.ndarray], most: int) -> np.ndarray:
    """Boxes of which those near each other are put together, the first ``most`` of them."""
    groups: list[np.ndarray] = []
    for box in boxes:
        box = np.array(box, float)
        merged = True
        while merged:
            merged = False
            for i, other in enumerate(groups):
                union = np.concatenate([np.minimum(box[:2], other[:2]), np.maximum(box[2:], other[2:])])
                sides = (union[2:] - union[:2]).max()
                if sides <= 1.6 * max((box[2:] - box[:2]).max(), (other[2:] - other[:2]).max()):
                    box = union
                    groups.pop(i)
                    merged = True
                    break
        groups.append(box)
    return np.array(groups[:most]).reshape(-1, 4)
