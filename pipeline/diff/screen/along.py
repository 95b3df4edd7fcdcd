"""What went where all around it went has not moved of its own accord."""

from __future__ import annotations

import numpy as np

from pipeline.diff.screen.finding import Finding
from pipeline.diff.screen.side import Side
from pipeline.register.reflow_likeness import edges_of

AROUND = np.array([-120, -60, 120, 60])
"""Pixels around a thing in which the page says how far it went."""

NEAR = 2
"""Pixels by which a thing may have gone otherwise, as each is drawn at whole pixels."""

MOST = 0.6
"""Part of the ink around a thing that must have gone its way."""

LEAST = 60
"""Pixels of ink around a thing from which it says anything."""


def without_company(found: list[Finding], before: Side) -> list[Finding]:
    """Findings without the moves, up or down, of things around which all went the same way."""
    moves = [one for one in found if one.kind == "move"]
    if not moves:
        return found
    labels = before.motion.labels[0]
    ink = edges_of(before.image) & (labels.residual == 0)
    for one in moves:
        x0, y0, x1, y1 = before.clipped(one.pair[0])
        ink[y0:y1, x0:x1] = False
    return [one for one in found if one.kind != "move" or not _along(one, ink, before)]


def _along(one: Finding, ink: np.ndarray, before: Side) -> bool:
    first, second = one.pair
    way = (second - first)[:2]
    if abs(way[0]) > NEAR or abs(way[1]) <= NEAR:
        return False
    x0, y0, x1, y1 = before.clipped(first + AROUND)
    numbers = before.motion.labels[0].shift[y0:y1, x0:x1][ink[y0:y1, x0:x1]]
    counts = np.bincount(numbers, minlength=len(before.motion.shifts))
    near = [np.abs(np.array(shift) - way).max() <= NEAR for shift in before.motion.shifts]
    return bool(counts.sum() >= LEAST and counts[near].sum() >= MOST * counts.sum())
