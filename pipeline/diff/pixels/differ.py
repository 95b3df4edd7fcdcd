"""Change facts of photographs."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from pipeline.core.types import Change, Motion, ObjectGraph
from pipeline.diff.graphs.hungarian import HungarianDiffer
from pipeline.diff.pixels.facts import facts
from pipeline.diff.pixels.judgement import Judgement
from pipeline.diff.pixels.pair import Pair
from pipeline.diff.pixels.scenes import unrelated
from pipeline.diff.pixels.sight import see
from pipeline.register.shared_view import SharedView


@dataclass(frozen=True)
class AlignedDiffer(Judgement):
    """Change facts that both the detections and the aligned pixels speak for.

    A detection in one picture alone is a fact only if its pixels changed; changed pixels that nothing was detected in
    make a fact about "an object" if they stand out clearly; and what a change of light can explain is none.  The
    motion brings the aligned pictures (its ``view``); without them the graphs alone decide, as in ``hungarian``.  The
    keyword arguments are those of :class:`~pipeline.diff.pixels.judgement.Judgement`, and:

    Parameters
    ----------
    most_looks
        Places at most that the detector is asked to look at again.
    """

    most_looks: int = 4

    def diff(self, before: ObjectGraph, after: ObjectGraph, motion: Motion) -> list[Change]:
        """Change facts, most important first; one fact of kind "scene" where the scenes are different ones."""
        view: SharedView | None = getattr(motion, "view", None)
        if view is None:
            return HungarianDiffer().diff(before, after, motion)
        if not view.related:
            return [unrelated(view)]
        return facts(Pair.of(before, after, view, self), self)

    def places(self, motion: Motion) -> tuple[np.ndarray, np.ndarray]:
        """Boxes ``(n, 4)`` of the picture before, and of the one after, that deserve a closer look."""
        view: SharedView | None = getattr(motion, "view", None)
        if view is None or not view.related:
            return np.zeros((0, 4)), np.zeros((0, 4))
        boxes = _joined([region.box for region in see(view, self).regions])[: self.most_looks]
        return view.from_view(boxes, "before"), view.from_view(boxes, "after")


def _joined(boxes: list[np.ndarray], growth: float = 1.6) -> np.ndarray:
    """Boxes, where those that fit into one little larger than either are put together; shape ``(n, 4)``."""
    groups: list[np.ndarray] = []
    for box in boxes:
        partner: int | None = 0
        while partner is not None:
            unions = [np.concatenate([np.minimum(box[:2], one[:2]), np.maximum(box[2:], one[2:])]) for one in groups]
            fitting = [
                i
                for i, (union, one) in enumerate(zip(unions, groups, strict=True))
                if _side(union) <= growth * max(_side(box), _side(one))
            ]
            partner = fitting[0] if fitting else None
            if partner is not None:
                box = unions[partner]
                groups.pop(partner)
        groups.append(box)
    return np.array(groups, float).reshape(-1, 4)


def _side(box: np.ndarray) -> float:
    return float((box[2:] - box[:2]).max())
