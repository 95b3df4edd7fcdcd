"""How far findings are to be believed: by how many there are, by what they show, and by what they leave unexplained."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np

from pipeline.diff.screen.finding import Finding
from pipeline.diff.screen.side import Side

ALONE = 0.89
"""Log odds of one text that explains all that differs, and shows in a single pixel.

This and the weights are of a logistic regression on the 392 facts told of 228 pairs of pages of 83 packages, with one
change and with three (``pipeline synth --world screen --pages``): whether a fact was right.
"""
OF_COUNT, OF_LEFT, OF_SEEN = -1.13, -0.48, 0.54
"""Weights of the logarithm of the number of findings, and of the decimal logarithms of the pixels that no finding
explains, and that this one does."""
OF_KIND = {
    "add": -0.25, "color": 0.07, "drop": 0.29, "move": 0.02, "replace": -0.86, "resize": 1.99, "scroll": -1.2,
    "state": 0.97, "theme": 0.23,
}  # fmt: skip
"""What a kind other than a text adds."""
LEAST_TOLD = 0.2
"""Confidence below which a finding is not told beside another one: most such are invented, as on pages that were laid
out anew."""
AS_SURE = 0.5
"""Part of the greatest confidence of a pair from which a finding is told in the order of importance; others follow."""
ROOM = 3
"""Pixels around a finding that it explains too: shadows and rings."""


def believed(found: list[Finding], before: Side, after: Side) -> list[Finding]:
    """The findings of a pair with their confidences, 0 to 1; of many, those that may be believed, and the first.

    They are in the order in which they were, but those that are far less sure than the surest one come behind.
    """
    left = sum(_left(found, side) for side in (before, after))
    pair = ALONE + OF_COUNT * math.log(max(1, len(found))) + OF_LEFT * math.log10(1 + left)
    own = [OF_SEEN * _seen(one, before, after) + OF_KIND.get(one.kind, 0.0) for one in found]
    known = [replace(one, confidence=_share(pair + odds)) for one, odds in zip(found, own, strict=True)]
    least = AS_SURE * max((one.confidence for one in known), default=0.0)
    known.sort(key=lambda one: one.confidence < least)
    return known[:1] + [one for one in known[1:] if one.confidence >= LEAST_TOLD]


def _left(found: list[Finding], side: Side) -> int:
    """Pixels without a partner that no finding covers."""
    boxes = [one.before if side.picture == "before" else one.after for one in found]
    mask = side.residual.copy()
    for box in boxes:
        if box is not None:
            x0, y0, x1, y1 = side.clipped(np.asarray(box) + np.array([-ROOM, -ROOM, ROOM, ROOM]))
            mask[y0:y1, x0:x1] = False
    return int(mask.sum())


def _seen(one: Finding, *sides: Side) -> float:
    """Decimal logarithm of the pixels without a partner that it covers, in the picture where they are most."""
    most = 0
    for box, side in zip((one.before, one.after), sides, strict=True):
        if box is not None:
            x0, y0, x1, y1 = side.clipped(np.asarray(box))
            most = max(most, int(side.residual[y0:y1, x0:x1].sum()))
    return math.log10(1 + most)


def _share(odds: float) -> float:
    return 1 / (1 + math.exp(-odds))
