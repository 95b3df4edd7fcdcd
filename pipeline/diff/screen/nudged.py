"""Boxes that stand a pixel or two lower in a row whose height changed: what differs at their edges is no change."""

from __future__ import annotations

import numpy as np

from pipeline.diff.screen.finding import Finding
from pipeline.diff.screen.judgement import Judgement
from pipeline.diff.screen.patches import Patch, common_likeness, strength
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
    boxes, others = (np.concatenate([side.painted, side.pieces]).reshape(-1, 4) for side in (before, after))
    for box in boxes[_around(boxes, place)]:
        way = np.array(before.motion.shift_at(box, "before"))
        sides = np.abs((others[:, 2:] - others[:, :2]) - (box[2:] - box[:2])).max(1)
        off = np.abs((others - box)[:, :2]).max(1)
        near = (off <= REACH) | (np.abs((others - box)[:, :2] - way).max(1) <= REACH)
        for there in others[(sides <= SAME) & (off > 0) & near]:
            if _alike(box, there, before, after, judgement):
                return True
    return False


def _around(boxes: np.ndarray, place: np.ndarray) -> np.ndarray:
    """Which boxes hold a place, but for a few pixels at their edges."""
    common = np.minimum(boxes[:, 2:] + REACH, place[2:]) - np.maximum(boxes[:, :2] - REACH, place[:2])
    return np.asarray(np.maximum(0, common).prod(1) >= 0.95 * (place[2:] - place[:2]).prod())


def _in_row(one: np.ndarray, other: np.ndarray) -> bool:
    return bool(min(one[3], other[3]) + REACH > max(one[1], other[1]) - REACH)


def _alike(box: np.ndarray, there: np.ndarray, before: Side, after: Side, judgement: Judgement) -> bool:
    one, two = (strength(Patch.of(side.crop(place), judgement.ink)) for side, place in ((before, box), (after, there)))
    return common_likeness(one, two, 1) >= judgement.same_look
