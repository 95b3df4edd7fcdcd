"""Painted boxes that moved by less than their own size: of them, only the ends look otherwise."""

from __future__ import annotations

import numpy as np

from pipeline.core.channels import highest
from pipeline.diff.screen.blocks import Block
from pipeline.diff.screen.elements import form_of
from pipeline.diff.screen.finding import Finding, covers
from pipeline.diff.screen.judgement import Judgement
from pipeline.diff.screen.side import Side
from pipeline.register.reflow_likeness import edges_of

LEAST, LARGEST = 8, 0.25
"""Pixels: least side of such a box, and the largest part of the picture it is."""

SAME = 8
"""Levels within which two pixels are the same."""

WENT, SHOWN = 0.85, 0.8
"""Part of what is drawn of a box that is where it went, and part of what is drawn there that is of the box: it may lie
under others there, and others may show through."""

GONE, CAME = 0.6, 0.5
"""Part of what is drawn at the end that it left that is there in the other picture, too, at most; and how much is newly
drawn where it came to, in parts of the length of that end."""

EDGED = 0.6
"""Part of the length of its ends along which an edge is seen."""

IN_VIEW = 0.5
"""Part of a box that has to be in the picture where it went."""

KEPT = 0.6
"""Part of the ink of what stands beside it in its row that has stayed where it was: nothing there made it move."""

LEVEL = 2
"""Pixels by which a box keeps its distance from what stands beside it."""

MOST = 40
"""Boxes of a picture that are looked for: where more differ, a page is another one."""


def find_glided(before: Side, after: Side, judgement: Judgement, alone: bool = False) -> list[Finding]:
    """Moves of painted boxes along their own row or column, with their old and new places lying over each other;
    ``alone`` leaves out those beside which anything else in their row has changed."""
    if before.motion.noise or before.image.shape != after.image.shape:
        return []
    edges = edges_of(before.image), edges_of(after.image)
    found: list[Finding] = []
    for turned, (side, other) in enumerate(((before, after), (after, before))):
        inks = edges[::-1] if turned else edges
        boxes = sorted((box for box in side.painted if _may_have(box, side)), key=lambda box: -_size(box))
        for box in boxes if len(boxes) <= MOST else ():
            if any(covers(one.before if side is before else one.after, box, 0.5) for one in found):
                continue
            if alone and not _alone(box, side):
                continue
            ways = _ways(box, side, other, judgement.least_move)
            likeness, way = max(((_went(box, one, side, other, *inks), one) for one in ways), default=(0.0, (0, 0)))
            if likeness:
                pair = box, np.array(other.clipped(box + np.tile(way, 2)))
                first, second = pair[::-1] if turned else pair
                move = Finding("move", first, second, form=form_of(first, before))
                if not (alone and made_room_in_row(move, before, after)):
                    found.append(move)
    return found


def went_along(block: Block, one: Finding) -> bool:
    """Whether a block is a part of a box that moved, and what it lay on."""
    first, second = one.pair
    way = (second - first)[:2]
    common = np.minimum(block.before[2:], first[2:]) - np.maximum(block.before[:2], first[:2])
    return bool((common > 0).all() and abs(way[0] - block.dx) <= 1 and abs(way[1] - block.dy) <= 1)


def _may_have(box: np.ndarray, side: Side) -> bool:
    """Whether a box is of a size to be seen as a whole, and something about it differs that is not explained."""
    wide, high = box[2:] - box[:2]
    if min(wide, high) < LEAST or wide * high > LARGEST * side.image.shape[0] * side.image.shape[1]:
        return False
    if any(covers(place, box, 0.5) for place in side.hidden):
        return False
    x0, y0, x1, y1 = side.clipped(box)
    return bool((side.differing | side.slid)[y0:y1, x0:x1].any())


def _alone(box: np.ndarray, side: Side) -> bool:
    """Whether the nearest things on both sides of a box in its row have stayed."""
    for one in _beside(box, side):
        if one is None:
            continue
        x0, y0, x1, y1 = side.clipped(one)
        ink = edges_of(side.image[y0:y1, x0:x1])
        if ink.any() and side.stayed[y0:y1, x0:x1][ink].mean() < KEPT:
            return False
    return True


def made_room_in_row(one: Finding, before: Side, after: Side) -> bool:
    """Whether a box that went sideways keeps its distance from what stands beside it: that pushed it, or went along."""
    if abs(one.pair[1][0] - one.pair[0][0]) < 1:
        return False
    for first, second in zip(_beside(one.pair[0], before), _beside(one.pair[1], after), strict=True):
        if first is not None and second is not None:
            gaps = [
                max(box[0] - near[2], near[0] - box[2]) for box, near in zip(one.pair, (first, second), strict=True)
            ]
            if abs(gaps[0] - gaps[1]) <= LEVEL:
                return True
    return False


