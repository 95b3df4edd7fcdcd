"""The lines of pixels of a column of a page, aligned in order: which stayed, which went along, and where some came in
between or went.

The lines of both pictures are two sequences.  A path through the shifts that the registrar found, which may change from
one line to the next, explains them at the least cost (Viterbi, 1967): where it changes, lines came or went.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np

from pipeline.core.channels import highest
from pipeline.diff.screen.blocks import Block
from pipeline.diff.screen.side import Side
from pipeline.register.reflow_labels import Labels
from pipeline.register.reflow_likeness import differs
from pipeline.register.reflow_motion import ReflowMotion

SWITCH = 40.0
"""Pixels of ink that another shift must explain to be taken up: a short word has 60."""

MARGIN = 8
"""Pixels beside what moved that belong to its column."""

STRIP, BESIDE = 16, 0.9
"""Pixels: width of a strip of a column, and the part of its ink that stayed from which it is beside what moved."""

NEW = 0.75
"""What a pixel of ink costs that came or went, beside one without a partner: else a line of words that went costs as
much as one that stayed where the other picture has nothing."""

STEP = 24
"""Levels between neighbours from which there is ink."""

AS_GOOD = 4.0
"""Pixels of ink by which a cut may be worse than the best one and still be as good."""


@dataclass(frozen=True, eq=False)
class Cut:
    """Where the lines of a column go on under another shift: from ``old`` to ``new`` pixels.

    ``lines`` are all the lines of the picture before, in order, at which this may be: the first of the lines that went,
    or the one before which lines came.  ``above`` and ``below`` are how far the column keeps one shift.
    """

    old: int
    new: int
    lines: np.ndarray
    above: int
    below: int


@dataclass(frozen=True, eq=False)
class Alignment:
    """Of a column from ``left`` to ``right``: ``runs`` of lines of the picture before that went one way (how far in
    pixels, the first line, the one behind the last), the pixels of ink of each line and of its partner that have none
    in the other picture, ``costs`` ``(h,)``, the cuts, and which columns of pixels ``moved``, ``(right - left,)``: the
    others hold what stayed beside the lines."""

    left: int
    right: int
    runs: tuple[tuple[int, int, int], ...]
    costs: np.ndarray
    cuts: tuple[Cut, ...]
    moved: np.ndarray


def columns_of(blocks: list[Block], width: int) -> list[tuple[int, int]]:
    """Left and right of the columns in which blocks went up or down, each as wide as all that moved in it.

    Names and numbers at either end of the same rows are of one column.
    """
    found: list[list[float]] = []
    for block in [block for block in blocks if block.dy and not block.dx]:
        one = [float(block.before[0]), float(block.before[2]), float(block.before[1]), float(block.before[3]), block.dy]
        while True:
            near = [other for other in found if _one_column(one, other)]
            if not near:
                break
            found = [other for other in found if other not in near]
            rows = [one, *near]
            least, most = [min(row[i] for row in rows) for i in (0, 2)], [max(row[i] for row in rows) for i in (1, 3)]
            one = [least[0], most[0], least[1], most[1], one[4]]
        found.append(one)
    return [(int(max(0, one[0] - MARGIN)), int(min(width, one[1] + MARGIN))) for one in sorted(found)]


def _one_column(one: list[float], other: list[float]) -> bool:
    """Whether what moved is above each other, or went one way at one height: left, right, top, bottom, and the way."""
    above = one[0] <= other[1] and other[0] <= one[1]
    return above or (one[4] == other[4] and one[2] < other[3] and other[2] < one[3])


def aligned_lines(before: Side, after: Side, column: tuple[int, int], shifts: list[int]) -> Alignment:
    """The cheapest path through the lines of a column, from the top down.

    ``shifts`` are those that lines may have made, in pixels; 0, which the first line makes, is among them.
    """
    left, right = column
    inks = [ink_of(side)[:, left:right] for side in (before, after)]
    moved = _moved(inks[0], before.stayed[:, left:right]) & _moved(inks[1], after.stayed[:, left:right])
    inks = [one[:, moved] for one in inks]
    costs = _costs(inks, shifts)
    first, second = (np.concatenate([[0.0], NEW * np.cumsum(ink.sum(1))]) for ink in inks)
    totals = first, second
    runs = _cheapest(costs, shifts, totals)
    paid = np.zeros(costs.shape[1])
    for number, start, end in runs:
        paid[start:end] = costs[number, start:end]
    cuts = [_cut(costs, shifts, totals, one, other) for one, other in pairwise(runs)]
    known = tuple((shifts[number], start, end) for number, start, end in runs)
    return Alignment(left, right, known, paid, tuple(cuts), moved)


def relabelled(motion: ReflowMotion, alignment: Alignment, left: int, right: int) -> ReflowMotion:
    """The motion, where pixels from ``left`` to ``right`` went with the lines of their run if they agree then, and are
    explained, or if nothing else explains them."""
    labels = [Labels(one.shift.copy(), one.residual.copy(), one.exact.copy()) for one in motion.labels]
    columns, height = slice(left, right), len(motion.images[1])
    for shift, first, end in alignment.runs:
        first, end = max(first, -shift), min(end, height - shift)
        if end <= first:
            continue
        lines = slice(first, end), slice(first + shift, end + shift)
        parts = [image[rows, columns] for image, rows in zip(motion.images, lines, strict=True)]
        one, other = (np.ascontiguousarray(part) for part in parts)
        apart, exact = differs(one, other, motion.tolerance)
        for label, rows in zip(labels, lines, strict=True):
            mine = label.residual[rows, columns] > 0
            label.shift[rows, columns][mine | (apart == 0)] = motion.shifts.index((0, shift))
            mine &= apart == 0
            label.residual[rows, columns][mine] = 0
            label.exact[rows, columns][mine] = exact[mine]
    return replace(motion, labels=(labels[0], labels[1]))


def ink_of(side: Side) -> np.ndarray:
    """Mask of the pixels that differ clearly from the next one to the left or right: letters and icons, but neither
    rules nor the grounds of every other row of a table, which do not go along with what is written on them."""
    import cv2

    mask = np.zeros(side.image.shape[:2], bool)
    mask[:, 1:] = highest(cv2.absdiff(side.image[:, 1:], side.image[:, :-1])) > STEP
    return mask


def _cheapest(
    costs: np.ndarray, shifts: list[int], totals: tuple[np.ndarray, np.ndarray]
) -> list[tuple[int, int, int]]:
    """Runs of lines under one shift: its number, the first line, and the one behind the last.

    ``totals`` are the ink of all lines above each line of either picture: what comes or goes costs its ink.
    """
    count, height = costs.shape
    numbers, far = np.arange(count), np.array(shifts)
    skips = np.maximum(0, far[None, :] - far[:, None])  # from the second shift to the first
    change = SWITCH * (1 - np.eye(count))
    sums = np.full((height + 1, count), np.inf)
    sums[0, shifts.index(0)] = 0.0
    origin = np.zeros((height, count), int)
    ends = [_at(totals[1], np.arange(height) + shift) for shift in shifts]
    came = np.array([[np.maximum(0.0, ends[n] - ends[m]) for m in numbers] for n in numbers])
    for y in range(height):
        starts = np.maximum(y - skips, 0)
        ways = sums[starts, numbers] + change + (totals[0][y] - totals[0][starts]) + came[:, :, y]
        ways[y < skips] = np.inf
        origin[y] = ways.argmin(1)
        sums[y + 1] = ways[numbers, origin[y]] + costs[:, y]
    runs: list[tuple[int, int, int]] = []
    number, y, end = int(sums[height].argmin()), height - 1, height
    while y >= 0:
        before = int(origin[y, number])
        if before != number or y == 0:
            runs.append((number, y, end))
            end = y - int(skips[number, before])
            y, number = end - 1, before
        else:
            y -= 1
    return runs[::-1]


def _cut(
    costs: np.ndarray,
    shifts: list[int],
    totals: tuple[np.ndarray, np.ndarray],
    one: tuple[int, int, int],
    other: tuple[int, int, int],
) -> Cut:
    """The cut between two runs, with all the lines at which it may be."""
    (a, top, end), (b, start, bottom) = one, other
    skipped = start - end
    lines = np.arange(top, bottom - skipped + 1)
    head = np.concatenate([[0.0], np.cumsum(costs[a, top : bottom - skipped])])
    rest = np.concatenate([np.cumsum(costs[b, top + skipped : bottom][::-1])[::-1], [0.0]])
    gone = totals[0][lines + skipped] - totals[0][lines]
    came = np.maximum(0.0, _at(totals[1], lines + shifts[b]) - _at(totals[1], lines + shifts[a]))
    sums = head + rest + gone + came
    return Cut(shifts[a], shifts[b], lines[sums <= sums.min() + AS_GOOD], top, bottom)


def _at(total: np.ndarray, lines: np.ndarray) -> np.ndarray:
    """The ink above lines, some of which are beyond the ends of the picture."""
    return np.asarray(total[np.clip(lines, 0, len(total) - 1)])


def spread(ink: np.ndarray) -> np.ndarray:
    """Ink and the pixels right above and below it: fractions of a pixel are drawn either way."""
    import cv2

    if not ink.size:
        return ink  # a column of which every strip stayed
    return np.asarray(cv2.dilate(np.ascontiguousarray(ink).view(np.uint8), np.ones((3, 1), np.uint8)) > 0)


def _moved(ink: np.ndarray, stayed: np.ndarray) -> np.ndarray:
    """Which columns ``(w,)`` of pixels are of strips that hold more than what stayed."""
    starts = np.arange(0, ink.shape[1], STRIP)
    all_ink, left = (np.add.reduceat(one.sum(0), starts) for one in (ink, ink & stayed))
    return np.repeat(left <= BESIDE * all_ink, STRIP)[: ink.shape[1]]


def _costs(inks: list[np.ndarray], shifts: list[int]) -> np.ndarray:
    """How much ink of each line, and of its partner under each shift, has none there, but for a pixel's way up or down:
    ``(n, h)``.

    Lines whose partner is out of the picture cost nothing of it.
    """
    wide = [spread(one) for one in inks]
    first, second = inks
    costs = np.zeros((len(shifts), len(first)))
    for number, shift in enumerate(shifts):
        start, end = max(0, -shift), min(len(first), len(second) - shift)
        if end > start:
            here, there = slice(start, end), slice(start + shift, end + shift)
            costs[number, here] = (first[here] & ~wide[1][there]).sum(1) + (second[there] & ~wide[0][here]).sum(1)
    return costs
