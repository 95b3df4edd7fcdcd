"""Boxes that stand a pixel or two lower in a row whose height changed: what differs at their edges is no change."""

from __future__ import annotations

import numpy as np

from pipeline.diff.screen.finding import Finding, covers
from pipeline.diff.screen.judgement import Judgement
from pipeline.diff.screen.patches import Patch, best_likeness, strength
from pipeline.diff.screen.side import Side

REACH = 3
"""Pixels from a box within which its edge differs, and by which a box in a row may have gone."""

SAME = 1
"""Pixels by which the sides of one box may differ."""


def not_nudged(findings: list[Finding], before: Side, after: Side, judgement: Judgement) -> list[Finding]:
    """Findings without the edges of boxes that went less than a move, beside something of another size."""
    sizes = [one for one in findings if one.kind in ("resize", "text", "add", "drop") and one.form != "mark"]
    return [one for one in findings if not _is_edge(one, sizes, before, after, judgement)]


def _is_edge(one: Finding, sizes: list[Finding], before: Side, after: Side, judgement: Judgement) -> bool:
    if one.kind not in ("add", "drop", "replace") or one.shifted:
        return False
    place = one.place
    if not any(other is not one and other.size > one.size and _in_row(place, other.place) for other in sizes):
        return False
    for box in np.concatenate([before.painted, before.pieces]):
        outer = box + np.array([-REACH, -REACH, REACH, REACH])
        if not covers(outer, place, 0.95):
            continue
        way = np.array(before.motion.shift_at(box, "before"))
        for there in np.concatenate([after.painted, after.pieces]):
            sides = np.abs((there[2:] - there[:2]) - (box[2:] - box[:2])).max()
            off = np.abs((there - box)[:2])
            near = off.max() <= REACH or np.abs((there - box)[:2] - way).max() <= REACH
            if sides <= SAME and off.max() > 0 and near and _alike(box, there, before, after, judgement):
                return True
    return False


def _in_row(one: np.ndarray, other: np.ndarray) -> bool:
    return bool(min(one[3], other[3]) + REACH > max(one[1], other[1]) - REACH)


def _alike(box: np.ndarray, there: np.ndarray, before: Side, after: Side, judgement: Judgement) -> bool:
    one, two = (strength(Patch.of(side.crop(place), judgement.ink)) for side, place in ((before, box), (after, there)))
    high, wide = np.minimum(one.shape[:2], two.shape[:2])
    return best_likeness(one[:high, :wide], two[:high, :wide], 1) >= judgement.same_look
