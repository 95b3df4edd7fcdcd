"""Painted boxes that grew or shrank around what stands on them: buttons, fields, badges."""

from __future__ import annotations

import numpy as np

from pipeline.diff.screen.elements import form_of
from pipeline.diff.screen.finding import Finding, covers
from pipeline.diff.screen.judgement import Judgement
from pipeline.diff.screen.patches import Patch, apart, best_likeness, found_in, resized, strength
from pipeline.diff.screen.side import Side

HEIGHTS = (12, 120)
"""Pixels: heights of such a box."""

BORDER = 2
"""Pixels: how wide the edge of a box is."""

NEAR = 0.4
"""Share of the longer side that both have in common."""

LEAST, SHARE = 4, 0.08
"""Pixels, and part of its length, by which a side must have grown."""

LARGEST = 1.8
"""Scale up to which a box that grew in both directions is looked for here: others are seen as wholes."""

EDGE = 4
"""Pixels between the inner and the outer edge of one box."""

THINNEST, MOST, EVEN = 6, 0.2, 8
"""Of plain bars: pixels a side at least, largest part of the picture, and the levels that one may differ by within."""

ROOM = 0.15
"""Part of a box's height above and below that its round corners may take, and twice that at the sides."""

SCALED = (0.75, 1.33)
"""Ratio of the scales in both directions of words that grew along with their box."""

REDRAWN = 0.6
"""Correlation from which words are the same at another size."""

ENDS = 3
"""Pixels at the ends of a box that its border takes, and beside which its ground is seen."""

ALIKE = 0.85
"""Correlation from which the same stands on it."""


def find_stretched(before: Side, after: Side, judgement: Judgement) -> list[Finding]:
    """Resized boxes with the same on them, and ones with a gradient on which words were exchanged."""
    if before.motion.noise or before.image.shape != after.image.shape:
        return []  # rows of a list grow with a window that was cut out wider
    if not (before.differing.any() or after.differing.any()):
        return []
    firsts, seconds = (_sized(side.painted) for side in (before, after))
    there = np.array([before.motion.carried(box, "after") for box in firsts]).reshape(-1, 4)
    found: list[Finding] = []
    for i, j in zip(*np.nonzero(_stretched(there, seconds) & ~_one_size(there, seconds)), strict=True):
        first, second = firsts[i], seconds[j]
        if any(covers(one.after, second, 0.5) or covers(one.before, first, 0.5) for one in found):
            continue
        edged = _edged(first, before) or _edged(second, after)
        if edged and _same_inside(first, second, before, after, judgement):
            larger = (second[2:] - second[:2]).prod() > (first[2:] - first[:2]).prod()
            new = "larger" if larger else "smaller"
            found.append(Finding("resize", first, second, form_of(second, after), "", new))
        elif edged and _reworded(first, second, before, after, judgement):
            found.append(Finding("text", first, second, form_of(second, after)))
    return found


def _one_size(there: np.ndarray, seconds: np.ndarray) -> np.ndarray:
    """Which boxes ``(n, 4)``, ``(m, 4)`` are the inner edge in one picture and the outer one in the other: where one of
    them is, a box of the other's size is known as well."""
    sizes = there[:, 2:] - there[:, :2], seconds[:, 2:] - seconds[:, :2]
    alike = np.abs(sizes[0][:, None] - sizes[1][None]).max(-1, initial=0) <= 1
    within = [_nested(boxes) for boxes in (there, seconds)]
    return np.asarray((within[0] @ alike) | (alike @ within[1]))


def _nested(boxes: np.ndarray) -> np.ndarray:
    """Which boxes ``(n, n)`` lie around each other, a few pixels apart."""
    return np.asarray(np.abs(boxes[:, None] - boxes[None]).max(-1, initial=0) <= EDGE)


def find_bars(before: Side, after: Side) -> list[Finding]:
    """Plain bars that became longer or shorter at one end, as in a chart."""
    if before.motion.noise or before.image.shape != after.image.shape or len(before.motion.shifts) > 1:
        return []
    found = []
    firsts, seconds = (side.painted for side in (before, after))
    if not len(firsts) or not len(seconds):
        return []
    off = np.abs(firsts[:, None] - seconds[None])
    along = (off.max(-1) > LEAST) & ((off <= 1).sum(-1) == 3)
    for i, j in zip(*np.nonzero(along), strict=True):
        first, second = firsts[i], seconds[j]
        sides = np.array([first[2:] - first[:2], second[2:] - second[:2]])
        grown = np.abs(sides[1] - sides[0]).max() / sides[0][np.abs(sides[1] - sides[0]).argmax()]
        if sides.min() < THINNEST or grown < SHARE or sides.prod(1).max() > MOST * before.residual.size:
            continue
        if _plain(first, before) and _plain(second, after) and _like(first, second, before, after):
            larger = sides[1].prod() > sides[0].prod()
            found.append(
                Finding("resize", first, second, form_of(second, after), "", "larger" if larger else "smaller")
            )
    return found


def _plain(box: np.ndarray, side: Side) -> bool:
    """Whether a box is of one colour up to its edge, and its ground is another."""
    inner = side.crop(box + np.array([1, 1, -1, -1])).reshape(-1, 3)
    ground = apart(np.median(inner, 0)[None], side.ground_around(box))[0]
    return bool((np.ptp(inner, axis=0) <= EVEN).all() and ground > 2 * EVEN)


