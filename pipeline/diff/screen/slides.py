"""Words and icons that only made room: pieces of a line or paragraph that stand elsewhere in it, in the same order."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from pipeline.diff.screen.blocks import Block, joined
from pipeline.diff.screen.finding import Finding, covers
from pipeline.diff.screen.judgement import Judgement
from pipeline.diff.screen.sequence import aligned
from pipeline.diff.screen.side import Side
from pipeline.diff.screen.spots import hull

LINES = 80
"""Pixels: from this height on, what went aside together is a card, a column or a panel."""

TALLEST = 120
"""Pixels: greatest height of a piece that is looked for."""

MOST = 300
"""Pieces of a picture that are looked for; a page in which more differ has changed otherwise."""

SHARE = 0.04
"""Part of a piece's pixels that differ at least where it has moved."""

LEAST = 2
"""Pixels that something in a line must have moved: boxes of one thing differ by one."""

FEW = 6
"""Pieces of a line of which one may have moved alone; of more, the words of a line were set anew."""

MANY, OTHERS, WITHIN = 5, 0.25, 0.9
"""Words of a text that went one way from which all of it did, where the others are no more than this part of them and
lie so far in what is seen at their new places."""

HIDDEN = 0.9
"""Part of a piece that is explained already, from which it is none of a line."""

ROOM = np.array([-3, -3, 3, 3])
"""Pixels around a thing in which its own pieces lie."""

OTHER_PIECES = 3
"""Pieces beside it that went as far as a thing that only made room."""

RULE = 3
"""Pixels: how thick a line under words is."""


@dataclass(frozen=True, eq=False)
class Slide:
    """The pieces of a line or paragraph that both pictures show, in one order.

    ``before`` and ``after`` are their boxes, ``(n, 4)`` each; ``ways`` how far each went, ``(n, 2)``; ``alone`` is true
    where there is nothing else; ``rooms`` are the places of each picture that all this explains.
    """

    before: np.ndarray
    after: np.ndarray
    ways: np.ndarray
    alone: bool
    rooms: tuple[list[np.ndarray], list[np.ndarray]]


def find_slides(before: Side, after: Side, blocks: list[Block], judgement: Judgement) -> list[Slide]:
    """Texts of which some pieces have moved along their lines, but for ``blocks`` of several lines."""
    pieces = [_pieces(side) for side in (before, after)]
    high = [block for block in joined(blocks) if block.dx and block.after[3] - block.after[1] > LINES]
    differ = [_differing(boxes, side) for boxes, side in zip(pieces, (before, after), strict=True)]
    for mask, boxes, places in zip(
        differ, pieces, ([block.before for block in high], [block.after for block in high]), strict=True
    ):
        mask &= np.array([not any(covers(place, box, 0.5) for place in places) for box in boxes], bool)
    if not differ[0].any() or not differ[1].any() or max(int(one.sum()) for one in differ) > MOST:
        return []
    down = np.array([before.motion.shift_at(box, "before")[1] for box in pieces[0]])
    carried = pieces[0] + np.stack([0 * down, down, 0 * down, down], axis=1)
    moving = np.concatenate([carried[differ[0]], pieces[1][differ[1]]])
    found = []
    taken: tuple[set[int], set[int]] = (set(), set())
    for lines in sorted((_hulls(moving[group]) for group in _texts(moving)), key=lambda lines: -len(lines)):
        first = [i for i in _within(carried, lines) if i not in taken[0]]
        second = [j for j in _within(pieces[1], lines) if j not in taken[1]]
        taken[0].update(first)
        taken[1].update(second)
        pairs, same = aligned(list(pieces[0][first]), list(pieces[1][second]), before, after, judgement)
        here, there = [first[i] for i, _ in pairs], [second[j] for _, j in pairs]
        ways = (pieces[1][there] - carried[here])[:, :2]
        if len(pairs) and np.abs(ways).max() >= LEAST:
            known = {*here, *(first[i] for i in same[0])}, {*there, *(second[j] for j in same[1])}
            rest = pieces[0][sorted(set(first) - known[0])], pieces[1][sorted(set(second) - known[1])]
            rooms = _rooms(pieces[0][first], rest[0]), _rooms(pieces[1][second], rest[1])
            along = _along(rest, ways)
            if along is not None:
                whole = hull([*pieces[0][here], *along])[None]
                rooms = _rooms(pieces[0][first], rest[0][:0]), _rooms(pieces[1][second], rest[1][:0])
                place = whole + np.tile((pieces[1][there] - pieces[0][here])[0, :2], 2)
                found.append(Slide(whole, place, ways[:1], True, rooms))
                continue
            alone = not len(rest[0]) and not len(rest[1])
            found.append(Slide(pieces[0][here], pieces[1][there], ways, alone, rooms))
    return found


