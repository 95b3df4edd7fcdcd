"""Which detection shows which true object: the one definition, for evaluation, benchmarks and training.

A detection can show an object if their boxes have an IoU of at least 0.5.  It shows one object and an object is shown
by one detection: a second detection of the same object shows nothing.  Among the pairs that can be, those with the
largest sum of IoUs are taken; pairs below 0.5 have no say in it.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from pipeline.core.boxes import iou
from pipeline.matching.assign import assign

ENOUGH_OVERLAP = 0.5
"""IoU from which a box is where a true box is, as in PASCAL VOC (Everingham et al. 2010, section 4.2)."""

Corners = Sequence[float] | np.ndarray | None
"""A box, ``x0, y0, x1, y1`` in pixels; None where there is none."""


def overlap(first: Corners, second: Corners) -> float:
    """IoU of two boxes, 0 where one is None."""
    return 0.0 if first is None or second is None else float(iou(np.array(first), np.array(second))[0, 0])


def covers(found: Corners, true: Corners) -> bool:
    """Whether a box is where the true one is; never where one is None."""
    return overlap(found, true) >= ENOUGH_OVERLAP


def shown(true: Sequence[Corners], found: Sequence[Corners]) -> list[int | None]:
    """For each true object the number of the detection that shows it, None where none does.

    ``true`` are boxes of visible parts, None for an object that is not visible, and ``found`` those of detections.
    """
    overlaps = np.array([[overlap(one, other) for other in found] for one in true]).reshape(len(true), len(found))
    pairs = dict(assign(np.where(overlaps >= ENOUGH_OVERLAP, -overlaps, 0.0)))
    return [pairs.get(number) for number in range(len(true))]


def owners(true: Sequence[Corners], found: Sequence[Corners]) -> list[int | None]:
    """The same for each detection: the number of the true object that it shows."""
    table = {detection: number for number, detection in enumerate(shown(true, found))}
    return [table.get(number) for number in range(len(found))]
