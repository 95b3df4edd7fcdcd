"""What only one of the pictures has at a spot: things that came or went, and words that a text gained or lost."""

from __future__ import annotations

import numpy as np

from pipeline.diff.screen.elements import form_of, grown, input_around, line_of, own_color, text_of
from pipeline.diff.screen.finding import Finding, covers
from pipeline.diff.screen.judgement import Judgement
from pipeline.diff.screen.patches import Patch
from pipeline.diff.screen.side import Side
from pipeline.diff.screen.spots import hull
from pipeline.register.reflow_motion import PICTURES

ICON = 72
"""Pixels a side up to which a drawing that makes room for a smaller one is an icon, also at twice the scale."""

ENDS = 3
"""Pixels from its ends within which all of a text is new."""

STAYED = 0.8
"""Share of a line's ink on either side of what is new in it that is where it was if nothing made room."""


def one_sided(
    raw: np.ndarray, inked: np.ndarray | None, side: Side, other: Side, judgement: Judgement
) -> Finding | None:
    """Content that only one picture has: a thing that came or went, or more words of a text."""
    added = side.picture == "after"
    box = raw if inked is None or _area(inked) > 4 * _area(raw) else inked
    seen = raw if inked is None or _area(inked) > _area(raw) else inked
    if Patch.of(side.crop(seen + np.array([-2, -2, 2, 2])), judgement.ink).ink.mean() < 0.01:
        return None  # where something lay that has moved
    still = side.still(box + np.array([0, -40, 0, 40]))
    field = input_around(raw, side) if inked is not None and still else None
    if field is not None and side.count(field) < 0.6 * _area(field):
        there = side.motion.carried(field, other.picture)
        inner = np.array([4, 4, -4, -4])
        inks = [
            Patch.of(one.crop(box + inner), judgement.ink).ink.sum() for one, box in ((side, field), (other, there))
        ]
        if inks[1] < 0.25 * inks[0]:
            first, second = (there, field) if added else (field, there)
            return Finding("state", first, second, "input", part="value")
    if inked is not None and not still and inked[3] - inked[1] <= 60:
        box = _lines_of(inked, side)
        x0, y0, x1, y1 = side.clipped(box)
        ink = Patch.of(side.crop(box), judgement.ink).ink
        if (ink & side.differing[y0:y1, x0:x1]).sum() < 0.1 * ink.sum():
            return None  # pixels at the seam of two blocks
    if inked is not None and inked[3] - inked[1] <= 60 and still:
        line = text_of(inked, side)
        own = own_color(inked, side)
        whole = raw[0] <= line[0] + ENDS and raw[2] >= line[2] - ENDS and _area(line) <= 1.2 * _area(inked)
        whole = whole and not _fellows(line, side) and _bare(line, side, other, judgement)
        row = line_of(inked, side)
        if not whole and _between(raw, row, line) and _bare(row, side, other, judgement):
            return Finding("add", None, row, "text") if added else Finding("drop", row, None, "text")
        alone = whole or (own is not None and covers(inked, own, 0.8))
        kept = None if alone else _kept(line, side, judgement)
        between = kept is not None and kept[0] < raw[0] - 2 and kept[2] > raw[2] + 2
        if kept is not None and not (between and _all_stayed(line, raw, side, judgement)) and kept[3] - kept[1] > 4:
            there = _carried_apart(line, kept, side, judgement)
            first, second = (there, line) if added else (line, there)
            return Finding("text", first, second, "text")
    whole = grown(box, side)
    form = form_of(whole, side)
    if form in ("icon", "image") and still and _drawn_otherwise(whole, side, other, judgement):
        there = side.motion.carried(whole, other.picture)
        return Finding("replace", *((there, whole) if added else (whole, there)), form="icon")
    return Finding("add", None, whole, form) if added else Finding("drop", whole, None, form)


def _between(raw: np.ndarray, row: np.ndarray, text: np.ndarray) -> bool:
    """Whether all of a row of lines is new or gone, below which others stayed: the words of a paragraph would have
    taken its place."""
    ends = raw[0] <= row[0] + ENDS and raw[2] >= row[2] - ENDS
    return bool(ends and text[3] > row[3] + ENDS)


