"""What became of a case."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from benchmarks.field_faults.case import Case, Right
from pipeline.core.boxes import area, intersection
from pipeline.core.errors import SpotItError
from pipeline.core.labels import UNNAMED
from pipeline.core.reasons import BEYOND, CAMERA, COLORLESS, COMPRESSION, LIGHT, SHARPNESS, WARMTH
from pipeline.core.types import Analysis, Change, Description
from pipeline.flow.captioner import Captioner

RIGHT, BY_REASON, REFUSED, SILENT, NOT_TOLD = "right", "by a reason", "refused", "silent", "a reason alone"
FALSE, MORE, NAMED, WORLD, CRASHED = "false", "right and more", "a false name", "another world", "crashed"
OUTCOMES = (RIGHT, BY_REASON, REFUSED, NOT_TOLD, SILENT, MORE, FALSE, NAMED, WORLD, CRASHED)
"""The first three are right; then what was missed, and what was said that is not so."""

FINE = (RIGHT, BY_REASON, REFUSED)

AT_PLACE = 0.5
"""Share of a told box that must lie in the true one grown a little, or of the true one in the told one."""

GROWN = 0.15
"""How far a true box is grown, in its sides."""

OF_THE_WHOLE = frozenset({CAMERA, LIGHT, WARMTH, SHARPNESS, COMPRESSION, COLORLESS})
"""Reasons that say nothing of a place."""


@dataclass(frozen=True, eq=False)
class Verdict:
    """The outcome, what was said, and what all of it rests on (None where nothing came of it)."""

    outcome: str
    said: str
    reasons: tuple[str, ...] = ()
    analysis: Analysis | None = None


def judge(captioner: Captioner, case: Case) -> Verdict:
    """Ask about a case, and compare the answer with what is right."""
    try:
        description = captioner.describe(case.before, case.after, every=True)
    except SpotItError as refusal:
        return Verdict(REFUSED if case.right.refused else FALSE, f"refused: {refusal}")
    except Exception as fault:
        return Verdict(CRASHED, f"{type(fault).__name__}: {fault}")
    analysis = description.analysis
    reasons = tuple(f"{one.kind} {one.place.value if one.place else ''}".strip() for one in analysis.reasons)
    return Verdict(_outcome(description, case.right), description.caption, reasons, analysis)


def _outcome(description: Description, right: Right) -> str:
    analysis = description.analysis
    if analysis.choice.world in right.packs:
        return WORLD
    if right.unnamed and any(change.label != UNNAMED for change in analysis.changes):
        return NAMED
    fitting = [fits(change, right) for change in analysis.changes]
    if any(change.kind in right.never for change in analysis.changes):
        return FALSE
    if not right.kinds or right.never:
        return RIGHT if all(fitting) else FALSE
    if any(fitting):
        return RIGHT if all(fitting) else MORE
    if fitting:
        return FALSE
    reason = any(_explains(one, right) for one in analysis.reasons)
    return (BY_REASON if right.by_reason else NOT_TOLD) if reason else SILENT


def fits(change: Change, right: Right) -> bool:
    """Whether a change is of a kind, and at a place, that is right."""
    if change.kind not in right.kinds:
        return False
    told = [box for box in (change.box_before, change.box_after) if box is not None]
    return not right.boxes or not told or any(_at(box, right.boxes) for box in told)


def _at(box: np.ndarray, boxes: Sequence[np.ndarray]) -> bool:
    for true in boxes:
        grow = GROWN * (true[2:] - true[:2])
        grown = np.concatenate([true[:2] - grow, true[2:] + grow])
        shared = float(intersection(box, grown)[0, 0])
        if shared >= AT_PLACE * float(area(box)[0]) or float(intersection(box, true)[0, 0]) >= AT_PLACE * area(true)[0]:
            return True
    return False


def _explains(reason: object, right: Right) -> bool:
    """Whether a reason speaks of the place, or of many places at once."""
    kind, boxes = reason.kind, [box for box in (reason.box_before, reason.box_after) if box is not None]  # type: ignore[attr-defined]
    if kind in OF_THE_WHOLE:
        return not right.boxes and right.by_reason
    return kind == BEYOND or not boxes or not right.boxes or any(_at(box, right.boxes) for box in boxes)