def _along(rest: tuple[np.ndarray, np.ndarray], ways: np.ndarray) -> list[np.ndarray] | None:
    """The words of a text that are not found again and went the one way of all the others, onto something or off it:
    where they were; None where this does not explain all of the ``rest`` of both pictures."""
    if len(ways) < MANY or np.ptp(ways, axis=0).max() > LEAST or not len(rest[0]) or not len(rest[1]):
        return None
    way = np.tile(ways[0], 2)
    onto, off = _within_or_stayed(*rest, way), _within_or_stayed(rest[1], rest[0], -way)
    if onto is None and off is not None:
        onto = [box - way for box in off]
    return onto if onto and len(onto) <= OTHERS * len(ways) else None


def _within_or_stayed(boxes: np.ndarray, others: np.ndarray, way: np.ndarray) -> list[np.ndarray] | None:
    """Those of some boxes that lie in the others once they went; the rest must lie in them where they are."""
    went = [box for box in boxes if any(covers(other, box + way, WITHIN) for other in others)]
    stayed = [box for box in boxes if any(covers(other, box, WITHIN) for other in others)]
    known = {id(box) for box in (*went, *stayed)}
    return None if len(known) < len(boxes) else went


def lone_moves(slides: list[Slide], least: float) -> list[Finding]:
    """Lines of which all went one way, by ``least`` pixels or more; of a few pieces, what went farthest."""
    found: list[Finding] = []
    for slide in sorted(slides, key=lambda slide: slide.before[:, 1].min()):
        far = np.abs(slide.ways).max(1)
        if not slide.alone or far.max() < least:
            continue
        even = np.ptp(slide.ways, axis=0).max() <= 2
        if even:
            rows = np.arange(len(far))
        elif len(far) <= FEW and np.abs(slide.ways[:, 1]).max() <= 2:
            rows = np.flatnonzero((np.abs(slide.ways - slide.ways[far.argmax()]) <= 2).all(1))
        else:
            continue
        boxes = hull(list(slide.before[rows])), hull(list(slide.after[rows]))
        last = next((one for one in found if _goes_on(one, *boxes)), None)
        if last is None:
            found.append(Finding("move", *boxes, form="text" if len(rows) > 1 else "icon"))
        else:
            whole = hull([last.pair[0], boxes[0]]), hull([last.pair[1], boxes[1]])
            found[found.index(last)] = Finding("move", *whole, form="text")
    return found


def _goes_on(one: Finding, before: np.ndarray, after: np.ndarray) -> bool:
    """Whether lines are the next ones of a text that moved, and went its way."""
    first, second = one.pair
    same = np.abs((second - first)[:2] - (after - before)[:2]).max() <= 1
    high = before[3] - before[1]
    column = before[0] < first[2] and first[0] < before[2]
    return bool(same and column and abs(before[1] - first[3]) <= high)


def in_company(one: Finding, slides: list[Slide]) -> bool:
    """Whether other pieces of a text went as far as one that moved: it only made room."""
    first, second = one.pair
    way = (second - first)[:2]
    for slide in slides:
        apart = np.array([not covers(first + ROOM, piece, 0.5) for piece in slide.before], bool)
        inside = covers(hull(slide.rooms[0]), first)
        if inside and not slide.alone and (apart & (np.abs(slide.ways - way).max(1) <= LEAST)).sum() >= OTHER_PIECES:
            return True
    return False


def slid_along(block: Block, slides: list[Slide]) -> bool:
    """Whether what moved as a block only made room in its line."""
    rooms = [room for slide in slides if not slide.alone for room in slide.rooms[0]]
    size = sum(float(np.prod(np.maximum(0, _common(block.before, room)))) for room in rooms)
    return size > 0.5 * float((block.before[2:] - block.before[:2]).prod())


