"""Which pieces two rows of words and icons have in common, in the same order."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from pipeline.diff.screen.judgement import Judgement
from pipeline.diff.screen.patches import Patch, apart, common_likeness, strength
from pipeline.diff.screen.side import Side
from pipeline.diff.screen.spots import hull

MOSTLY, NEARLY = 0.6, 0.8
"""From this part of a text on that is found again, a piece between others needs only this likeness: fractions of a
pixel blur small words."""

TINT = 12
"""Levels by which the ground of one piece may differ in two pictures; four times as much for what stands on it."""

SIZES = 1
"""Pixels that two drawings of one piece may differ by in size: fractions of a pixel are drawn either way."""


def aligned(
    first: list[np.ndarray], second: list[np.ndarray], before: Side, after: Side, judgement: Judgement
) -> tuple[list[tuple[int, int]], tuple[list[int], list[int]]]:
    """The most pieces that both show in the same order; where these are most of all, also what is between them.

    Beside the pairs, the pieces of either picture that are the same together, if not one by one.
    """
    same: tuple[list[int], list[int]] = ([], [])
    if not first or not second:
        return [], same
    like = np.zeros((len(first), len(second)))
    looks: tuple[dict[int, Patch], dict[int, Patch]] = ({}, {})
    for i, one in enumerate(first):
        for j, other in enumerate(second):
            if np.abs((one[2:] - one[:2]) - (other[2:] - other[:2])).max() > SIZES:
                continue
            for place, box, side, known in ((i, one, before, looks[0]), (j, other, after, looks[1])):
                if place not in known:
                    known[place] = Patch.of(side.crop(box + np.array([-2, -2, 2, 2])), judgement.ink)
            like[i, j] = _likeness(looks[0][i], looks[1][j])
    pairs = _in_order(like >= judgement.same_look)
    if len(pairs) < MOSTLY * max(len(first), len(second)):
        return pairs, same
    ends = [(-1, -1), *pairs, (len(first), len(second))]
    for (i, j), (k, m) in pairwise(ends):
        if k - i == m - j:
            pairs += [(i + n, j + n) for n in range(1, k - i) if like[i + n, j + n] >= NEARLY]
        elif k - i > 1 and m - j > 1 and _same_together(hull(first[i + 1 : k]), hull(second[j + 1 : m]), before, after):
            same[0].extend(range(i + 1, k))
            same[1].extend(range(j + 1, m))
    return sorted(pairs), same


def _likeness(one: Patch, other: Patch) -> float:
    """How much two pieces look alike; 0 where they have other colours."""
    if one.color is None or other.color is None or apart(one.ground[None], other.ground)[0] > TINT:
        return 0.0
    if apart(one.color[None], other.color)[0] > 4 * TINT:
        return 0.0
    return common_likeness(strength(one), strength(other))


def _same_together(one: np.ndarray, other: np.ndarray, before: Side, after: Side) -> bool:
    """Whether two places show the same, which was taken apart in two ways."""
    if np.abs((one[2:] - one[:2]) - (other[2:] - other[:2])).max() > 2 * SIZES:
        return False
    first, second = (side.crop(box) for side, box in ((before, one), (after, other)))
    return common_likeness(first, second) >= NEARLY


def _in_order(alike: np.ndarray) -> list[tuple[int, int]]:
    """The longest run of pairs of rows and columns, both rising, that are alike."""
    rows, columns = alike.shape
    best = np.zeros((rows + 1, columns + 1))
    for i in range(rows - 1, -1, -1):
        for j in range(columns - 1, -1, -1):
            best[i, j] = max(best[i + 1, j], best[i, j + 1], best[i + 1, j + 1] + 1 if alike[i, j] else 0)
    pairs, i, j = [], 0, 0
    while i < rows and j < columns:
        if alike[i, j] and best[i, j] == best[i + 1, j + 1] + 1:
            pairs.append((i, j))
            i, j = i + 1, j + 1
        elif best[i + 1, j] >= best[i, j + 1]:
            i += 1
        else:
            j += 1
    return pairs
