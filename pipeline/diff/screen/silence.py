"""Differences that say nothing: text cursors, scroll bars, and drawings of the same thing by another renderer."""

from __future__ import annotations

import numpy as np

from pipeline.core.channels import highest
from pipeline.diff.screen.finding import covers
from pipeline.diff.screen.judgement import Judgement
from pipeline.diff.screen.patches import LUMA, Patch, apart, best_likeness, faded, found_in
from pipeline.diff.screen.side import Side
from pipeline.diff.screen.spots import Spot, hull

CARET = 2
"""Pixels: how thick a text cursor is."""

REDRAWN = 0.2
"""Share of a page's words that another renderer has drawn anew, from which each must differ clearly."""

DRIFT = 6
"""Pixels that a letter may drift along its line."""

LETTER = 12
"""Pixels a side at least in which drawings are compared."""

SURELY = 0.85
"""Correlation of the worst slice of a line from which it surely is the same."""

CUT = 5
"""Pixels: how much of a thing that the edge of the picture cuts off says nothing of it."""

RULE = 4
"""Pixels: how thick a line under words is, and how far from its words fractions of a pixel may draw it."""

WHOLE = 0.8
"""Part of its length that such a line has at one height."""

PALE = (18, 30)
"""Levels by which ink must differ to be of another colour where nothing was drawn anew, and where much was."""

OTHER_INK, REPEATED = 36, 0.98
"""Levels by which the full ink of two drawings that are the same, from this correlation on, differs in colour, whatever
frame and ground around it have in common."""

SAME_LIGHT, SAME_TINT = 4.0, 16.0
"""Levels within which lossy formats keep the mean light of a place, and that of each channel, whose hue they thin."""

SAME_DRAWING = 0.97
"""Correlation of one drawing before and after a lossy format; other letters stay under 0.9."""

DRAWING = 48
"""Pixels a side from which what is drawn without words is no letter."""

LINE = 60
"""Pixels: how high a line of words is at most."""

TINTED = 24
"""Levels by which the lines of such a drawing are of another colour."""

GROOVE = 8
"""Pixels between the thumb of a scroll bar and the edge, at the most."""

BAR = 24
"""Pixels: how thick a scroll bar is."""


def is_rendering(spot: Spot, before: Side, after: Side, judgement: Judgement) -> bool:
    """Whether a spot shows no change that a person would name."""
    silent = _silent(spot, before, after, judgement)
    return _drawn_again(spot, before, after) >= judgement.drifted if silent is None else silent


def may_be_other_words(spot: Spot, before: Side, after: Side, judgement: Judgement) -> bool:
    """Whether a spot that passes for another rendering may be other letters of the same lengths: reading tells."""
    if before.motion.noise or _silent(spot, before, after, judgement) is not None:
        return False
    return judgement.drifted <= _drawn_again(spot, before, after) < SURELY


def _silent(spot: Spot, before: Side, after: Side, judgement: Judgement) -> bool | None:
    """Whether a spot shows no change that a person would name; None if that depends on how letters were drawn."""
    raw = [box for box in (spot.raw_before, spot.raw_after) if box is not None]
    place = hull(raw)
    wide, high = place[2:] - place[:2]
    if wide <= CARET and high < 40 * CARET:
        return True
    if min(wide, high) <= CARET and (before.motion.noise or max(wide, high) < 24):
        return True
    frame = (before if spot.raw_after is None else after).image.shape[:2]
    if _scroll_bar(place, frame):
        return True
    if _at_an_edge(spot, frame):
        return True
    if spot.raw_before is None or spot.raw_after is None:
        if wide >= 4 * RULE and high <= RULE and _rule_beside(spot, before, after, judgement):
            return True
        return _there_after_all(spot, before, after)
    dx, dy = before.motion.shift_at(spot.raw_before, "before")
    if (dx or dy) and _drifted_rule(spot.raw_before + np.array([dx, dy, dx, dy]), spot.raw_after):
        return True
    first, second = _around(spot, before, after)
    high, wide = first.shape[:2]
    redrawn = bool(before.motion.noise) or before.redrawn_share > REDRAWN
    lossy = "compression" in before.motion.noise
    if lossy and _as_light(first, second) and best_likeness(first, second, 3) >= SAME_DRAWING:
        return True
    if min(high, wide) >= DRAWING and not before.motion.noise:
        if _tinted(first, second):
            return False
        if not _has_words(spot, before, after):
            return best_likeness(first, second, 3) >= 0.92
    if min(high, wide) < 8 or _repainted(first, second, judgement, PALE[redrawn], lossy):
        return False
    if not redrawn and (_other_ink(first, second, judgement) or _tinted(first, second)):
        return False
    if best_likeness(first, second, 3) >= 0.92:
        return True
    redrawn = redrawn or any(0 < max(abs(dx), abs(dy)) <= 3 for dx, dy in before.motion.shifts)
    return None if redrawn else False


