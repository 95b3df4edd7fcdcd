"""What a thing that moved has covered at its new place, or laid bare at its old one, is no change of its own."""

from __future__ import annotations

import numpy as np

from pipeline.diff.screen.finding import Finding
from pipeline.diff.screen.relations import fills
from pipeline.diff.screen.side import Side

MOST = 0.95
"""Part of the pixels that differ in a finding's boxes from which moves explain it."""

ROOM = np.array([-3, -3, 3, 3])
"""Pixels around a thing which its soft edges may change."""


def not_laid_bare(findings: list[Finding], before: Side, after: Side) -> list[Finding]:
    """Findings without those of which all that differs lies where something moved from or to."""
    moves = [one for one in findings if one.kind == "move"]
    if not moves:
        return findings
    masks = [side.residual.copy() for side in (before, after)]
    for one in moves:
        first, second = one.pair
        # what it covers now differs in the picture before, at its new place, and the other way round
        for mask, side, box in ((masks[0], before, second), (masks[1], after, first)):
            x0, y0, x1, y1 = side.clipped(np.asarray(box) + ROOM)
            mask[y0:y1, x0:x1] = False

    def left(one: Finding) -> bool:
        if one.kind not in ("text", "add", "drop", "replace") or one.shifted:
            return True
        if any(fills(one, *move.pair) for move in moves):
            return True
        counts = np.zeros(2)
        for mask, side, box in zip(masks, (before, after), (one.before, one.after), strict=True):
            if box is not None:
                x0, y0, x1, y1 = side.clipped(np.asarray(box))
                counts += side.residual[y0:y1, x0:x1].sum(), mask[y0:y1, x0:x1].sum()
        return bool(counts[0] == 0 or counts[1] > (1 - MOST) * counts[0])

    return [one for one in findings if left(one)]
