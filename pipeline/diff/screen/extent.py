"""Which box an element has: that of its painted ground, or of its lines of text with what letters reach beyond."""

from __future__ import annotations

import numpy as np

from pipeline.diff.screen.finding import Finding, covers, iou
from pipeline.diff.screen.side import Side
from pipeline.diff.screen.spots import hull

REACH = 0.2
"""Of the height of a line's ink: what its type may reach above and below it."""

PADDING = (3.0, 8.0)
"""Greatest padding of a button around its words, above and below together and on both sides together, in heights of the
words."""

ROOM = 48
"""Pixels: greatest side of an icon."""

ICON = 1.8
"""Greatest side of a button's icon in heights of its words."""


def extents(one: Finding, before: Side, after: Side) -> tuple[np.ndarray | None, np.ndarray | None]:
    """The boxes of a finding's element in both pictures."""
    boxes = one.before, one.after
    if one.form != "text" and not (one.kind in ("text", "color") and one.form == "icon"):
        return boxes
    sides = before, after
    grounds = [None if box is None else _button(box, side) for box, side in zip(boxes, sides, strict=True)]
    known = [ground for ground, box in zip(grounds, boxes, strict=True) if box is not None]
    if one.kind in ("text", "color") and len(known) == 2 and all(ground is not None for ground in known):
        return grounds[0], grounds[1]
    if one.form != "text":
        return _shared(boxes, before)
    padded = [None if box is None else _line_box(box, side) for box, side in zip(boxes, sides, strict=True)]
    return padded[0], padded[1]


def _shared(
    boxes: tuple[np.ndarray | None, np.ndarray | None], before: Side
) -> tuple[np.ndarray | None, np.ndarray | None]:
    """The room that an icon takes, which two drawings in it need not fill."""
    first, second = boxes
    if first is None or second is None:
        return boxes
    way = np.tile(before.motion.shift_at(first, "before"), 2)
    if not iou(first + way, second):  # nothing is left of it that says how far it went
        way = min((np.tile(shift, 2) for shift in before.motion.shifts), key=lambda way: _far(first + way, second))
    both = hull([first + way, second])
    if max(both[2:] - both[:2]) > ROOM:
        return boxes
    return both - way, both


def _far(one: np.ndarray, other: np.ndarray) -> float:
    return float(np.abs(one - other).max())


def _button(box: np.ndarray, side: Side) -> np.ndarray | None:
    """The painted box that holds nothing but the words, and an icon beside them; None where there is none."""
    wide, high = box[2:] - box[:2]
    best = None
    for panel in side.painted:
        if not covers(panel, box, 0.95) or covers(box, panel, 0.9):
            continue
        sides = panel[2:] - panel[:2]
        if sides[1] - high > PADDING[0] * high or sides[0] - wide > PADDING[1] * high:
            continue
        others = [piece for piece in side.pieces if covers(panel, piece, 0.5) and not covers(box, piece, 0.5)]
        if all(max(piece[2:] - piece[:2]) <= ICON * high for piece in others[:2]) and len(others) <= 2:
            best = panel if best is None or (sides > best[2:] - best[:2]).any() else best
    return best


def _line_box(box: np.ndarray, side: Side) -> np.ndarray:
    """The box of the ink with the room that letters of this type have above and below."""
    lines = [line for line in side.boxes("phrase") if covers(box, line, 0.7)]
    high = float(np.median([line[3] - line[1] for line in lines])) if lines else float(box[3] - box[1])
    room = round(REACH * min(high, box[3] - box[1]))
    height = side.image.shape[0]
    return np.array([box[0], max(0, box[1] - room), box[2], min(height, box[3] + room)])
