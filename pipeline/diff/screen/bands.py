"""Rows of a table, items of a list or a menu, cards and paragraphs that came in between others or went from there.

The lines of a column show it (:mod:`pipeline.diff.screen.lines`): above a cut all stayed, below it all went along, and
by just as much as came in between.
"""

from __future__ import annotations

import numpy as np

from pipeline.diff.screen.band_box import INK, columns_at, ends, items
from pipeline.diff.screen.band_rooms import COUNTED, ENDS, without
from pipeline.diff.screen.blocks import Block
from pipeline.diff.screen.elements import form_of
from pipeline.diff.screen.finding import Finding
from pipeline.diff.screen.lines import Alignment, Cut, ink_of, spread
from pipeline.diff.screen.plain import GROUND
from pipeline.diff.screen.side import Side
from pipeline.register.reflow_labels import shifted_mask

LEAST = 8
"""Pixels: height of a row at least."""

HIGHEST = 0.4
"""Part of the picture's height that a row has at most."""

AROUND = 1.5
"""Heights of a row above and below it in which all has to be as it was."""

EXPLAINED = 0.05
"""Part of the ink there that may have no partner."""

DIVIDED = 0.6
"""Part of a column's width along which a line parts what stayed from what was scrolled under it."""

HEAD = 3
"""Lines below the head of a page whose ground is another."""

THERE = 0.9
"""Part of the ink of a row from which it is where it was."""


def find_bands(
    before: Side, after: Side, blocks: list[Block], alignments: list[Alignment]
) -> tuple[list[Finding], list[Block], tuple[Side, Side]]:
    """Rows that came or went, in whole, while all that is around them is the same; the blocks that did not go along
    with them; and the pictures without them and what they explain: lines that went along, the grounds of every other
    row, and the ends of what holds them."""
    found: list[Finding] = []
    for alignment in alignments:
        cuts = [cut for cut in alignment.cuts if not any(_back(cut, other) for other in alignment.cuts)]
        here = [one for cut in cuts for one in _band(cut, alignment, before, after)]
        if here:
            found += here
            blocks = [block for block in blocks if not _along(block, alignment)]
            before, after = without(alignment, here, before, after)
    return found, blocks, (before, after)


def _along(block: Block, alignment: Alignment) -> bool:
    """Whether a block is of lines of a column that went its way, or are explained by another one."""
    x0, y0, x1, y1 = (int(side) for side in block.before)
    if not alignment.left <= (x0 + x1) / 2 <= alignment.right:
        return False
    if alignment.costs[y0:y1].sum() <= COUNTED * block.ink:
        return True
    return any(abs(shift - block.dy) <= 1 and start <= (y0 + y1) / 2 <= end for shift, start, end in alignment.runs)


def _back(cut: Cut, other: Cut) -> bool:
    """Whether the lines below one of two cuts next to each other are where those above the other are: what is between
    them was moved, or looks otherwise."""
    beside = other.new == cut.old or other.old == cut.new
    return beside and abs(cut.new - cut.old + other.new - other.old) <= ENDS and cut is not other


def _band(cut: Cut, alignment: Alignment, before: Side, after: Side) -> list[Finding]:
    """The row at a cut, or the items of one pitch; none where what is there is no row alone."""
    by = cut.new - cut.old
    side, other = (after, before) if by > 0 else (before, after)
    high = abs(by)
    if not LEAST <= high <= HIGHEST * side.image.shape[0] or not len(cut.lines):
        return []
    offset = cut.old if by > 0 else 0
    tops = cut.lines[cut.lines > cut.lines.max() - high] + offset
    tops = tops[(tops >= 1) & (tops + high < len(side.image))]
    if not len(tops) or not _kept_around(cut, alignment, before, after):
        return []
    columns = columns_at(tops, high, cut, alignment, side, other)
    if not columns.any():
        return []
    top, box, bounded = ends(tops, high, columns, side)
    if box is None or _there_too(box, side, other):
        return []
    if _scrolled(cut, alignment, top - offset, bounded, before, after):
        return []
    boxes = [box] if bounded else items(box, high, columns, side)
    if by > 0:
        return [Finding("add", None, one, form_of(one, side), shifted=by) for one in boxes]
    return [Finding("drop", one, None, form_of(one, side), shifted=by) for one in boxes]


