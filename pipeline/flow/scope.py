"""What may be spoken of: areas and words to ignore, and how large and how sure a change must be."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from pipeline.core.types import Change, ObjectGraph
from pipeline.flow.ignore import Area, inside
from pipeline.flow.ignored_words import Words


@dataclass(frozen=True)
class Scope:
    """Bounds on the changes that are told.

    Parameters
    ----------
    ignore
        Areas that nothing is said about.
    min_size
        Pixels that the longer side of a change's box must have, in the picture where it is larger.
    min_confidence
        The confidence from which a change is told, 0 to 1.
    ignore_text
        Words that may change without being told of.
    """

    ignore: tuple[Area, ...] = ()
    min_size: float = 0.0
    min_confidence: float = 0.0
    ignore_text: Words = field(default_factory=Words)

    def hides(self, box: np.ndarray, extent: tuple[int, int]) -> bool:
        """Whether a box of a picture of this width and height lies mostly in an ignored area."""
        return inside(self.ignore, box, *extent)

    def hidden_by(self, change: Change, before: ObjectGraph, after: ObjectGraph) -> str | None:
        """Which bound keeps a change from being told; None if it may be.

        One without a box, as of the whole scene, has no size and no place.
        """
        seen = [
            (box, graph.extent)
            for box, graph in ((change.box_before, before), (change.box_after, after))
            if box is not None
        ]
        if seen and all(self.hides(box, extent) for box, extent in seen):
            return "ignore"
        if self.ignore_text.hide(change):
            return "ignore_text"
        if change.confidence < self.min_confidence:
            return "min_confidence"
        longest = max((max(box[2] - box[0], box[3] - box[1]) for box, _ in seen), default=self.min_size)
        return "min_size" if longest < self.min_size else None