def _around(spot: Spot, before: Side, after: Side) -> tuple[np.ndarray, np.ndarray]:
    """What both pictures show at a spot and right around it, in one size."""
    assert spot.raw_before is not None
    assert spot.raw_after is not None
    dx, dy = before.motion.shift_at(spot.raw_before, "before")
    around = _roomy(hull([spot.raw_after, spot.raw_before + np.array([dx, dy, dx, dy])]))
    first, second = before.crop(around - np.array([dx, dy, dx, dy])), after.crop(around)
    high, wide = np.minimum(first.shape[:2], second.shape[:2])
    return first[:high, :wide], second[:high, :wide]


def _drawn_again(spot: Spot, before: Side, after: Side) -> float:
    """How well a spot is explained by letters that were drawn otherwise: the correlation of its worst slice."""
    first, second = _around(spot, before, after)
    return max(_elastic(first, second), best_likeness(first, second, 3) - 0.1)


def _has_words(spot: Spot, before: Side, after: Side) -> bool:
    """Whether words stand where a picture differs, whose letters another renderer may draw otherwise."""
    sides = ((before, spot.raw_before), (after, spot.raw_after))
    return any(_holds_word(box, side) for side, box in sides if box is not None)


def _holds_word(box: np.ndarray, side: Side) -> bool:
    return any(word[3] - word[1] <= LINE and covers(box, word, 0.9) for word in side.boxes("phrase"))


def _tinted(first: np.ndarray, second: np.ndarray) -> bool:
    """Whether the pixels that differ clearly have another colour on the whole."""
    gap = second.astype(np.int16) - first
    clear = highest(np.abs(gap)) > TINTED
    return bool(clear.any() and np.abs(gap[clear].mean(0)).max() > TINTED)


def _drifted_rule(one: np.ndarray, other: np.ndarray) -> bool:
    """Whether a line under words is where it was, but for the fractions of a pixel that a block went."""
    if max(one[3] - one[1], other[3] - other[1]) > RULE or min(one[2] - one[0], other[2] - other[0]) < 4 * RULE:
        return False
    near = abs((one[1] + one[3]) - (other[1] + other[3])) <= 2 * RULE
    common = min(one[2], other[2]) - max(one[0], other[0])
    return bool(near and common > 0 and min(one[2] - one[0], other[2] - other[0]) <= common + RULE)


def _rule_beside(spot: Spot, before: Side, after: Side, judgement: Judgement) -> bool:
    """Whether a line that only one picture seems to have is right above or below in the other, in a block that went."""
    side, other = (after, before) if spot.raw_before is None else (before, after)
    there = side.motion.carried(spot.place, other.picture)
    if (there == spot.place).all():
        return False
    ink = Patch.of(other.crop(there + np.array([0, -RULE, 0, RULE])), judgement.ink).ink
    return bool(ink.mean(1).max(initial=0) > WHOLE)


def _as_light(first: np.ndarray, second: np.ndarray) -> bool:
    away = first.mean((0, 1)) - second.mean((0, 1))
    return bool(abs(float(away @ LUMA)) < SAME_LIGHT and np.abs(away).max() < SAME_TINT)


