"""What pushed the rest of the page: causes of shifts, and what they explain."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from pipeline.diff.screen.blocks import Block, joined
from pipeline.diff.screen.finding import Finding
from pipeline.diff.screen.side import Side

SCRAP = 0.05
"""Share of the size of what pushed the rest, below which a thing in the room that it took is a part of it."""

CENTRED = 0.55
"""Part of how high a thing is that what lies above it goes where both are centred."""

FARTHEST = 4, 60
"""How far at most the rest goes because of what came or went above it: in heights of that, and in pixels more."""

NEAR = 48
"""Pixels between a thing that moved and what it pushed, or twice its height."""


def caused(findings: list[Finding], blocks: list[Block]) -> list[Finding]:
    """Findings with how far the rest went because of them: the nearest one ahead of the blocks of each shift."""
    left = list(findings)
    for dy in dict.fromkeys(block.dy for block in blocks if block.dy):
        if any(_alike_far(dy, one.shifted) for one in left if one.shifted):
            continue
        group = [block for block in blocks if block.dy == dy]
        causes = [one for one in left if not one.shifted and any(_at_the_head(one, block) for block in group)]
        if not causes and len(joined(group)) > 1:  # several things do not move by one way of their own accord
            causes = [one for one in left if not one.shifted and any(_above(one, block) for block in group)]
        if not causes:  # a heading that is set otherwise takes another room
            causes = [one for one in left if not one.shifted and any(_before(one, block) for block in group)]
        if causes:
            main = max(causes, key=lambda one: one.size)
            left[left.index(main)] = replace(main, shifted=dy)
    return left


def pushed_along(moves: list[Finding]) -> list[Finding]:
    """Moves without those of larger things right below another one, which made them: it is the one that moved."""
    left = list(moves)
    for large in sorted(moves, key=lambda one: -one.size):
        dx, dy = (int(way) for way in (large.pair[1] - large.pair[0])[:2])
        block = Block(dx, dy, *large.pair, 0)
        causes = [one for one in left if one.size < large.size and not one.shifted and _before(one, block)]
        if causes and dy and not dx:
            main = max(causes, key=lambda one: one.size)
            left[left.index(main)] = replace(main, shifted=dy)
            left = [one for one in left if one is not large]
    return left


def seamless(findings: list[Finding]) -> list[Finding]:
    """Without what belongs to a thing that pushed the rest: the rest of its rows, and traces at the seam below it."""
    left = list(findings)
    for cause in [one for one in findings if one.shifted and one.kind in ("add", "drop")]:
        here, far = cause.place, 2 * abs(cause.shifted)
        for one in [one for one in left if one.kind in ("add", "drop") and not one.shifted]:
            place = one.place
            rows = one.kind == cause.kind and place[1] >= here[1] - 8 and place[3] <= here[3] + 8
            seam = one.kind != cause.kind and here[1] <= place[1] and place[3] <= here[3] + far
            scrap = one.kind == cause.kind and one.size < SCRAP * cause.size
            scrap = scrap and here[1] <= place[1] and place[3] <= here[1] + abs(cause.shifted) + 8
            if rows or scrap or (seam and one.form != "text"):
                left.remove(one)
    return left


def pushed(block: Block, findings: list[Finding]) -> bool:
    """Whether a block went as far as something pushed the rest, or made room for what came, went or grew.

    Fractions of a pixel are rounded either way.
    """
    if any(_alike_far(block.dy, one.shifted) for one in findings if one.shifted):
        return True
    return bool(block.dy) and any(_parted(block, one) for one in findings)


def _parted(block: Block, one: Finding) -> bool:
    """Whether a block went away from what came, or towards the place of what went, and no farther than that is high."""
    if one.kind not in ("add", "drop", "resize", "text", "replace"):
        return False
    high = (0 if one.after is None else one.after[3] - one.after[1]) - (
        0 if one.before is None else one.before[3] - one.before[1]
    )
    place = one.place if one.after is None or one.before is None else one.after
    middle, mine = (place[1] + place[3]) / 2, (block.after[1] + block.after[3]) / 2
    away = (block.dy > 0) == (mine > middle)
    most = 1.3 if (block.dy > 0) == (high > 0) else CENTRED  # else what is above went down, as what is centred does
    return bool(abs(block.dy) <= most * abs(high) + 8 and abs(high) >= 4 and away == (high > 0))


def in_view(findings: list[Finding], before: Side, after: Side) -> list[Finding]:
    """Without what a push has moved over the lower end of the picture, or into it from there."""
    pushes = [one for one in findings if one.shifted and one.kind not in ("scroll", "shift")]
    heights = before.image.shape[0], after.image.shape[0]

    def passed(one: Finding) -> bool:
        if one.shifted or one.kind not in ("add", "drop"):
            return False
        box, end = (one.before, heights[1]) if one.kind == "drop" else (one.after, heights[0])
        assert box is not None
        return any(
            box[3] + (push.shifted if one.kind == "drop" else -push.shifted) > end - 3
            and box[1] >= push.place[1]
            and (push.shifted > 0) == (one.kind == "drop")
            for push in pushes
        )

    return [one for one in findings if not passed(one)]


def made_room(one: Finding, findings: list[Finding]) -> bool:
    """Whether a thing went sideways because another of its row or column came, went, or has another width.

    It may have gone up or down as far as the rest of the page, and as far as things of other heights in a row go.
    """
    if one.kind != "move":
        return False
    first, second = one.pair
    dx, dy = (second - first)[:2]
    if abs(dx) < 1:
        return False
    level = any(abs(dy - far) <= 2 for far in (0, *(other.shifted for other in findings)))
    for cause in findings:
        if cause is one or cause.kind not in ("add", "drop", "text", "resize", "replace", "state"):
            continue
        wider = _width(cause.after) - _width(cause.before)
        wide = abs(wider)
        stood = first if cause.after is None else second
        away = (dx > 0) == (stood[0] + stood[2] > cause.place[0] + cause.place[2])
        row = min(first[3], cause.place[3]) - max(first[1], cause.place[1])
        least, most = (0.3 * wide - 2, 1.2 * wide + 24) if row > 0 else (0.8 * wide - 2, 1.2 * wide + 4)
        even = level or (row > 0 and abs(dy) <= abs(_height(cause.after) - _height(cause.before)) + 2)
        if wide >= 3 and even and away == (wider > 0) and least <= abs(dx) <= most:
            return True
    return False


def _height(box: np.ndarray | None) -> float:
    return 0.0 if box is None else float(box[3] - box[1])


def _width(box: np.ndarray | None) -> float:
    return 0.0 if box is None else float(box[2] - box[0])


def _alike_far(one: int, other: int) -> bool:
    return abs(one - other) <= max(3, 0.04 * abs(other))


def _above(one: Finding, block: Block) -> bool:
    """Whether a thing that came, went or changed its size lies above a block and over its columns."""
    box = one.after if block.dy > 0 else one.before
    top = block.after[1] if block.dy > 0 else block.before[1]
    if one.kind not in ("add", "drop", "resize") or box is None:
        return False
    far = abs(block.dy) <= FARTHEST[0] * (box[3] - box[1]) + FARTHEST[1]
    return bool(far and box[1] < top and _columns(box, block.after))


def _before(one: Finding, block: Block) -> bool:
    """Whether a thing that moved otherwise stands right above a larger block, over its columns."""
    if one.kind != "move":
        return False
    box, top = one.pair[0], block.before[1]
    way = (one.pair[1] - box)[:2]
    other = abs(way[0] - block.dx) > 2 or abs(way[1] - block.dy) > 2
    near = box[3] <= top + 8 and top - box[3] < max(2 * (box[3] - box[1]), NEAR)
    return bool(other and near and _columns(box, block.before))


def _at_the_head(one: Finding, block: Block) -> bool:
    """Whether a thing that came, went or grew lies ahead of a block, and is about as high as the block went."""
    box = one.after if block.dy > 0 else one.before
    if one.kind not in ("add", "drop", "resize", "text", "replace") or box is None:
        return False
    top = block.after[1] if block.dy > 0 else block.before[1]
    high = abs((0 if one.after is None else one.after[3]) - (0 if one.before is None else one.before[3]))
    if one.kind in ("add", "drop"):
        high = box[3] - box[1]
    fits = 0.12 * abs(block.dy) <= high <= 1.3 * abs(block.dy) + 8 or one.kind in ("text", "replace", "resize")
    return bool(box[1] < top and box[3] <= top + 8 + abs(block.dy) and _columns(box, block.after) and fits)


def _columns(one: np.ndarray, other: np.ndarray) -> bool:
    return bool(one[0] < other[2] and other[0] < one[2])