def _like(first: np.ndarray, second: np.ndarray, before: Side, after: Side) -> bool:
    one, other = (np.median(side.crop(box).reshape(-1, 3), 0) for side, box in ((before, first), (after, second)))
    return bool(np.abs(one - other).max() <= EVEN)


def _sized(boxes: np.ndarray) -> np.ndarray:
    high = boxes[:, 3] - boxes[:, 1]
    return boxes[(high >= HEIGHTS[0]) & (high <= HEIGHTS[1])]


def _edged(box: np.ndarray, side: Side) -> bool:
    """Whether a box has an edge that is not where it was."""
    x0, y0, x1, y1 = side.clipped(box)
    aside = side.motion.shift_at(box, side.picture)[1] == 0
    mask = ~side.stayed[y0:y1, x0:x1] if aside else side.differing[y0:y1, x0:x1]
    edges = (mask[:3].any(0), mask[-3:].any(0), mask[:, :3].any(1), mask[:, -3:].any(1))
    return any(float(edge.mean()) > 0.5 for edge in edges)


def _stretched(there: np.ndarray, seconds: np.ndarray) -> np.ndarray:
    """Which boxes have an end or the middle in common where they grew, and agree otherwise or grew evenly."""
    one, other = there[:, None], seconds[None]
    common = np.minimum(one[..., 2:], other[..., 2:]) - np.maximum(one[..., :2], other[..., :2])
    sides = one[..., 2:] - one[..., :2], other[..., 2:] - other[..., :2]
    off, grown = np.abs(other - one), np.abs(sides[1] - sides[0])
    middle = np.abs((other[..., :2] + other[..., 2:]) - (one[..., :2] + one[..., 2:])) / 2
    anchored = np.minimum(np.minimum(off[..., :2], off[..., 2:]), middle) <= 3
    enough = anchored & (grown >= np.maximum(LEAST, SHARE * sides[0]))
    across = (off[..., [1, 3]].max(-1) <= 2) & enough[..., 0]
    down = (off[..., [0, 2]].max(-1) <= 2) & enough[..., 1]
    border = (off <= BORDER).all(-1)  # the box within an edge, and the box of that edge
    within = ~border & (common > NEAR * np.maximum(*sides)).all(-1)
    scales = sides[1] / np.maximum(1, sides[0])
    even = (scales.max(-1) < 1.15 * scales.min(-1)) & (scales.max(-1) < LARGEST) & (scales.min(-1) > 1 / LARGEST)
    return within & (across | down | (enough.all(-1) & even))


def _same_inside(first: np.ndarray, second: np.ndarray, before: Side, after: Side, judgement: Judgement) -> bool:
    one, other = (_written(box, side, judgement) for side, box in ((before, first), (after, second)))
    if one is None or other is None or apart(one.ground[None], other.ground)[0] > 8:
        return False
    (high, wide), (tall, broad) = one.ink.shape, other.ink.shape
    if max(abs(high - tall), abs(wide - broad)) > 2:  # the words may have grown along
        even = SCALED[0] < (broad / wide) / (tall / high) < SCALED[1]
        return even and best_likeness(resized(strength(one), broad, tall), strength(other)) >= REDRAWN
    scene = np.pad(strength(other), ((2, 2), (2, 2), (0, 0)))
    return found_in(np.ascontiguousarray(strength(one)), scene)[0] >= ALIKE


def _reworded(first: np.ndarray, second: np.ndarray, before: Side, after: Side, judgement: Judgement) -> bool:
    """Whether two boxes of one height have the same gradient, which says that they are one, and both are written on."""
    if abs((first[3] - first[1]) - (second[3] - second[1])) > BORDER:
        return False
    crops = before.crop(first), after.crop(second)
    inks = _written(first, before, judgement), _written(second, after, judgement)
    if any(_levelled(crop) is crop for crop in crops) or inks[0] is None or inks[1] is None:
        return False
    return bool(apart(inks[0].ground[None], inks[1].ground)[0] <= EVEN)


def _levelled(pixels: np.ndarray) -> np.ndarray:
    """A box without the gradient of its ground from above to below, seen at its ends; as it is where there is none."""
    if pixels.shape[1] < 6 * ENDS:
        return pixels
    ends = [pixels[:, 2 * ENDS : 3 * ENDS], pixels[:, -3 * ENDS : -2 * ENDS]]
    rows = np.median(np.concatenate(ends, 1), 1).astype(np.int16)
    edge = max(1, round(ROOM * len(rows)))
    inner = rows[edge:-edge]
    if len(inner) < 2 or np.ptp(inner, axis=0).max() <= EVEN or np.abs(np.diff(inner, axis=0)).max() > EVEN:
        return pixels
    return np.clip(pixels - rows[:, None] + rows[len(rows) // 2], 0, 255).astype(np.uint8)


def _written(box: np.ndarray, side: Side, judgement: Judgement) -> Patch | None:
    """What is written or drawn on a box, inside of its round corners."""
    room = ROOM * min(box[3] - box[1], box[2] - box[0])  # a tall one has no larger corners
    down, along = round(room), round(2 * room)
    whole = _levelled(side.crop(box))
    patch = Patch.of(whole[down : len(whole) - down, along : whole.shape[1] - along], judgement.ink)
    where = patch.box
    if where is None:
        return None
    x0, y0, x1, y1 = where
    return Patch(patch.pixels[y0:y1, x0:x1], patch.ground, patch.ink[y0:y1, x0:x1])
