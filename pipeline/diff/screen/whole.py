"""Changes of the page as a whole: another theme, another place on it."""

from __future__ import annotations

import numpy as np

from detectors.color_terms import lab_of
from detectors.screen.colors import most_frequent
from pipeline.diff.screen.blocks import Block
from pipeline.diff.screen.finding import Finding
from pipeline.diff.screen.judgement import Judgement
from pipeline.diff.screen.kinds import term
from pipeline.diff.screen.scrollbar import scrolled_way
from pipeline.diff.screen.side import Side
from pipeline.diff.screen.spots import hull

PANEL = 0.25
"""Share of the page up to which what was scrolled is a panel on it: side bars of a page stay where they are."""

DARK = 50
"""Lightness of the ground below which a page is dark."""

GROUND = 0.3
"""Part of a page whose ground is another one, and half as much of its rim, from which it is in another theme."""

WRITTEN = 0.003
"""Pixels of writing that changed along, in parts of those of the ground: a panel alone has none."""

RIM = 0.03
"""Depth of the page's rim, of its shorter side."""

RIM_CHANGED = 0.3
"""Share of the rim that has changed with the whole page: one of a large panel alone leaves the rim as it was."""


def theme(before: Side, after: Side, judgement: Judgement) -> Finding | None:
    """Another look of the whole page: almost every pixel differs, and no other place explains it."""
    repainted = _other_ground(before, after)
    if min(before.residual.mean(), after.residual.mean()) < judgement.theme and not repainted:
        return None
    if min(_at_the_rim(before.residual), _at_the_rim(after.residual)) < RIM_CHANGED and not repainted:
        return None
    grounds = [np.array(most_frequent(side.image[::4, ::4])) for side in (before, after)]
    light = [float(lab_of(ground[None])[0, 0]) >= DARK for ground in grounds]
    names = ["light" if one else "dark" for one in light]
    if light[0] == light[1]:
        names = [term(ground) for ground in grounds]
        if names[0] == names[1]:
            return None  # another page on the same ground
    boxes = [np.array([0, 0, side.image.shape[1], side.image.shape[0]]) for side in (before, after)]
    return Finding("theme", boxes[0], boxes[1], "page", names[0], names[1])


def _other_ground(before: Side, after: Side) -> bool:
    """Whether the ground of a page went from light to dark or back, and what is written on it went along."""
    if before.image.shape != after.image.shape:
        return False
    images = [side.image[::2, ::2] for side in (before, after)]
    grounds = [np.array(most_frequent(image)) for image in images]
    light = [float(lab_of(ground[None])[0, 0]) >= DARK for ground in grounds]
    if light[0] == light[1]:
        return False
    masks = [np.abs(image.astype(int) - ground).max(2) <= 3 for image, ground in zip(images, grounds, strict=True)]
    both = masks[0] & masks[1]
    if both.mean() < GROUND or _at_the_rim(both) < GROUND / 2:
        return False
    page = both.any(1)[:, None] & both.any(0)[None]
    changed = np.abs(images[0].astype(np.int16) - images[1]).max(2) > 24
    ink = page & ~masks[0] & ~masks[1] & changed
    return bool(ink.sum() > WRITTEN * both.sum())


def by_scroll_bar(blocks: list[Block], before: Side, after: Side) -> Finding | None:
    """A scroll that the page's scroll bar tells of as well."""
    way, *far = scrolled_way(before, after) if blocks else (0, 0.0, 0.0)
    along = [block for block in blocks if block.dy * way > 0 and not block.dx]
    if not along:
        return None
    main = min(along, key=lambda block: min(abs(abs(block.dy) - by) for by in far))
    boxes = [np.array([0, 0, side.image.shape[1], side.image.shape[0]]) for side in (before, after)]
    return Finding("scroll", boxes[0], boxes[1], "page", shifted=main.dy)


def scroll(
    found: list[Finding], blocks: list[Block], before: Side, after: Side, judgement: Judgement
) -> list[Finding] | None:
    """One fact where a large block moved along and things left at one end and came in at the other."""
    if not blocks:
        return None
    dy = blocks[0].dy
    along = [block for block in blocks if block.dy == dy and dy]
    if not along:
        return None
    height, width = after.image.shape[:2]
    tall = max(block.after[3] for block in along) - min(block.after[1] for block in along)
    if tall < judgement.scrolled * (height - abs(dy)) or sum(b.ink for b in along) < 200:
        return None
    head = _head(found, along, dy)
    if _changed_ahead(found, along):
        return None
    if before.image.shape != after.image.shape or (
        len(head) == 1 and not _cut(head[0], dy) and not _crossed(found, along, dy)
    ):
        return None
    block = hull([one.after for one in along])
    if (block[2:] - block[:2]).prod() < PANEL * width * height:
        return [Finding("scroll", block - np.array([0, dy, 0, dy]), block, "panel", shifted=dy)]
    boxes = [np.array([0, 0, side.image.shape[1], side.image.shape[0]]) for side in (before, after)]
    return [Finding("scroll", boxes[0], boxes[1], "page", shifted=dy)]


def sideways(blocks: list[Block], after: Side, judgement: Judgement) -> list[Finding]:
    """Large blocks that went to the left or right."""
    whole = after.image.shape[0] * after.image.shape[1]
    large = [block for block in blocks if block.dx and (block.after[2:] - block.after[:2]).prod() > 0.25 * whole]
    return [Finding("shift", block.before, block.after, "panel", shifted=block.dx) for block in large]


def _at_the_rim(residual: np.ndarray) -> float:
    """Share of the rim that has no partner."""
    deep = max(1, round(RIM * min(residual.shape)))
    inner = residual[deep:-deep, deep:-deep]
    return float((residual.sum() - inner.sum()) / max(1, residual.size - inner.size))


def _head(found: list[Finding], along: list[Block], dy: int) -> list[Finding]:
    """What came or went ahead of the block."""
    if dy > 0:
        edge = min(block.after[1] for block in along)
        return [one for one in found if one.after is not None and one.after[3] <= edge + 8 and one.kind != "color"]
    edge = min(block.before[1] for block in along)
    return [one for one in found if one.before is not None and one.before[3] <= edge + 8 and one.kind != "color"]


def _changed_ahead(found: list[Finding], along: list[Block]) -> bool:
    """Whether something above the block, and over its columns, is there in both pictures and has another size."""
    block = hull([one.before for one in along])
    return any(
        one.kind in ("resize", "replace")
        and one.before is not None
        and one.after is not None
        and one.before[3] - one.before[1] != one.after[3] - one.after[1]
        and one.before[1] < block[1] + 8
        and one.before[0] < block[2]
        and block[0] < one.before[2]
        for one in found
    )


def _crossed(found: list[Finding], along: list[Block], dy: int) -> bool:
    """Whether a thing that came or went reaches into the block's place: it was cut off where the page is."""
    edge = min((block.after if dy > 0 else block.before)[1] for block in along)
    boxes = [one.after if dy > 0 else one.before for one in found if one.kind == ("add" if dy > 0 else "drop")]
    return any(box is not None and box[1] < edge - 8 and box[3] > edge + 8 for box in boxes)


def _cut(one: Finding, dy: int) -> bool:
    """Whether the thing ahead of the block does not fit into the way that the block went."""
    box = one.after if dy > 0 else one.before
    return bool(box is not None and box[3] - box[1] > abs(dy) + 8)