def _there_too(box: np.ndarray, side: Side, other: Side) -> bool:
    """Whether the other picture has what is in a box at the same place, be it on another ground."""
    x0, y0, x1, y1 = side.clipped(box)
    ink, there = ink_of(side)[y0:y1, x0:x1], ink_of(other)[y0:y1, x0:x1]
    return bool((ink[: len(there)] & there).sum() > THERE * ink.sum())


def _scrolled(cut: Cut, alignment: Alignment, top: int, bounded: bool, before: Side, after: Side) -> bool:
    """Whether what is below a cut may as well have been scrolled under what is above it: the column ends where it did,
    as its end is cut off, and what stayed stands on a ground of its own.  A row whose ends are seen may have been only
    where nothing stayed but the head of the page."""
    columns = slice(alignment.left, alignment.right)
    ends = [int(np.flatnonzero(ink_of(side)[:, columns].any(1))[-1]) for side in (before, after)]
    if abs(ends[1] - ends[0] - cut.new) <= ENDS and max(ends) < len(before.image) - ENDS:
        return False
    ink = np.flatnonzero(ink_of(before)[:top, columns].any(1))
    first = max(0, min(int(ink[-1]) + 1, int(cut.lines.min()) - ENDS))
    last = max(int(ink[-1]) + 2, top + 1, int(cut.lines.max()) + ENDS)
    steps = np.abs(np.diff(before.image[first:last, columns].astype(np.int16), axis=0)).max(2, initial=0) > GROUND
    divided = np.flatnonzero(steps.mean(1) > DIVIDED)
    return bool(len(divided)) and (not bounded or _is_head(first + int(divided[0]) + 1, before))


def _is_head(line: int, side: Side) -> bool:
    """Whether all of a page above a line stands on one ground, and what is below it on another."""
    grounds = np.median(side.image[: line + HEAD], axis=1)
    away = np.abs(grounds - grounds[0]).max(1) > GROUND
    return not away[:line].any() and bool(away[line:].all())


def _kept_around(cut: Cut, alignment: Alignment, before: Side, after: Side) -> bool:
    """Whether next to a cut all is as it was above it, and went along below it, and there is something of both."""
    by = cut.new - cut.old
    reach = int(AROUND * abs(by)) + 8
    last = int(cut.lines.max())
    first = max(int(cut.lines.min()), last - abs(by))
    rest = last + max(0, -by)
    ink = ink_of(before)[:, alignment.left : alignment.right]
    moved = ink & ~before.stayed[:, alignment.left : alignment.right]
    above, below = slice(max(cut.above, first - reach), first), slice(rest, min(cut.below, rest + reach))
    if not ink[cut.above : first].any():
        return False
    went = moved[rest : cut.below]
    if went.sum() < INK or alignment.costs[rest : cut.below].sum() > 0.4 * went.sum():
        return False
    lost = _lost(cut, alignment, before, after)
    return all(lost[part].sum() <= max(8.0, EXPLAINED * 2 * ink[part].sum()) for part in (above, below))


def _lost(cut: Cut, alignment: Alignment, before: Side, after: Side) -> np.ndarray:
    """The ink of each line of the picture before, and of its partner, that has none in the other picture, neither under
    the shift of its side of a cut nor where it is: ``(h,)``."""
    columns = slice(alignment.left, alignment.right)
    height = len(before.image)
    inks = [ink_of(side)[:, columns] for side in (before, after)]
    free = [ink & ~side.stayed[:, columns] for ink, side in zip(inks, (before, after), strict=True)]
    found = np.zeros(height)
    for shift, lines in ((cut.old, slice(0, int(cut.lines.max()))), (cut.new, slice(int(cut.lines.max()), height))):
        there = [shifted_mask(mask, (0, shift), inks[0].shape) for mask in (inks[1], free[1])]
        wide = [spread(mask) for mask in (inks[0], there[0])]
        found[lines] = ((free[0] & ~wide[1]).sum(1) + (there[1] & ~wide[0]).sum(1))[lines]
    return found
