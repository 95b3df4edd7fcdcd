"""What was found to have changed, before it is put as a fact."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from pipeline.diff.screen.spots import hull


@dataclass(frozen=True, eq=False)
class Finding:
    """One change of one element, with its box in each picture where it is.

    ``old`` and ``new`` are values that pixels alone give (colour terms, states); ``form`` is what the element looks
    like ("text", "icon", "image", "box"), ``shifted`` how far the rest went because of it, ``part`` what of the element
    has another colour ("text", "background").
    """

    kind: str
    before: np.ndarray | None
    after: np.ndarray | None
    form: str = ""
    old: str | None = None
    new: str | None = None
    part: str = ""
    shifted: int = 0
    confidence: float = 0.9
    details: dict[str, str] = field(default_factory=dict)

    @property
    def size(self) -> float:
        """Pixels of the larger box."""
        return max(float((box[2] - box[0]) * (box[3] - box[1])) for box in (self.before, self.after) if box is not None)

    @property
    def pair(self) -> tuple[np.ndarray, np.ndarray]:
        """Both boxes, of an element that is in both pictures."""
        assert self.before is not None
        assert self.after is not None
        return self.before, self.after

    @property
    def place(self) -> np.ndarray:
        """A box that says where it is."""
        return hull([box for box in (self.before, self.after) if box is not None])


def covers(outer: np.ndarray | None, inner: np.ndarray | None, share: float = 0.8) -> bool:
    """Whether most of a box lies in another."""
    if outer is None or inner is None:
        return False
    wide = min(outer[2], inner[2]) - max(outer[0], inner[0])
    high = min(outer[3], inner[3]) - max(outer[1], inner[1])
    size = (inner[2] - inner[0]) * (inner[3] - inner[1])
    return bool(wide > 0 and high > 0 and wide * high >= share * size)


def iou(one: np.ndarray, other: np.ndarray) -> float:
    """Intersection over union."""
    wide = min(one[2], other[2]) - max(one[0], other[0])
    high = min(one[3], other[3]) - max(one[1], other[1])
    if wide <= 0 or high <= 0:
        return 0.0
    both = (one[2] - one[0]) * (one[3] - one[1]) + (other[2] - other[0]) * (other[3] - other[1])
    return float(wide * high / (both - wide * high))