def _beside(box: np.ndarray, side: Side) -> tuple[np.ndarray | None, np.ndarray | None]:
    """The nearest things to the left and right of a box in its row."""
    words = side.words.reshape(-1, 4)
    level = np.minimum(words[:, 3], box[3]) - np.maximum(words[:, 1], box[1])
    row = words[level > 0.5 * np.minimum(words[:, 3] - words[:, 1], box[3] - box[1])]
    left, right = row[row[:, 2] <= box[0] + 1], row[row[:, 0] >= box[2] - 1]
    return left[left[:, 2].argmax()] if len(left) else None, right[right[:, 0].argmin()] if len(right) else None


def _ways(box: np.ndarray, side: Side, other: Side, least: float) -> list[tuple[int, int]]:
    """Ways to boxes of the other picture that lie in the same row or column and end as this one does;
    and the ways of the pair that are sideways."""
    here = side.motion.carried(box, other.picture).astype(int)
    down = int(here[1] - box[1])
    back = 1 if side.picture == "before" else -1
    found = {(back * dx, down) for dx, dy in side.motion.shifts if dx and not dy}
    for one in other.painted:
        off = (one - here).astype(int)
        if np.abs(off[1::2]).max() <= 1:
            found |= {(int(off[0]), down), (int(off[2]), down)}
        elif np.abs(off[::2]).max() <= 1:
            found |= {(0, down + int(off[1])), (0, down + int(off[3]))}
    found -= {(0, back * dy) for dx, dy in side.motion.shifts if not dx}  # the rest of the page went there, too
    wide, high = box[2:] - box[:2]
    return [
        (dx, dy)
        for dx, dy in found
        if (dy == down and least <= abs(dx) < wide) or (not dx and least <= abs(dy - down) < high)
    ]


def _went(box: np.ndarray, way: tuple[int, int], side: Side, other: Side, ink: np.ndarray, there: np.ndarray) -> float:
    """Which part of what is drawn of a box is where it went; 0 where that is little, or both pictures show an end.

    ``ink`` and ``there`` are the masks of what is drawn in this picture and the other.
    """
    x0, y0, x1, y1 = (int(edge) for edge in box)
    dx, dy = way
    high, wide = other.image.shape[:2]
    ax, ay, bx, by = max(x0, -dx, 0), max(y0, -dy, 0), min(x1, wide - dx), min(y1, high - dy)
    if bx <= ax or by <= ay or (bx - ax) * (by - ay) < IN_VIEW * (x1 - x0) * (y1 - y0):
        return 0.0
    alike = _alike(side.image[ay:by, ax:bx], other.image[ay + dy : by + dy, ax + dx : bx + dx])
    mine, its = ink[ay:by, ax:bx], there[ay + dy : by + dy, ax + dx : bx + dx]
    if not its.any() or not _drawn_ends(ink[y0:y1, x0:x1], bool(dx)):
        return 0.0
    if not mine.any() or alike[mine].mean() < WENT or alike[its].mean() < SHOWN:
        return 0.0
    down = int(side.motion.carried(box, other.picture)[1] - box[1])
    here = slice(y0, y1), slice(x0, x1)
    stayed = np.zeros((y1 - y0, x1 - x0), bool)
    if y0 + down >= 0 and y1 + down <= high:
        stayed = _alike(side.image[here], other.image[y0 + down : y1 + down, x0:x1])
    left = ink[here] & _end(x1 - x0, y1 - y0, dx, dy - down)
    if not left.any() or stayed[left].mean() > GONE:
        return 0.0
    if (ax, ay, bx, by) != (x0, y0, x1, y1) or y0 + dy < down or y1 + dy - down > side.image.shape[0]:
        return float(alike[mine].mean())  # its other end is out of the picture
    place = slice(y0 + dy, y1 + dy), slice(x0 + dx, x1 + dx)
    was = _alike(other.image[place], side.image[y0 + dy - down : y1 + dy - down, x0 + dx : x1 + dx])
    new = there[place] & alike & ~was & _end(x1 - x0, y1 - y0, -dx, down - dy)
    return float(alike[mine].mean()) if new.sum() >= CAME * (y1 - y0 if dx else x1 - x0) else 0.0


def _drawn_ends(ink: np.ndarray, across: bool) -> bool:
    """Whether both ends of a box, to its left and right or above and below, are drawn over most of their length."""
    ends = ink.T if across else ink
    near = max(3, ends.shape[1] // 6)
    return bool(min(ends[:near].any(0).mean(), ends[-near:].any(0).mean()) >= EDGED)


def _end(wide: int, high: int, dx: int, dy: int) -> np.ndarray:
    """Mask of the part of a box that it is no longer in after a way."""
    mask = np.ones((high, wide), bool)
    mask[max(0, dy) : high + min(0, dy), max(0, dx) : wide + min(0, dx)] = False
    return mask


def _alike(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    return np.asarray(highest(np.abs(one.astype(np.int16) - other.astype(np.int16))) <= SAME)


def _size(box: np.ndarray) -> float:
    return float((box[2:] - box[:2]).prod())
