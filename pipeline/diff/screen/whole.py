"""Changes of the page as a whole: another theme, another place on it."""

from __future__ import annotations

import numpy as np

from detectors.screen.colors import most_frequent
from pipeline.diff.screen.blocks import Block
from pipeline.diff.screen.finding import Finding
from pipeline.diff.screen.judgement import Judgement
from pipeline.diff.screen.kinds import term
from pipeline.diff.screen.scrollbar import at_rest, scrolled_way, thumb_way
from pipeline.diff.screen.side import Side
from pipeline.diff.screen.spots import hull
from pipeline.diff.screen.themes import at_the_rim, is_light, other_ground
from pipeline.register.reflow_width import bars_apart

PANEL = 0.25
"""Share of the page up to which what was scrolled is a panel on it: side bars of a page stay where they are."""

AGAINST = 0.1
"""Share of what moved along that may have gone the other way where nothing came into view."""

SAME_TOP = 3
"""Pixels between the tops of a text in both pictures, and between how much it grew and how far the rest went."""

FILLED = 0.6
"""Part of a way that a thing which came or went is high, at least, where it alone made the rest go that far."""

ABOUT = 0.15
"""Part of a way that a thumb tells of, up to which the way of a block is the same: thumbs have a least length."""

RIM_CHANGED = 0.3
"""Share of the rim that has changed with the whole page: one of a large panel alone leaves the rim as it was."""


def theme(before: Side, after: Side, judgement: Judgement) -> Finding | None:
    """Another look of the whole page: almost every pixel differs, and no other place explains it."""
    repainted = other_ground(before, after)
    if repainted is None:
        if min(before.residual.mean(), after.residual.mean()) < judgement.theme:
            return None
        if min(at_the_rim(before.residual), at_the_rim(after.residual)) < RIM_CHANGED:
            return None
    grounds = [np.array(most_frequent(side.image[::4, ::4])) for side in (before, after)]
    if repainted is not None:
        grounds = list(repainted.colors)
    light = [is_light(ground) for ground in grounds]
    names = ["light" if one else "dark" for one in light]
    if light[0] == light[1]:
        names = [term(ground) for ground in grounds]
        if names[0] == names[1]:
            return None  # another page on the same ground
    boxes = [np.array([0, 0, side.image.shape[1], side.image.shape[0]]) for side in (before, after)]
    return Finding("theme", boxes[0], boxes[1], "page", names[0], names[1])


def by_scroll_bar(blocks: list[Block], before: Side, after: Side) -> Finding | None:
    """A scroll that the page's scroll bar tells of as well."""
    way, *far = scrolled_way(before, after) if blocks else (0, 0.0, 0.0)
    along = [block for block in blocks if block.dy * way > 0 and not block.dx]
    boxes = [np.array([0, 0, side.image.shape[1], side.image.shape[0]]) for side in (before, after)]
    if along:
        main = min(along, key=lambda block: min(abs(abs(block.dy) - by) for by in far))
        return Finding("scroll", boxes[0], boxes[1], "page", shifted=main.dy)
    by = thumb_way(before, after)
    near = [block.dy for block in blocks if not block.dx and abs(block.dy - by) <= ABOUT * abs(by)]
    return Finding("scroll", boxes[0], boxes[1], "page", shifted=near[0] if near else by) if by else None


def scroll(
    found: list[Finding], blocks: list[Block], before: Side, after: Side, judgement: Judgement
) -> list[Finding] | None:
    """One fact where a large block moved along and things left at one end and came in at the other."""
    if not blocks or bars_apart(*before.motion.images) is not None:
        return None  # a page that has become longer or shorter is shown from its beginning
    dy = blocks[0].dy
    along = [block for block in blocks if block.dy == dy and dy]
    if not along:
        return None
    height, width = after.image.shape[:2]
    tall = max(block.after[3] for block in along) - min(block.after[1] for block in along)
    if tall < judgement.scrolled * (height - abs(dy)) or sum(b.ink for b in along) < 200:
        return None
    head = _head(found, along, dy)
    if _changed_ahead(found, along) or (not found and _went_the_other_way(blocks, along)):
        return None
    if before.image.shape != after.image.shape or (
        len(head) == 1 and not _cut(head[0], dy) and not _crossed(found, along, dy)
    ):
        return None
    block = hull([one.after for one in along])
    if at_rest(before, after, dy) and (block[2:] - block[:2]).prod() >= PANEL * width * height:
        return None
    if (block[2:] - block[:2]).prod() < PANEL * width * height:
        if not head and not _crossed(found, along, dy):
            return None  # nothing came into view
        return [Finding("scroll", block - np.array([0, dy, 0, dy]), block, "panel", shifted=dy)]
    boxes = [np.array([0, 0, side.image.shape[1], side.image.shape[0]]) for side in (before, after)]
    return [Finding("scroll", boxes[0], boxes[1], "page", shifted=dy)]


