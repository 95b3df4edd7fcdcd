"""Things that moved onto others, or from them: they stand alone in one picture, and are looked for in the other."""

from __future__ import annotations

import numpy as np

from pipeline.diff.screen.blocks import carrying
from pipeline.diff.screen.elements import form_of
from pipeline.diff.screen.finding import Finding, covers
from pipeline.diff.screen.judgement import Judgement
from pipeline.diff.screen.patches import Patch, found_in, strength
from pipeline.diff.screen.side import Side

REACH = 96
"""Pixels around its place in which a thing is looked for."""

SIDES = (8, 400)
"""Pixels: least and greatest side of such a thing."""

FOUND = 0.88
"""Correlation from which it is the same thing, with parts of others showing through."""

MOST = 8
"""Places of a pair where so much is looked for, at most."""


def find_strayed(before: Side, after: Side, judgement: Judgement) -> list[Finding]:
    """Moves of things whose old and new places touch."""
    found: list[Finding] = []
    for side, other in ((before, after), (after, before)):
        pieces = [piece for piece in _alone(side) if not any(covers(_box(one, side), piece, 0.3) for one in found)]
        for piece in pieces[: MOST if len(pieces) <= MOST else 0]:
            place = _sought(piece, side, other, judgement)
            if place is not None:
                boxes = carrying(*((piece, place) if side is before else (place, piece)), before, after)
                found.append(Finding("move", *boxes, form=form_of(boxes[0], before)))
    return found


def _box(one: Finding, side: Side) -> np.ndarray | None:
    return one.before if side.picture == "before" else one.after


def _alone(side: Side) -> list[np.ndarray]:
    """Words, icons and pictures that differ, and of which little has stayed where it was."""
    found: list[np.ndarray] = []
    for box in np.concatenate([side.pieces, side.words]).reshape(-1, 4):
        wide, high = box[2:] - box[:2]
        if min(wide, high) < SIDES[0] or max(wide, high) > SIDES[1] or any(covers(one, box, 0.9) for one in found):
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
