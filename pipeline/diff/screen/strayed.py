"""Things that moved onto others, or from them: they stand alone in one picture, and are looked for in the other."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from detectors.screen.colors import most_frequent
from pipeline.diff.screen.blocks import Block, carrying
from pipeline.diff.screen.elements import form_of
from pipeline.diff.screen.finding import Finding, covers
from pipeline.diff.screen.judgement import Judgement
from pipeline.diff.screen.patches import Patch, apart, found_in, strength
from pipeline.diff.screen.side import Side
from pipeline.diff.screen.spots import hull

REACH = 96
"""Pixels around its place in which a thing is looked for."""

SIDES, LINE = (8, 400), 60
"""Pixels: least and greatest side of such a thing; a line of text, no higher than this, may be of any length."""

ACROSS = 0.95
"""Part of the picture's width from which what runs across is a rule or a band of the page."""

FOUND = 0.88
"""Correlation from which it is the same thing, with parts of others showing through."""

WHOLE, CLEAR = 0.85, 0.25
"""Part of its ink that is seen of a thing on others, beyond what its ground has of that colour there; and how much less
of it there was before."""

LEAST_INK, MOST_INK = 40, 0.7
"""Pixels, and part of its box, of the ink of such a thing."""

TINT = 40
"""Levels by which its ink may be of another colour there."""

APART = 6
"""How far apart things in a row may stand that went along, in parts of their height."""

MOST = 8
"""Places of a pair where so much is looked for, at most."""


def find_strayed(before: Side, after: Side, blocks: list[Block], judgement: Judgement) -> list[Finding]:
    """Moves of things whose old and new places touch, or that stand on others, with ``blocks`` that went along."""
    found: list[Finding] = []
    for side, other in ((before, after), (after, before)):
        pieces = [piece for piece in _alone(side) if not any(covers(_box(one, side), piece, 0.3) for one in found)]
        for piece in pieces[: MOST if len(pieces) <= MOST else 0]:
            place = _sought(piece, side, other, judgement)
            if place is None:
                place = _over_others(piece, side, other, judgement)
            if place is not None:
                boxes = carrying(*((piece, place) if side is before else (place, piece)), before, after)
                found.append(Finding("move", *boxes, form=form_of(boxes[0], before)))
    return _rows(found, blocks)


def _rows(moves: list[Finding], blocks: list[Block]) -> list[Finding]:
    """Moves, where what went the same way in one row is one."""
    left: list[Finding] = []
    for one in sorted(moves, key=lambda one: one.pair[0][0]):
        last = next((other for other in left if _along(one.pair, other.pair)), None)
        if last is None:
            left.append(one)
        else:
            boxes = hull([last.pair[0], one.pair[0]]), hull([last.pair[1], one.pair[1]])
            left[left.index(last)] = Finding("move", *boxes, form=last.form)
    for i, one in enumerate(left):
        along = [(block.before, block.after) for block in blocks if _along((block.before, block.after), one.pair)]
        boxes = hull([one.pair[0], *(pair[0] for pair in along)]), hull([one.pair[1], *(pair[1] for pair in along)])
        left[i] = Finding("move", *boxes, form=one.form)
    return left


def _along(one: tuple[np.ndarray, np.ndarray], other: tuple[np.ndarray, np.ndarray]) -> bool:
    """Whether two things that stood in one row went the same way."""
    low = min(one[0][3] - one[0][1], other[0][3] - other[0][1])
    row = min(one[0][3], other[0][3]) - max(one[0][1], other[0][1]) > 0.5 * low
    gap = max(one[0][0], other[0][0]) - min(one[0][2], other[0][2])
    high = max(one[0][3] - one[0][1], other[0][3] - other[0][1])
    same = np.abs((one[1] - one[0]) - (other[1] - other[0]))[:2].max() <= 1
    return bool(row and same and gap <= APART * high)


def _box(one: Finding, side: Side) -> np.ndarray | None:
    return one.before if side.picture == "before" else one.after


def _alone(side: Side) -> list[np.ndarray]:
    """Words, icons and pictures that differ, and of which little has stayed where it was."""
    found: list[np.ndarray] = []
    for box in np.concatenate([side.pieces, side.words]).reshape(-1, 4):
        wide, high = box[2:] - box[:2]
        large = high > SIDES[1] or (wide > SIDES[1] and high > LINE)
        if (
            min(wide, high) < SIDES[0]
            or large
            or wide > ACROSS * side.image.shape[1]
            or any(covers(one, box, 0.9) for one in found)
        ):
            continue
        x0, y0, x1, y1 = side.clipped(box)
        if not side.differing[y0:y1, x0:x1].any():
            continue
        ink = Patch.of(side.crop(box), 24).ink
        if ink.sum() > 30 and (~side.stayed[y0:y1, x0:x1] & ink).sum() > 0.6 * ink.sum():
            found.append(box)
    return found


