"""Rows and paragraphs of another size: many spots, which are one thing drawn larger or smaller."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from pipeline.diff.screen.elements import form_of
from pipeline.diff.screen.finding import Finding
from pipeline.diff.screen.judgement import Judgement
from pipeline.diff.screen.patches import Patch, found_in, resized, strength
from pipeline.diff.screen.side import Side
from pipeline.diff.screen.spots import Spot, find_spots, hull

BESIDE, BELOW = 4.0, 1.5
"""Heights of a line within which the next part of it stands, and the line below it."""

EVEN = 1.5
"""Ratio of the scales in both directions up to which a row may have grown as a whole: not all of it need differ."""

EDGE = 3
"""Pixels by which the ends of a row may be off."""

REDRAWN = 0.62
"""Correlation from which it shows the same; other words stay under 0.5."""

SLICE, PLAIN, DRIFT = 3, 8, 0.05
"""Width of the parts that are looked for, in heights of the row, how much their levels vary at least, and how far they
may be off, in widths of the row."""

LEAST = 6
"""Pixels a side of what is compared at least."""


def find_scaled(before: Side, after: Side, judgement: Judgement) -> list[Finding]:
    """The rows and paragraphs of several spots that show the same at another size."""
    if before.motion.noise:
        return []
    spots = find_spots(before, after, judgement)
    found: list[Finding] = []
    for near in (_beside, _next):
        for group in _groups(spots, near):
            one = _scaled(group, before, after, judgement) if len(group) > 1 else None
            if one is not None:
                found.append(one)
                spots = [spot for spot in spots if all(spot is not other for other in group)]
    return found


def _groups(spots: list[Spot], near: Callable[[np.ndarray, np.ndarray], bool]) -> list[list[Spot]]:
    """Spots in groups of those of which each is near another."""
    groups: list[list[Spot]] = []
    for spot in spots:
        joined = [group for group in groups if any(near(spot.place, other.place) for other in group)]
        groups = [group for group in groups if all(group is not one for one in joined)]
        groups.append([spot, *(other for group in joined for other in group)])
    return groups


def _beside(one: np.ndarray, other: np.ndarray) -> bool:
    """Whether two things stand in one line."""
    low = min(one[3] - one[1], other[3] - other[1])
    across, down = np.maximum(one[:2], other[:2]) - np.minimum(one[2:], other[2:])
    return bool(down <= -0.5 * low and across <= BESIDE * low)


def _next(one: np.ndarray, other: np.ndarray) -> bool:
    """Whether two things stand in one line, or one line right below the other."""
    low = min(one[3] - one[1], other[3] - other[1])
    across, down = np.maximum(one[:2], other[:2]) - np.minimum(one[2:], other[2:])
    return _beside(one, other) or bool(across < 0 and down <= BELOW * low)


def _scaled(group: list[Spot], before: Side, after: Side, judgement: Judgement) -> Finding | None:
    """The resize that a group is; None if it is none."""
    boxes = [
        [box for box in (getattr(spot, when) for spot in group) if box is not None] for when in ("before", "after")
    ]
    if not boxes[0] or not boxes[1]:
        return None
    first, second = hull(boxes[0]), hull(boxes[1])
    sides = first[2:] - first[:2], second[2:] - second[:2]
    scale, down = (float(side) for side in sides[1] / sides[0])
    if min(*sides[0], *sides[1]) < LEAST or abs(scale - 1) < judgement.least_resize:
        return None
    if not 1 / EVEN < scale / down < EVEN:
        return None
    wide, high = (max(LEAST, round(float(side) * scale)) for side in sides[0])
    room = np.array([-EDGE, -high / 2 - EDGE, EDGE, high / 2 + EDGE])  # something in the row may have stayed
    one, other = (
        strength(Patch.of(side.crop(box), judgement.ink)) for side, box in ((before, first), (after, second + room))
    )
    if _likeness(resized(one, wide, high), other) < REDRAWN:
        return None
    new = "larger" if scale > 1 else "smaller"
    return Finding("resize", first, second, form_of(second, after), "", new, details={"drawn": "the same"})


def _likeness(row: np.ndarray, scene: np.ndarray) -> float:
    """How well the parts of a row are found near their places in a scene that is a little larger: the mean correlation.

    Letters of another size are drawn at whole pixels, and so end elsewhere.
    """
    high, wide = row.shape[:2]
    step, scores = SLICE * high, []
    for left in range(0, wide, step):
        piece = row[:, left : left + step]
        if piece.shape[1] >= high and piece.std() >= PLAIN:
            room = EDGE + round(DRIFT * wide)
            near = scene[:, max(0, left - room) : left + piece.shape[1] + 2 * EDGE + room]
            scores.append(found_in(np.ascontiguousarray(piece), np.ascontiguousarray(near))[0])
    return float(np.mean(scores)) if scores else 0.0
