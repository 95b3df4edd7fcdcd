"""From a changed place to the element it belongs to."""

from __future__ import annotations

import numpy as np

from pipeline.diff.screen.finding import covers
from pipeline.diff.screen.side import Side
from pipeline.diff.screen.spots import hull

ICON = 48
"""Pixels a side up to which a picture is an icon."""

WRAPPED = 0.7
"""Share of the width of a paragraph that every line but the last fills."""

FIELD = (14, 90)
"""Heights in pixels of a field to type into."""


def text_of(box: np.ndarray, side: Side) -> np.ndarray:
    """The text that changed words belong to: their line, or the paragraph where lines are wrapped."""
    lines = side.boxes("phrase")
    middle = (box[1] + box[3]) / 2
    own = [line for line in lines if covers(line, box, 0.5) or (covers(box, line, 0.8) and line[1] < middle < line[3])]
    line = hull([box, *own])
    best = line
    for text in side.boxes("paragraph"):
        if covers(text, line, 0.9) and _wrapped(text, lines) and (best is line or _area(text) < _area(best)):
            best = text
    return best


def _wrapped(text: np.ndarray, lines: np.ndarray) -> bool:
    inside = sorted((line.tolist() for line in lines if covers(text, line, 0.9)), key=lambda line: line[1])
    if len(inside) < 2:
        return False
    width = text[2] - text[0]
    return all(line[2] - line[0] >= WRAPPED * width for line in inside[:-1])


def grown(box: np.ndarray, side: Side) -> np.ndarray:
    """The painted box that a changed place is the content of, if it has changed as well, else the place itself."""
    best = None
    for panel in side.painted:
        if not covers(panel, box, 0.9):
            continue
        x0, y0, x1, y1 = side.clipped(panel)
        mask = side.residual[y0:y1, x0:x1]
        sides = (mask[:2], mask[-2:], mask[:, :2], mask[:, -2:])
        if sum(float(part.mean()) > 0.5 for part in sides) >= 3 and (best is None or _area(panel) > _area(best)):
            best = panel
    return box if best is None else hull([best, box]) if not covers(best, box, 0.999) else best


def input_around(box: np.ndarray, side: Side) -> np.ndarray | None:
    """The field that a text is typed into: a painted box, wide and low, with the text at its left."""
    best = None
    for panel in side.painted:
        wide, high = panel[2] - panel[0], panel[3] - panel[1]
        if not covers(panel, box, 0.8) or not FIELD[0] <= high <= FIELD[1] or wide < 3 * high:
            continue
        others = [piece for piece in side.boxes("phrase") if covers(panel, piece, 0.9) and not covers(box, piece, 0.5)]
        if box[0] - panel[0] < max(24, 0.15 * wide) and not others and (best is None or _area(panel) < _area(best)):
            best = panel
    return best


def form_of(box: np.ndarray, side: Side) -> str:
    """What the thing in a box looks like: "text", "icon", "image", "box" or "mark"."""
    wide, high = box[2] - box[0], box[3] - box[1]
    inside = [piece for piece in side.boxes("phrase") if covers(box, piece, 0.8) or covers(piece, box, 0.8)]
    if min(wide, high) <= 3:
        return "mark"
    for panel in side.painted:
        if covers(panel, box, 0.95) and covers(box, panel, 0.8) and inside:
            return "box"
    if len(inside) == 1 and wide > 1.7 * high:
        return "text"
    if max(wide, high) <= ICON and len(inside) <= 1:
        return "icon"
    if any(wide >= 1.7 * high for wide, high in ((p[2] - p[0], p[3] - p[1]) for p in inside)):
        return "text" if sum(_area(piece) for piece in inside) > 0.12 * wide * high else "image"
    return "image"


def _area(box: np.ndarray) -> float:
    return float((box[2] - box[0]) * (box[3] - box[1]))
