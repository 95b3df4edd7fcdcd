"""The mark of what is active, where it is the colour of the words alone."""

from __future__ import annotations

import numpy as np

from pipeline.diff.screen.finding import Finding
from pipeline.diff.screen.judgement import Judgement
from pipeline.diff.screen.patches import Patch, apart
from pipeline.diff.screen.side import Side

SAME_INK, OTHER_INK = 36, 48
"""Levels within which thin words have one colour, wherever their letters fall on the pixels, and those from which they
have another."""


def reinked(findings: list[Finding], before: Side, after: Side, judgement: Judgement) -> list[Finding]:
    """Words of one row or column whose colours were exchanged: the mark of what is active went over."""
    inks = {id(one): _inks(one, before, after, judgement) for one in findings if _may_be_reinked(one)}
    left = list(findings)
    for i, one in enumerate(findings):
        for other in findings[i + 1 :]:
            mine, its = inks.get(id(one)), inks.get(id(other))
            if one not in left or other not in left or mine is None or its is None or not _listed(one, other):
                continue
            if max(apart(mine[0][None], its[1])[0], apart(mine[1][None], its[0])[0]) > SAME_INK:
                continue
            was = _strength(mine[0], one, before) >= _strength(mine[1], one, after)
            old, new = (one, other) if was else (other, one)
            left.remove(other)
            left[left.index(one)] = Finding("state", old.before, new.after, "tab", "unselected", "selected")
    return left


def _may_be_reinked(one: Finding) -> bool:
    """Whether it may be words that have another colour, or are paler or stronger."""
    if one.before is None or one.after is None:
        return False
    return (one.kind == "color" and one.part == "text") or (one.kind == "state" and one.new in ("enabled", "disabled"))


def _inks(one: Finding, before: Side, after: Side, judgement: Judgement) -> tuple[np.ndarray, np.ndarray] | None:
    first, second = (
        Patch.of(side.crop(box), judgement.ink).color for side, box in zip((before, after), one.pair, strict=True)
    )
    if first is None or second is None or apart(first[None], second)[0] <= OTHER_INK:
        return None
    return first, second


def _listed(one: Finding, other: Finding) -> bool:
    """Whether two lines of words stand in one row or begin below each other, and are as high."""
    (_, a), (_, b) = one.pair, other.pair
    high = min(a[3] - a[1], b[3] - b[1])
    row = min(a[3], b[3]) - max(a[1], b[1]) > 0.6 * high
    column = min(abs(a[0] - b[0]), abs(a[2] - b[2])) <= 0.5 * high
    return bool((row or column) and 0.6 < (a[3] - a[1]) / (b[3] - b[1]) < 1.7)  # letters reach up and down


def _strength(ink: np.ndarray, one: Finding, side: Side) -> float:
    """How far an ink is from its ground."""
    box = one.pair[0] if side.picture == "before" else one.pair[1]
    return float(apart(ink[None], side.ground_around(box))[0])
