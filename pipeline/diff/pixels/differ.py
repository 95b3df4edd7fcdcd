"""Change facts of photographs."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np

from detectors.classifier.imagenet import ImageNetClassifier
from pipeline.core import messages
from pipeline.core.boxes import union
from pipeline.core.protocols import Differ
from pipeline.core.types import Difference, Motion, ObjectGraph
from pipeline.diff.pixels.aligned_pair import AlignedPair
from pipeline.diff.pixels.at_home import with_trusted_names
from pipeline.diff.pixels.change_facts import change_facts
from pipeline.diff.pixels.judgement import Judgement
from pipeline.diff.pixels.leftovers import leftovers
from pipeline.diff.pixels.scenes import unrelated
from pipeline.diff.pixels.sight import see
from pipeline.register.shared_view import SharedView


@dataclass(frozen=True)
class AlignedDiffer(Judgement, Differ):
    """Change facts that both the detections and the aligned pixels speak for.

    A detection in one picture alone is a fact only if its pixels changed; changed pixels that nothing was detected in
    make a fact about an unnamed object if they stand out clearly; and what a change of light can explain is none.  The
    motion has to bring the aligned pictures (its ``view``).  The keyword arguments are those of
    :class:`~pipeline.diff.pixels.judgement.Judgement`, and:

    Parameters
    ----------
    most_looks
        Places at most that the detector is asked to look at again.
    look_growth
        How many times as large as the larger of two places, by its longer side, one place for both may be.
    classifier
        An ONNX classifier of ImageNet's classes, which names what the detector has no name for; none if None.
    threads
        Threads of the classifier; all cores where None.
    """

    most_looks: int = 4
    look_growth: float = 1.6
    classifier: Path | str | None = None
    threads: int | None = None

    def diff(self, before: ObjectGraph, after: ObjectGraph, motion: Motion) -> Difference:
        """Change facts, most important first; one fact of kind ``scene`` where the scenes are different ones."""
        view: SharedView | None = motion.view
        if view is None:
            raise messages.error(messages.MOTION_WITHOUT_VIEW)
        if not view.related:
            return Difference((unrelated(view, self.unrelated),))
        pair = with_trusted_names(AlignedPair.of(before, after, view, self))
        changes = change_facts(pair, self._classifier)
        return Difference(tuple(changes), reasons=tuple(leftovers(view, changes, self)))

    def places(self, motion: Motion) -> tuple[np.ndarray, np.ndarray]:
        """Boxes ``(n, 4)`` of the picture before, and of the one after, that deserve a closer look."""
        view: SharedView | None = motion.view
        if view is None or not view.related:
            return np.zeros((0, 4)), np.zeros((0, 4))
        boxes = _joined([region.box for region in see(view, self).regions], self.look_growth)[: self.most_looks]
        return view.from_view(boxes, "before"), view.from_view(boxes, "after")

    @cached_property
    def _classifier(self) -> ImageNetClassifier | None:
        return None if self.classifier is None else ImageNetClassifier(self.classifier, self.threads or 0)


def _joined(boxes: list[np.ndarray], growth: float) -> np.ndarray:
    """Boxes, where those that fit into one little larger than either are put together; shape ``(n, 4)``."""
    groups: list[np.ndarray] = []
    for box in boxes:
        partner: int | None = 0
        while partner is not None:
            unions = [union(np.array([box, one])) for one in groups]
            fitting = [
                i
                for i, (whole, one) in enumerate(zip(unions, groups, strict=True))
                if _side(whole) <= growth * max(_side(box), _side(one))
            ]
            partner = fitting[0] if fitting else None
            if partner is not None:
                box = unions[partner]
                groups.pop(partner)
        groups.append(box)
    return np.array(groups, float).reshape(-1, 4)


def _side(box: np.ndarray) -> float:
    return float((box[2:] - box[:2]).max())
