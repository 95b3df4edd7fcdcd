"""Things beside each other that came together, or went, are parts of one, where nothing else stands among them."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

import numpy as np

from pipeline.diff.screen.elements import form_of
from pipeline.diff.screen.finding import Finding
from pipeline.diff.screen.side import Side
from pipeline.diff.screen.spots import hull
from pipeline.register.reflow_likeness import edges_of

BELOW, BESIDE = 2.5, 12.0
"""How far apart parts may be, down and across, in heights of the lower one."""

FARTHEST = 240
"""Pixels apart at most, across."""

BANNER = 0.9
"""Part of the picture's width from which a painted box is a banner, and no part of something."""

NEW = 0.93
"""Part of the ink around all parts that must have no partner."""


def clustered(findings: list[Finding], before: Side, after: Side) -> list[Finding]:
    """Findings, where parts of one thing that came or went are one."""
    import cv2

    left = list(findings)
    for kind, side in (("drop", before), ("add", after)):
        parts = [one for one in left if one.kind == kind]
        if len(parts) < 2:
            continue
        ink = edges_of(side.image)
        fresh = cv2.dilate(side.residual.view(np.uint8), np.ones((3, 3), np.uint8)) > 0  # edges reach into the ground
        while pair := _next_two(parts, side, ink, fresh, left):
            one, other = pair
            box = hull([one.place, other.place])
            whole = replace(one, form=_form(one, other, box, side), shifted=one.shifted or other.shifted)
            whole = replace(whole, before=box) if kind == "drop" else replace(whole, after=box)
            left = [whole if known is one else known for known in left if known is not other]
            parts = [known for known in left if known.kind == kind]
    return left


def _next_two(
    parts: list[Finding], side: Side, ink: np.ndarray, fresh: np.ndarray, others: list[Finding]
) -> tuple[Finding, Finding] | None:
    """The first two of the parts that are of one thing."""
    return next((pair for pair in combinations(parts, 2) if _one_thing(*pair, side, ink, fresh, others)), None)


def _one_thing(
    one: Finding, other: Finding, side: Side, ink: np.ndarray, fresh: np.ndarray, others: list[Finding]
) -> bool:
    """Whether two parts are near each other, and all that stands around them is as new, or as gone, as they are."""
    a, b = one.place, other.place
    if one.shifted and other.shifted and one.shifted != other.shifted:
        return False
    low = min(a[3] - a[1], b[3] - b[1])
    across, down = (max(a[k], b[k]) - min(a[k + 2], b[k + 2]) for k in (0, 1))
    wide = BANNER * side.image.shape[1]
    if any(part.form == "box" and part.place[2] - part.place[0] > wide for part in (one, other)):
        return False
    row = down < -0.5 * low and across <= min(BESIDE * low, FARTHEST)
    column = across < 0 and down <= BELOW * low
    if not (row or column):
        return False
    box = hull([a, b])
    if any(_within(box, known, side) for known in others if known is not one and known is not other):
        return False
    x0, y0, x1, y1 = side.clipped(box)
    drawn = ink[y0:y1, x0:x1]
    return bool((drawn & fresh[y0:y1, x0:x1]).sum() >= NEW * drawn.sum())


def _within(box: np.ndarray, one: Finding, side: Side) -> bool:
    """Whether another change is told in a box."""
    place = one.before if side.picture == "before" else one.after
    if place is None or one.kind in ("add", "drop"):
        return False
    wide, high = np.minimum(box[2:], place[2:]) - np.maximum(box[:2], place[:2])
    return bool(wide > 2 and high > 2)


def _form(one: Finding, other: Finding, box: np.ndarray, side: Side) -> str:
    return one.form if one.form == other.form == "text" else form_of(box, side)
