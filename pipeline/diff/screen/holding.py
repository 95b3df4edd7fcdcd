"""The painted box that holds a change is no change of its own: a button becomes wider with its words."""

from __future__ import annotations

import numpy as np

from pipeline.diff.screen.finding import Finding, covers
from pipeline.diff.screen.side import Side

AS_HIGH = 1.35
"""Ratio of heights up to which two boxes around one thing may be one."""


def holding(findings: list[Finding], before: Side, after: Side) -> list[Finding]:
    """Findings without boxes that seem to have come or gone, but hold something that changed and was held before."""
    changes = [one for one in findings if one.kind in ("text", "resize", "color", "state", "replace")]

    def held(one: Finding) -> bool:
        if one.kind not in ("add", "drop") or one.form not in ("box", "image"):
            return False
        return any(_holds(one, inner, before, after) for inner in changes)

    return [one for one in findings if not held(one)]


def _holds(one: Finding, inner: Finding, before: Side, after: Side) -> bool:
    if inner.before is None or inner.after is None:
        return False
    mine, its, side = (inner.after, inner.before, before) if one.kind == "add" else (inner.before, inner.after, after)
    high = one.place[3] - one.place[1]
    if not covers(one.place, mine, 0.9) or covers(mine, one.place, 0.7):
        return False
    return any(covers(panel, its, 0.9) and _alike(panel[3] - panel[1], high) for panel in side.painted)


def _alike(one: float, other: float) -> bool:
    return bool(np.maximum(one, other) <= AS_HIGH * np.minimum(one, other))