def _sought(piece: np.ndarray, side: Side, other: Side, judgement: Judgement) -> np.ndarray | None:
    """Where a piece is in the other picture, right beside where it was; None if it is nowhere, or was there before."""
    here = side.motion.carried(piece, other.picture)
    ground = np.array([-REACH, -REACH, REACH, REACH])
    x0, y0, _, _ = other.clipped(here + ground)
    drawn = strength(Patch.of(side.crop(piece), judgement.ink))
    scene = strength(Patch.of(other.crop(here + ground), judgement.ink))
    score, x, y = found_in(np.ascontiguousarray(drawn), np.ascontiguousarray(scene))
    place = piece - np.tile(piece[:2], 2) + np.array([x0 + x, y0 + y, x0 + x, y0 + y])
    way = np.abs((place - here)[:2])
    if score < FOUND or way.max() < judgement.least_move or min(way) > 2:
        return None
    back = side.motion.carried(place, side.picture)
    if back[2] <= piece[0] - 4 or back[0] >= piece[2] + 4 or back[3] <= piece[1] - 4 or back[1] >= piece[3] + 4:
        return None  # apart from each other they are found as they are
    there = strength(Patch.of(side.crop(back), judgement.ink))
    known = found_in(np.ascontiguousarray(drawn), np.ascontiguousarray(there))
    return None if known[0] >= FOUND else place


def _over_others(piece: np.ndarray, side: Side, other: Side, judgement: Judgement) -> np.ndarray | None:
    """Where all the ink of a piece is in the other picture, whatever else stands there; None if it is nowhere."""
    core = _core(side.crop(piece))
    if core is None:
        return None
    here = piece + np.tile([0, side.motion.carried(piece, other.picture)[1] - piece[1]], 2)
    x0, y0, x1, y1 = other.clipped(here + np.array([-REACH, -REACH, REACH, REACH]))
    score, x, y = _seen(core, other.image[y0:y1, x0:x1])
    place = piece - np.tile(piece[:2], 2) + np.array([x0 + x, y0 + y, x0 + x, y0 + y])
    way = np.abs((place - here)[:2])
    if score < WHOLE or way.max() < judgement.least_move or min(way) > 2:
        return None
    back = place + np.tile([0, piece[1] - here[1]], 2)
    known = _seen(core, side.crop(back + np.array([-2, -2, 2, 2])))[0]
    return None if known > WHOLE - CLEAR or not _crossed(core, other.crop(place)) else place


@dataclass(frozen=True, eq=False)
class Core:
    """What is drawn of a thing: its pixels, which of them are ink of the full colour, and its ground."""

    pixels: np.ndarray
    ink: np.ndarray
    ground: np.ndarray


def _core(pixels: np.ndarray) -> Core | None:
    """The full ink of a thing; None where that is too little to know it by."""
    patch = Patch.of(pixels, 24)
    away = apart(patch.pixels, patch.ground)
    ink = patch.ink & (away >= 0.6 * np.quantile(away[patch.ink], 0.9)) if patch.ink.any() else patch.ink
    share = float(ink.mean())
    return Core(pixels, ink, patch.ground) if ink.sum() >= LEAST_INK and share < MOST_INK else None


def _seen(core: Core, scene: np.ndarray) -> tuple[float, int, int]:
    """Where in a scene most of the ink of a thing is seen: which part of it, x and y."""
    import cv2

    high, wide = core.ink.shape
    if scene.shape[0] < high or scene.shape[1] < wide:
        return 0.0, 0, 0
    color = np.median(core.pixels[core.ink], axis=0)
    even = (apart(core.pixels, color) <= TINT) & core.ink
    if even.sum() < 0.5 * core.ink.sum():
        return 0.0, 0, 0  # a picture, not a drawing of one colour
    same = (apart(scene, color) <= TINT).astype(np.float32)
    hits = cv2.matchTemplate(same, even.astype(np.float32), cv2.TM_CCORR) / float(even.sum())
    free = (apart(core.pixels, core.ground) <= 4).astype(np.float32)
    misses = cv2.matchTemplate(same, free, cv2.TM_CCORR) / max(1.0, float(free.sum()))
    scores = np.asarray(hits - misses)
    y, x = np.unravel_index(int(scores.argmax()), scores.shape)
    return float(scores[y, x]), int(x), int(y)


def _crossed(core: Core, there: np.ndarray) -> bool:
    """Whether other things stand at a place along with a thing."""
    free = apart(core.pixels, core.ground) <= 4
    high, wide = np.minimum(free.shape, there.shape[:2])
    ground = np.array(most_frequent(there), int)
    return bool((free[:high, :wide] & (apart(there, ground)[:high, :wide] > 24)).sum() >= LEAST_INK)
