"""Where a row that came in between others or went from there begins and ends, and what it shows."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from pipeline.diff.screen.elements import text_of
from pipeline.diff.screen.finding import covers
from pipeline.diff.screen.lines import BESIDE, STRIP, Alignment, Cut, ink_of
from pipeline.diff.screen.runs import runs_of
from pipeline.diff.screen.side import Side
from pipeline.register.reflow_labels import shifted_mask

INK = 24
"""Pixels of ink that a row holds at least, and that must have gone along below it."""

RULED = 0.9
"""Part of a row's width along which its ends are seen, where they are."""

ALONG = 0.95
"""Part of a row's height along which a line beside it runs on."""

SAME_PITCH = 2.0
"""Pixels by which the pitch of a list's items may differ, as the heights of their letters do."""

REACH = 3
"""Heights of a row from its top in which columns show whether they went along."""


def columns_at(tops: np.ndarray, high: int, cut: Cut, alignment: Alignment, side: Side, other: Side) -> np.ndarray:
    """Which columns ``(w,)`` of a picture a row may lie in: those of what moved, and what is new, or gone, beside it;
    not what stayed beside it, while the row's own part has not."""
    start, end = int(tops.min()), min(len(side.image), int(tops.max()) + REACH * high)
    ink = ink_of(side)[start:end]
    way = -cut.new if cut.new > cut.old else cut.new
    went = shifted_mask(ink_of(other), (0, way), side.image.shape)[start:end]
    stayed, went = ink & side.stayed[start:end], ink & went
    starts = np.arange(0, ink.shape[1], STRIP)
    every, still, along = (np.add.reduceat(one.sum(0), starts) for one in (ink, stayed, went))
    own = np.zeros(len(starts), bool)
    own[alignment.left // STRIP : -(-alignment.right // STRIP)] = True
    row = np.add.reduceat((ink & ~stayed)[: len(tops) + high].sum(0), starts)
    beside = (still >= BESIDE * every) & (along < BESIDE * every)
    return np.repeat((every > 0) & ~beside & (own | (row > 0)), STRIP)[: ink.shape[1]]


def ends(tops: np.ndarray, high: int, columns: np.ndarray, side: Side) -> tuple[int, np.ndarray | None, bool]:
    """The first line of a row and the box of what it shows: between rules or the ends of its ground, where there are
    some, which is said as well, else that cuts nothing."""
    ink = ink_of(side) & columns
    cut = np.concatenate([[0], (ink[1:] & ink[:-1]).sum(1)])
    crossed = cut[tops] + cut[tops + high]
    good = np.flatnonzero(crossed <= crossed.min())
    runs = np.split(good, np.flatnonzero(np.diff(good) > 1) + 1)
    longest = max(runs, key=len)
    best, most, span = int(longest[len(longest) // 2]), 0.0, None
    for i in good:
        box = _box(ink, int(tops[i]), high)
        if box is None:
            continue
        seen = [_ruled(int(tops[i]) + down, box, side) for down in (0, high)]
        least = min(part for part, _ in seen)
        if least > most and least >= RULED:
            best, most = int(i), least
            span = [min(where[0] for _, where in seen), max(where[1] for _, where in seen)]
    top = int(tops[best])
    box = _box(ink, top, high)
    if box is None:
        return top, None, False
    inside = [panel for panel in side.painted if panel[1] >= top - 2 and panel[3] <= top + high + 2]
    panels = [panel for panel in inside if covers(panel, box, 0.98)]
    if panels:
        return top, min(panels, key=lambda panel: panel[3] - panel[1]), True
    if span is not None:
        return top, np.array([min(box[0], span[0]), top, max(box[2], span[1]), top + high]), True
    return top, box, False


def items(box: np.ndarray, high: int, columns: np.ndarray, side: Side) -> list[np.ndarray]:
    """The items of a list that came or went together: lines, as far apart as one of them is high with its gap, that are
    not of one wrapped text; else the box as it is."""
    x0, y0, x1, y1 = side.clipped(box)
    ink = (ink_of(side) & columns)[y0:y1, x0:x1]
    runs = np.array(runs_of(ink.any(1)), int).reshape(-1, 2) + y0
    tops, bottoms = runs.T
    count = len(tops)
    alike = count > 1 and np.ptp(bottoms - tops) <= 2 * SAME_PITCH
    if not alike or np.abs(np.diff(tops) - high / count).max() > SAME_PITCH:
        return [box]
    found = []
    for top, bottom in zip(tops, bottoms, strict=True):
        xs = np.flatnonzero(ink[top - y0 : bottom - y0].any(0))
        found.append(np.array([x0 + xs[0], top, x0 + xs[-1] + 1, bottom]))
    if any(covers(text_of(one, side), other, 0.5) for one, other in pairwise(found)):
        return [box]
    return found


def _box(ink: np.ndarray, top: int, high: int) -> np.ndarray | None:
    """The box of the ink in a row; None if there is little."""
    part = ink[top : top + high]
    part = part & ~(part.mean(0) > ALONG)
    if part.sum() < INK:
        return None
    ys, xs = np.flatnonzero(part.any(1)), np.flatnonzero(part.any(0))
    return np.array([xs[0] - 1, top + ys[0], xs[-1] + 1, top + ys[-1] + 1])


def _ruled(line: int, box: np.ndarray, side: Side) -> tuple[float, tuple[int, int]]:
    """Along which part of a box's width a line differs from the one above it, and from where to where it does."""
    step = np.abs(side.image[line].astype(np.int16) - side.image[line - 1]).max(1) > 3
    x0, x1 = int(box[0]), int(box[2])
    left, right = x0, x1
    part = float(step[x0:x1].mean())
    while left > 0 and step[left - 1]:
        left -= 1
    while right < len(step) and step[right]:
        right += 1
    return part, (left, right)
