"""Blocks of content that moved together."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from pipeline.core.channels import highest
from pipeline.diff.screen.finding import covers, iou
from pipeline.diff.screen.judgement import Judgement
from pipeline.diff.screen.side import Side
from pipeline.diff.screen.spots import hull
from pipeline.register.reflow_likeness import edges_of

CARRIED = 16
"""How many times as large as what is written on it a button may be."""

SAME, WENT = 8, 0.97
"""Levels within which pixels are the same, and part of a box that must be for it to have gone along as it was."""

OTHERS = 0.7
"""Part of the ink at a block's new place that went there another way, from which it is no move."""

STAYED = 0.6
"""Part of the ink on a painted box from which it did not go anywhere, but became wider or narrower."""


@dataclass(frozen=True, eq=False)
class Block:
    """Content that is at ``before`` in the one picture and at ``after``, ``dx, dy`` away, in the other."""

    dx: int
    dy: int
    before: np.ndarray
    after: np.ndarray
    ink: int


def find_blocks(before: Side, judgement: Judgement) -> list[Block]:
    """Blocks by falling ink; shifts that only rendering makes are left out."""
    import cv2

    labels = before.motion.labels[0]
    found = []
    stayed = before.stayed
    edges = edges_of(before.image)
    for number, (dx, dy) in enumerate(before.motion.shifts):
        if max(abs(dx), abs(dy)) < judgement.least_move:
            continue
        mask = (labels.shift == number) & edges & (labels.residual == 0) & ~stayed
        if mask.sum() < 20:
            continue
        grown = cv2.dilate(mask.view(np.uint8), np.ones((17, 41), np.uint8))
        _, parts = cv2.connectedComponents(grown)
        for box, ink in _boxes_of(parts, mask):
            if ink >= 20:
                found.append(Block(dx, dy, box, box + np.array([dx, dy, dx, dy]), ink))
    return sorted(found, key=lambda block: -block.ink)


def _boxes_of(parts: np.ndarray, mask: np.ndarray) -> list[tuple[np.ndarray, int]]:
    """The box of the masked pixels of each part, and how many these are."""
    ys, xs = np.nonzero(mask)
    which = parts[ys, xs]
    order = np.argsort(which, kind="stable")
    ys, xs, which = ys[order], xs[order], which[order]
    starts = np.flatnonzero(np.diff(which, prepend=-1))
    lengths = np.diff([*starts, len(which)])
    sides = [np.minimum.reduceat(xs, starts), np.minimum.reduceat(ys, starts)]
    sides += [np.maximum.reduceat(xs, starts) + 1, np.maximum.reduceat(ys, starts) + 1]
    return [(box, int(length)) for box, length in zip(np.stack(sides, axis=1), lengths, strict=True)]


def joined(blocks: list[Block], gap: float = 40) -> list[Block]:
    """Blocks of one shift that lie beside each other as one."""
    left: list[Block] = []
    for block in blocks:
        one = block
        while True:
            near = [other for other in left if _beside(one, other, gap)]
            if not near:
                break
            for other in near:
                left.remove(other)
                boxes = hull([one.before, other.before]), hull([one.after, other.after])
                one = Block(one.dx, one.dy, *boxes, one.ink + other.ink)
        left.append(one)
    return sorted(left, key=lambda block: -block.ink)


def _beside(one: Block, other: Block, gap: float) -> bool:
    apart = np.maximum(one.before[:2], other.before[:2]) - np.minimum(one.before[2:], other.before[2:])
    return bool((one.dx, one.dy) == (other.dx, other.dy) and (apart < gap).all())


def came_from_elsewhere(block: Block, after: Side) -> bool:
    """Whether most of what stands at a block's new place went there another way: the page has several of a kind."""
    x0, y0, x1, y1 = after.clipped(block.after)
    labels = after.motion.labels[1]
    part = slice(y0, y1), slice(x0, x1)
    ink = edges_of(after.image[part]) & (labels.residual[part] == 0)
    ways = [number for number, shift in enumerate(after.motion.shifts) if _near(shift, (block.dx, block.dy))]
    known = int(ink.sum())
    return known > 0 and int((ink & ~np.isin(labels.shift[part], ways)).sum()) > OTHERS * known


def _near(one: tuple[int, int], other: tuple[int, int]) -> bool:
    return max(abs(one[0] - other[0]), abs(one[1] - other[1])) <= 2


def carrier(block: Block, before: Side, after: Side) -> np.ndarray:
    """The painted box that a block is the content of and that has moved along, else the block's own box."""
    way = np.array([block.dx, block.dy, block.dx, block.dy])
    best = block.before
    for panel in before.painted:
        size = (panel[2:] - panel[:2]).prod()
        least, most = (best[2:] - best[:2]).prod(), 12 * (block.before[2:] - block.before[:2]).prod()
        grows = covers(panel, block.before, 0.9) and least < size < most
        if grows and (_went(panel, way, before, after) or _known(panel, way, block, before, after)):
            best = panel
    return best


def _known(panel: np.ndarray, way: np.ndarray, block: Block, before: Side, after: Side) -> bool:
    """Whether a painted box is in the other picture, too, a way off, and what is written on it did not stay."""
    if not any(iou(panel + way, one) > 0.9 for one in after.painted):
        return False
    x0, y0, x1, y1 = before.clipped(panel)
    ink = edges_of(before.image[y0:y1, x0:x1])
    return float((ink & before.stayed[y0:y1, x0:x1]).sum()) < STAYED * float(ink.sum())


def _went(panel: np.ndarray, way: np.ndarray, before: Side, after: Side) -> bool:
    """Whether all that a painted box shows is in the other picture, a way off: it may lie on others there."""
    there = after.clipped(panel + way)
    if there != tuple(int(side) for side in panel + way):
        return False
    first, second = before.crop(panel).astype(np.int16), after.crop(panel + way).astype(np.int16)
    return bool((highest(np.abs(first - second)) <= SAME).mean() > WENT)


def carrying(piece: np.ndarray, place: np.ndarray, before: Side, after: Side) -> tuple[np.ndarray, np.ndarray]:
    """The painted box on which a piece stands at both places, where it went along; else the piece at both."""
    way = np.tile((place - piece)[:2], 2)
    for panel in before.painted:
        size, own = (panel[2:] - panel[:2]).prod(), (piece[2:] - piece[:2]).prod()
        if covers(panel, piece, 0.95) and size <= CARRIED * own:
            for other in after.painted:
                if iou(panel + way, other) > 0.85:
                    return panel, other
    return piece, place
