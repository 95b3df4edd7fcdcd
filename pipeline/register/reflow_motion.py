"""How the content of one screenshot went to its places in another."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from pipeline.core.types import Motion, SceneObject
from pipeline.matching.displacement import box_displacement, stack_boxes
from pipeline.register.reflow_labels import Labels, Shift
from pipeline.register.reflow_likeness import Tolerance
from pipeline.register.reflow_width import Narrowed

PICTURES = ("before", "after")


@dataclass(frozen=True, eq=False)
class ReflowMotion(Motion):
    """Content that moved in blocks, and what has no equal partner.

    ``images``, ``labels`` are those of the picture before and after; ``shifts`` are after minus before, the first is
    none; the picture before has had its tone brought to that of the other where ``toned`` is true.  ``noise`` says
    what kind of rendering differs ("", "tone", "compression").  ``narrowed`` says how a picture was brought to the
    width of the other, None where it was not: everything else is of the narrowed picture.
    """

    images: tuple[np.ndarray, np.ndarray]
    labels: tuple[Labels, Labels]
    shifts: tuple[Shift, ...]
    tolerance: Tolerance
    noise: tuple[str, ...] = ()
    narrowed: tuple[Narrowed | None, Narrowed | None] = (None, None)
    spread: float = field(default=0.05)

    def shift_at(self, box: np.ndarray, picture: str) -> Shift:
        """The shift, after minus before, of most of a box of a picture."""
        side = PICTURES.index(picture)
        labels = self.labels[side].shift
        height, width = labels.shape
        x0, y0 = int(np.clip(box[0], 0, width - 1)), int(np.clip(box[1], 0, height - 1))
        x1, y1 = int(np.clip(np.ceil(box[2]), x0 + 1, width)), int(np.clip(np.ceil(box[3]), y0 + 1, height))
        counts = np.bincount(labels[y0:y1, x0:x1].ravel(), minlength=1)
        return self.shifts[int(counts.argmax())]

    def as_shown(self, box: np.ndarray, picture: str) -> np.ndarray:
        """Where a box is in the picture as it was given."""
        narrowed = self.narrowed[PICTURES.index(picture)]
        return box if narrowed is None else narrowed.as_shown(box)

    def carried(self, box: np.ndarray, to: str) -> np.ndarray:
        """Where a box of the other picture would be in ``to`` if only its block had moved."""
        dx, dy = self.shift_at(box, "before" if to == "after" else "after")
        sign = 1 if to == "after" else -1
        return np.asarray(box, float) + sign * np.array([dx, dy, dx, dy], float)

    def project(self, objects: list[SceneObject], to: str) -> np.ndarray:
        """Boxes where the objects of one picture would be in the other."""
        return np.array([self.carried(found.box, to) for found in objects], float).reshape(-1, 4)

    def displacement(self, before: list[SceneObject], after: list[SceneObject]) -> np.ndarray:
        """Distances once the shift of each object's block is undone, in standard deviations."""
        return box_displacement(self.project(before, "after"), stack_boxes(after), self.spread)
