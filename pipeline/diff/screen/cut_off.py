"""Things that moved over the left or right edge of the picture, which shows a part of them."""

from __future__ import annotations

import numpy as np

from pipeline.diff.screen.judgement import Judgement
from pipeline.diff.screen.patches import Patch, common_likeness, strength
from pipeline.diff.screen.side import Side

LEAST = 12
"""Pixels of a thing that are seen at the edge, at least, for it to be known by."""


def cut_off(first: np.ndarray, second: np.ndarray, before: Side, after: Side, judgement: Judgement) -> bool:
    """Whether one of two things that touches an edge shows the end of the other."""
    sides = (first, before), (second, after)
    (part, seen_in), (whole, side) = sides if first[2] - first[0] < second[2] - second[0] else sides[::-1]
    lost = (whole[2] - whole[0]) - (part[2] - part[0])
    if abs((whole[3] - whole[1]) - (part[3] - part[1])) > 1 or lost < judgement.least_move or part[2] - part[0] < LEAST:
        return False
    ends = [whole + np.array([lost, 0, 0, 0])] if part[0] <= 0 else []
    ends += [whole - np.array([0, 0, lost, 0])] if part[2] >= seen_in.image.shape[1] else []
    drawn = strength(Patch.of(seen_in.crop(part), judgement.ink))
    shown = (strength(Patch.of(side.crop(end), judgement.ink)) for end in ends)
    return any(common_likeness(one, drawn, 1) >= judgement.same_look for one in shown)