def _bare(line: np.ndarray, side: Side, other: Side, judgement: Judgement) -> bool:
    """Whether the other picture has nothing at the place of a line but what is explained."""
    there = side.motion.carried(line, other.picture)
    ink = Patch.of(other.crop(there), judgement.ink).ink.copy()
    x0, y0, _, _ = other.clipped(there)
    for box in other.hidden:
        a, b, c, d = other.clipped(box)
        ink[max(0, b - y0) : max(0, d - y0), max(0, a - x0) : max(0, c - x0)] = False
    return float(ink.sum()) < 0.25 * float(Patch.of(side.crop(line), judgement.ink).ink.sum())


def _fellows(line: np.ndarray, side: Side) -> bool:
    """Whether words of its type stand right beside a line."""
    high = line[3] - line[1]
    for one in side.boxes("phrase"):
        low = min(high, one[3] - one[1])
        row = min(line[3], one[3]) - max(line[1], one[1]) > 0.6 * low
        gap = max(line[0], one[0]) - min(line[2], one[2])
        word = one[2] - one[0] >= 1.5 * (one[3] - one[1])
        if word and row and 0 <= gap < 1.2 * max(high, one[3] - one[1]) and 0.7 < (one[3] - one[1]) / high < 1.4:
            return True
    return False


def _drawn_otherwise(box: np.ndarray, side: Side, other: Side, judgement: Judgement) -> bool:
    """Whether the other picture has something smaller, alone, in the place of an icon."""
    if max(box[2:] - box[:2]) > ICON:
        return False
    there = Patch.of(other.crop(side.motion.carried(box, other.picture)), judgement.ink)
    edge = np.ones_like(there.ink)
    edge[1:-1, 1:-1] = False
    return bool(there.ink.mean() > 0.02 and not (there.ink & edge).any())


def _lines_of(inked: np.ndarray, side: Side) -> np.ndarray:
    """The paragraph of changed words if most of its lines have changed, else their line."""
    whole = text_of(inked, side)
    lines = [line for line in side.boxes("phrase") if covers(whole, line, 0.8)]
    if len(lines) > 1 and sum(side.count(line) > 0 for line in lines) >= 0.7 * len(lines):
        return whole
    return hull([inked, *(line for line in lines if covers(line, inked, 0.5) or covers(inked, line, 0.5))])


def _all_stayed(line: np.ndarray, new: np.ndarray, side: Side, judgement: Judgement) -> bool:
    """Whether nothing in a line had to make room for what is new in it, on neither side of that."""
    x0, y0, x1, y1 = side.clipped(line)
    ink = Patch.of(side.crop(line), judgement.ink).ink & ~side.differing[y0:y1, x0:x1]
    stayed = ink & side.stayed[y0:y1, x0:x1]
    left, right = max(0, int(new[0]) - x0), max(0, int(new[2]) - x0)
    ends = (slice(0, left), slice(right, None))
    return all(float(stayed[:, end].sum()) > STAYED * float(ink[:, end].sum()) for end in ends if ink[:, end].any())


def _kept(box: np.ndarray, side: Side, judgement: Judgement) -> np.ndarray | None:
    """Where the ink of a line of text lies that has a partner; None if there is little."""
    x0, y0, x1, y1 = side.clipped(box)
    patch = Patch.of(side.crop(box), judgement.ink)
    kept = patch.ink & ~side.differing[y0:y1, x0:x1] & ~side.residual[y0:y1, x0:x1]
    if kept.sum() < 0.2 * max(1, patch.ink.sum()):
        return None
    columns, rows = np.flatnonzero(kept.any(0)), np.flatnonzero(kept.any(1))
    return np.array([x0 + columns[0], y0 + rows[0], x0 + columns[-1] + 1, y0 + rows[-1] + 1])


def _carried_apart(line: np.ndarray, kept: np.ndarray, side: Side, judgement: Judgement) -> np.ndarray:
    """Where the ink of a line that has a partner lies in the other picture, each part having gone its own way."""
    x0, y0, x1, y1 = side.clipped(line)
    ink = Patch.of(side.crop(line), judgement.ink).ink & ~side.differing[y0:y1, x0:x1]
    labels = side.motion.labels[PICTURES.index(side.picture)].shift[y0:y1, x0:x1]
    sign = 1 if side.picture == "before" else -1
    parts = []
    for number in np.unique(labels[ink]):
        columns = np.flatnonzero((ink & (labels == number)).any(0))
        dx, dy = side.motion.shifts[number]
        ends = x0 + columns[0], kept[1], x0 + columns[-1] + 1, kept[3]
        parts.append(np.array(ends) + sign * np.array([dx, dy, dx, dy]))
    return hull(parts) if parts else kept


def _area(box: np.ndarray) -> float:
    return float((box[2] - box[0]) * (box[3] - box[1]))