def _roomy(box: np.ndarray) -> np.ndarray:
    """The box with some room around it, so much that a letter can be told from another."""
    wide, high = (max(3, int(np.ceil((LETTER - side) / 2))) for side in box[2:] - box[:2])
    return box + np.array([-wide, -high, wide, high])


def _elastic(first: np.ndarray, second: np.ndarray) -> float:
    """How well the worst slice of a line is found within a few pixels of its place: letters drift with the renderer."""
    high, wide = first.shape[:2]
    step = max(10, int(0.8 * high))
    scores = []
    for left in range(0, max(1, wide - step // 2), step):
        piece = first[2 : high - 2, left : min(left + step, wide)]
        if piece.shape[1] < 4 or piece.std() < 12:
            continue
        scene = second[:, max(0, left - DRIFT) : min(left + step + DRIFT, wide)]
        scores.append(found_in(np.ascontiguousarray(piece), np.ascontiguousarray(scene))[0])
    return float(np.min(scores)) if scores else 0.0


def _there_after_all(spot: Spot, before: Side, after: Side) -> bool:
    """Whether what only one picture seems to have is in the other as well, a few pixels off."""
    side, other = (after, before) if spot.raw_before is None else (before, after)
    box = spot.place
    nudged = any(0 < max(abs(dx), abs(dy)) <= 3 for dx, dy in side.motion.shifts)
    calm = side.redrawn_share < REDRAWN and not side.motion.noise and not nudged
    small = max(box[2:] - box[:2]) <= LETTER and (side.motion.carried(box, other.picture) != box).any()
    if calm and not small:
        return False
    piece = np.ascontiguousarray(side.crop(box + np.array([-3, -2, 3, 2])))
    scene = np.ascontiguousarray(other.crop(side.motion.carried(box, other.picture) + np.array([-9, -8, 9, 8])))
    return found_in(piece, scene)[0] >= (0.9 if calm else 0.7)


def _at_an_edge(spot: Spot, frame: tuple[int, ...]) -> bool:
    """A few pixels of something cut off at the edge of the picture, in a block that moved by a pixel or two."""
    box = spot.place
    height, width = frame
    wide, high = box[2:] - box[:2]
    bare = spot.before is None and spot.after is None
    across = high <= CUT and (box[1] <= 2 or box[3] >= height - 2)
    down = bare and wide <= CUT and (box[0] <= 2 or box[2] >= width - 2)
    return bool(across or down)


def _repainted(first: np.ndarray, second: np.ndarray, judgement: Judgement, least: int, lossy: bool) -> bool:
    """Whether ground or ink of the two pieces have other colours, by ``least`` levels of the ink."""
    one, other = (Patch.of(piece, judgement.ink) for piece in (first, second))
    if apart(one.ground[None], other.ground)[0] > 12:
        return True
    if one.color is None or other.color is None:
        return one.color is not other.color
    if lossy and faded(one.color, other.color):
        return False
    means = [piece.pixels[piece.ink].mean(0) for piece in (one, other)]
    return bool(np.abs(means[0] - means[1]).max() > least and apart(one.color[None], other.color)[0] > least)


def _other_ink(first: np.ndarray, second: np.ndarray, judgement: Judgement) -> bool:
    """Whether one drawing has inks of two colours."""
    one, other = (Patch.of(piece, judgement.ink) for piece in (first, second))
    if one.color is None or other.color is None or apart(one.color[None], other.color)[0] <= OTHER_INK:
        return False
    return best_likeness(first, second, 1) >= REPEATED


def _scroll_bar(place: np.ndarray, shape: tuple[int, ...]) -> bool:
    height, width = shape[:2]
    wide, high = place[2:] - place[:2]
    right = place[0] >= width - BAR and wide >= 6 and (place[2] >= width - GROOVE or high > 2 * wide)
    bottom = place[1] >= height - BAR and place[3] >= height - 4 and wide > 0.5 * width
    return bool(right or bottom)
