"""What stood in the place of a painted box that came, or stands in that of one that went, and is of another size."""

from __future__ import annotations

import numpy as np

from pipeline.diff.screen.finding import covers
from pipeline.diff.screen.judgement import Judgement
from pipeline.diff.screen.patches import Patch
from pipeline.diff.screen.side import Side

PICTURE, CORNERS, FILLED = 30, 5, 0.35
"""Pixels a side from which a box may be a picture, pixels within which another one has its corners, and the part of
its place that that one fills."""

BESIDE, SMALLEST, GONE = 6, 0.012, 0.6
"""Pixels around a box in which nothing else stands where it replaced what is smaller, part of its size that the smaller
has, and part of that one's ink that is gone."""

LEAST = 14
"""Pixels a side of a picture at least."""


def stood(box: np.ndarray, there: np.ndarray, side: Side, judgement: Judgement) -> np.ndarray | None:
    """What stood in the place of a box, ``there`` or where the box is, and is of another size; None without it."""
    for place in (there, box):
        other = _shorter(place, side, judgement)
        if other is None:
            other = _smaller(place, side, judgement)
        if other is not None:
            return other
    return None


def _smaller(box: np.ndarray, side: Side, judgement: Judgement) -> np.ndarray | None:
    """The one thing that stood alone in the middle of a box, or at a corner; None where anything reached beyond it."""
    x0, y0, x1, y1 = side.clipped(box)
    room = np.array([-BESIDE, -BESIDE, BESIDE, BESIDE])
    wide = Patch.of(side.crop(box + room), judgement.ink, side.ground_around(box + room))
    a, b, _, _ = side.clipped(box + room)
    where = Patch(wide.pixels, wide.ground, wide.ink).box
    if where is None:
        return None
    inner = where + np.array([a, b, a, b])
    sizes = [float((one[2:] - one[:2]).prod()) for one in (inner, box)]
    if (
        not covers(box + np.array([-CORNERS, -CORNERS, CORNERS, CORNERS]), inner, 0.999)
        or sizes[0] < SMALLEST * sizes[1]
        or min(inner[2:] - inner[:2]) < 6
    ):
        return None
    if not side.differing[y0:y1, x0:x1][wide.ink[y0 - b : y1 - b, x0 - a : x1 - a]].mean() > GONE:
        return None
    off = np.abs(inner - box)
    middle = np.abs((inner[:2] + inner[2:]) - (box[:2] + box[2:])).max() / 2 <= CORNERS
    corner = min(off[0], off[2]) <= CORNERS and min(off[1], off[3]) <= CORNERS
    return inner if middle or corner else None


def _shorter(box: np.ndarray, side: Side, judgement: Judgement) -> np.ndarray | None:
    """The picture of another height, or width, that stood at two corners of a box; None where there was none."""
    x0, y0, x1, y1 = side.clipped(box)
    mask = side.differing[y0:y1, x0:x1] & Patch.of(side.crop(box), judgement.ink, side.ground_around(box)).ink
    rows, columns = np.flatnonzero(mask.any(1)), np.flatnonzero(mask.any(0))
    if not len(rows) or min(box[2:] - box[:2]) < PICTURE:
        return None
    inner = np.array([x0 + columns[0], y0 + rows[0], x0 + columns[-1] + 1, y0 + rows[-1] + 1])
    high, wide = inner[3] - inner[1], inner[2] - inner[0]
    off = np.abs(inner - box)
    along = off[[0, 1, 2]].max() <= CORNERS and high < 0.9 * (y1 - y0)
    across = off[[0, 1, 3]].max() <= CORNERS and wide < 0.9 * (x1 - x0)
    filled = mask[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1].mean()
    return inner if (along or across) and min(high, wide) >= LEAST and filled > FILLED else None