def sideways(blocks: list[Block], after: Side, judgement: Judgement) -> list[Finding]:
    """Large blocks that went to the left or right."""
    whole = after.image.shape[0] * after.image.shape[1]
    large = [block for block in blocks if block.dx and (block.after[2:] - block.after[:2]).prod() > 0.25 * whole]
    return [Finding("shift", block.before, block.after, "panel", shifted=block.dx) for block in large]


def _head(found: list[Finding], along: list[Block], dy: int) -> list[Finding]:
    """What came or went ahead of the block; only that which explains its way, where all else there changed in place."""
    edge = min((block.after if dy > 0 else block.before)[1] for block in along)
    sides = [(one.after, one.before) if dy > 0 else (one.before, one.after) for one in found]
    head, alone = [], []
    for one, (box, other) in zip(found, sides, strict=True):
        if box is not None and box[3] <= edge + 8 and one.kind != "color":
            head.append(one)
            alone += [one] if not _in_place(box, other) else []
    explained = len(alone) == 1 and FILLED * abs(dy) <= alone[0].place[3] - alone[0].place[1] <= abs(dy) + 8
    return alone if explained else head


def _in_place(box: np.ndarray, other: np.ndarray | None) -> bool:
    """Whether a thing is where it was, be it longer or shorter now."""
    return other is not None and abs(box[1] - other[1]) <= SAME_TOP and abs(box[3] - other[3]) <= SAME_TOP


def _changed_ahead(found: list[Finding], along: list[Block]) -> bool:
    """Whether something above the block, and over its columns, is there in both pictures and has another size.

    A text has to have become longer or shorter by what the block went: words cut off at an edge also read otherwise.
    """
    block, dy = hull([one.before for one in along]), along[0].dy
    return any(
        one.before is not None
        and one.after is not None
        and _grown(one, dy)
        and one.before[1] < block[1] + 8
        and one.before[0] < block[2]
        and block[0] < one.before[2]
        for one in found
    )


def _grown(one: Finding, dy: int) -> bool:
    """Whether a thing's height has changed; of a text, by as much as what is below it went."""
    (_, y0, _, y1), (_, y2, _, y3) = one.pair
    by = (y3 - y2) - (y1 - y0)
    if one.kind == "text":
        return bool(abs(y2 - y0) <= SAME_TOP and abs(by - dy) <= SAME_TOP)
    return bool(one.kind in ("resize", "replace") and by)


def _went_the_other_way(blocks: list[Block], along: list[Block]) -> bool:
    """Whether much of what stands over the block's columns went up where it went down, or down where it went up."""
    whole = hull([one.before for one in along])
    against = sum(
        one.ink for one in blocks if one.dy * along[0].dy < 0 and one.before[0] < whole[2] and whole[0] < one.before[2]
    )
    return against > AGAINST * sum(one.ink for one in along)


def _crossed(found: list[Finding], along: list[Block], dy: int) -> bool:
    """Whether a thing that came or went reaches into the block's place: it was cut off where the page is."""
    edge = min((block.after if dy > 0 else block.before)[1] for block in along)
    boxes = [one.after if dy > 0 else one.before for one in found if one.kind == ("add" if dy > 0 else "drop")]
    return any(box is not None and box[1] < edge - 8 and box[3] > edge + 8 for box in boxes)


def _cut(one: Finding, dy: int) -> bool:
    """Whether the thing ahead of the block does not fit into the way that the block went, and so was cut off.

    What is in both pictures neither came into view nor went out of it.
    """
    box = one.after if dy > 0 else one.before
    both = one.before is not None and one.after is not None
    return bool(box is not None and not both and box[3] - box[1] > abs(dy) + 8)