def _common(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    """Width and height of what two boxes share, negative where they are apart."""
    return np.minimum(one[2:], other[2:]) - np.maximum(one[:2], other[:2])


def _rooms(pieces: np.ndarray, rest: np.ndarray) -> list[np.ndarray]:
    """The lines of pieces without those that are left."""
    found = []
    for line in _hulls(pieces):
        edges = [line[0] - 3.0]
        for box in sorted((box for box in rest if _level(line, box)), key=lambda box: box[0]):
            edges += [box[0] - 1.0, box[2] + 1.0]
        edges.append(line[2] + 3.0)
        for left, right in zip(edges[::2], edges[1::2], strict=True):
            if right > left:
                found.append(np.array([left, line[1] - 3, right, line[3] + 3]))
    return found


def _pieces(side: Side) -> np.ndarray:
    """The smallest things that hold ink, ``(n, 4)``, but for large pictures, rules, and dots above letters."""
    boxes = side.words.reshape(-1, 4)
    wide, high = boxes[:, 2] - boxes[:, 0], boxes[:, 3] - boxes[:, 1]
    explained = _explained(boxes, side)
    boxes, wide, high = (one[~explained] for one in (boxes, wide, high))
    boxes = boxes[(high <= TALLEST) & (wide <= 6 * TALLEST) & ((high > RULE) | (wide <= 3 * high))]
    low, top = boxes[:, None, :2] >= boxes[None, :, :2], boxes[:, None, 2:] <= boxes[None, :, 2:]
    inside = low.all(2) & top.all(2) & ~np.eye(len(boxes), dtype=bool)
    return boxes[~inside.any(1)]


def _explained(boxes: np.ndarray, side: Side) -> np.ndarray:
    """Which boxes lie in what is explained already."""
    found = np.zeros(len(boxes), bool)
    sizes = (boxes[:, 2:] - boxes[:, :2]).prod(1)
    for place in side.hidden:
        common = np.minimum(boxes[:, 2:], place[2:]) - np.maximum(boxes[:, :2], place[:2])
        found |= np.maximum(0, common).prod(1) >= HIDDEN * sizes
    return found


def _differing(boxes: np.ndarray, side: Side) -> np.ndarray:
    """Which pieces have pixels without a partner where they are."""
    mask = side.differing | side.slid
    hits = []
    for box in boxes:
        x0, y0, x1, y1 = side.clipped(box)
        hits.append(mask[y0:y1, x0:x1].mean() > SHARE)
    return np.array(hits, bool)


def _hulls(boxes: np.ndarray) -> np.ndarray:
    """The hulls of the lines of boxes in the order of reading."""
    lines: list[np.ndarray] = []
    for box in boxes[np.argsort(boxes[:, 1] + boxes[:, 3], kind="stable")]:
        if lines and _level(lines[-1], box):
            lines[-1] = hull([lines[-1], box])
        else:
            lines.append(box)
    return np.array(lines)


def _within(boxes: np.ndarray, lines: np.ndarray) -> list[int]:
    """Numbers of the boxes in lines, in the order of reading."""
    found: list[int] = []
    for line in lines:
        middle = (boxes[:, :2] + boxes[:, 2:]) / 2
        inside = ((middle >= line[:2]) & (middle <= line[2:])).all(1)
        here = [int(i) for i in np.flatnonzero(inside) if int(i) not in found]
        found += sorted(here, key=lambda i: boxes[i, 0])
    return found


def _texts(boxes: np.ndarray) -> list[list[int]]:
    """Numbers of the boxes of each text, in the order of reading: lines, and lines right below each other."""
    lines: list[list[int]] = []
    hulls: list[np.ndarray] = []
    for i in np.argsort(boxes[:, 1] + boxes[:, 3], kind="stable"):
        place = next((n for n in range(len(lines) - 1, -1, -1) if _level(hulls[n], boxes[i])), None)
        if place is None:
            lines.append([int(i)])
            hulls.append(boxes[i])
        else:
            lines[place].append(int(i))
            hulls[place] = hull([hulls[place], boxes[i]])
    texts: list[list[list[int]]] = []
    for line in lines:
        above = next((text for text in reversed(texts) if _below(boxes[text[-1]], boxes[line])), None)
        if above is None:
            texts.append([line])
        else:
            above.append(line)
    return [[i for line in text for i in sorted(line, key=lambda i: boxes[i, 0])] for text in texts]


def _level(one: np.ndarray, other: np.ndarray) -> bool:
    low = min(one[3] - one[1], other[3] - other[1])
    return bool(min(one[3], other[3]) - max(one[1], other[1]) >= 0.5 * low)


def _below(line: np.ndarray, other: np.ndarray) -> bool:
    """Whether a line stands right below another: its type is as high, and the gap is one of a paragraph."""
    a, b = hull(list(line)), hull(list(other))
    high = float(np.median(np.concatenate([line[:, 3] - line[:, 1], other[:, 3] - other[:, 1]])))
    return bool(-0.3 * high <= b[1] - a[3] <= 1.1 * high and a[0] < b[2] and b[0] < a[2])
