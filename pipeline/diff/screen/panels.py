"""Painted boxes that came, went, grew or moved as a whole: cards, dialogs, menus, buttons."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from pipeline.diff.screen.elements import form_of
from pipeline.diff.screen.finding import Finding, covers, iou
from pipeline.diff.screen.greyed import greyed
from pipeline.diff.screen.instead import stood
from pipeline.diff.screen.judgement import Judgement
from pipeline.diff.screen.patches import Patch, best_likeness, resized, shape_overlap, strength
from pipeline.diff.screen.side import Side
from pipeline.diff.screen.spots import hull
from pipeline.diff.screen.states import ticking

ICON = 72
"""Pixels a side up to which something smaller in the place of a box may be another icon."""

LEAST = 14
"""Pixels a side from which a painted box is looked at as a whole."""


def changed_panels(before: Side, after: Side, judgement: Judgement) -> list[Finding]:
    """Findings about whole painted boxes; what merely has another ground is left to the spots."""
    gone, come = _unpartnered(before, after), _unpartnered(after, before)
    found: list[Finding] = []
    for first, second in _candidates(gone, come, before, after):
        if not any(covers(one.after, second, 0.9) or covers(one.before, first, 0.9) for one in found):
            kind = _continued(first, second, before, after, judgement)
            if kind is not None:
                found.append(kind)
                gone = [box for box in gone if not covers(first, box, 0.9)]
                come = [box for box in come if not covers(second, box, 0.9)]
    for box in come:
        there = before.motion.carried(box, "before")
        if _only_painted(there, box, before, after, judgement):
            continue
        state = ticking(there, box, before, after) or greyed(there, box, before, after)
        if state is not None:
            found.append(state)
            continue
        trigger = _trigger(box, before, after, judgement)
        other = stood(box, there, before, judgement)
        if trigger is not None:
            found.append(Finding("state", trigger, box, "button", "closed", "open"))
        elif _replaces(there, before, judgement):
            found.append(Finding("replace", there, box, form_of(box, after)))
        elif other is not None:
            found.append(Finding("replace", other, box, "image"))
        else:
            found.append(Finding("add", None, box, form_of(box, after)))
    for box in gone:
        there = after.motion.carried(box, "after")
        if _only_painted(box, there, before, after, judgement):
            continue
        state = ticking(box, there, before, after) or greyed(box, there, before, after)
        if state is not None:
            found.append(state)
            continue
        other = stood(box, there, after, judgement)
        if _replaces(there, after, judgement):
            found.append(Finding("replace", box, there, form_of(box, before)))
        elif other is not None:
            found.append(Finding("replace", box, other, "image"))
        else:
            found.append(Finding("drop", box, None, form_of(box, before)))
    return found


def _trigger(box: np.ndarray, before: Side, after: Side, judgement: Judgement) -> np.ndarray | None:
    """The words that a menu opened under, where the box lies over what was there before."""
    if Patch.of(before.crop(box), judgement.ink).ink.mean() < 0.01 or not after.still(box):
        return None
    rows = sorted(int(line[1]) for line in after.boxes("phrase") if covers(box, line, 0.9))
    if sum(below - above > 6 for above, below in pairwise(rows)) < 2:
        return None
    above = [
        line
        for line in before.boxes("phrase")
        if 0 <= box[1] - line[3] <= 30 and abs(line[0] - box[0]) <= 40 and line[2] - line[0] < 240
    ]
    return min(above, key=lambda line: abs(line[0] - box[0])) if above else None


def _candidates(
    gone: list[np.ndarray], come: list[np.ndarray], before: Side, after: Side
) -> list[tuple[np.ndarray, np.ndarray]]:
    """Pairs of boxes that may be one at two sizes or places; at least one of each is new."""
    pairs = [(first, second) for first in gone for second in come]
    pairs += [(first, second) for second in come for first in before.painted if iou(first, second) > 0.15]
    pairs += [(first, second) for first in gone for second in after.painted if iou(first, second) > 0.15]
    return pairs


def _replaces(box: np.ndarray, side: Side, judgement: Judgement) -> bool:
    """Whether a picture fills the place, or most of that of an icon: it is no ground, and all of it differs."""
    x0, y0, x1, y1 = side.clipped(box)
    small = max(box[2:] - box[:2]) <= ICON
    patch = Patch.of(side.crop(box), judgement.ink, side.ground_around(box) if small else None)
    least = 0.6 if small else 0.8
    full = patch.ink.mean() > 0.35 and patch.ink.any(1).mean() > least
    return bool(full and side.differing[y0:y1, x0:x1].mean() > 0.6)


def _unpartnered(side: Side, other: Side) -> list[np.ndarray]:
    """The outermost painted boxes whose edges are new on three sides, and which the other picture does not have."""
    known = other.painted
    height, width = side.image.shape[:2]
    found: list[np.ndarray] = []
    boxes = side.painted
    size = (boxes[:, 2:] - boxes[:, :2]).prod(1) if len(boxes) else np.zeros(0)
    for i in np.argsort(-size, kind="stable"):
        box = boxes[i]
        if (box[2:] - box[:2]).min() < LEAST or size[i] > 0.6 * height * width:
            continue
        if any(covers(outer, box, 0.9) for outer in found) or _letter(box, side):
            continue
        x0, y0, x1, y1 = side.clipped(box + np.array([-2, -2, 2, 2]))
        mask = side.differing[y0:y1, x0:x1]
        sides = (mask[:5].any(0), mask[-5:].any(0), mask[:, :5].any(1), mask[:, -5:].any(1))
        if sum(float(part.mean()) > 0.6 for part in sides) < 3 and mask.mean() < 0.5:
            continue
        there = side.motion.carried(box, other.picture)
        if any(iou(there, one) > 0.9 for one in known):
            continue
        found.append(box)
    return _merged(found)


def _letter(box: np.ndarray, side: Side) -> bool:
    """Whether a box is a letter of large type: nothing is written on it, and words hardly higher go on beside it."""
    wide, high = box[2:] - box[:2]
    words, lines = side.words, side.boxes("phrase")
    if any(covers(box, word, 0.95) and not covers(word, box, 0.9) for word in words[_touching(words, box)]):
        return False
    return any(
        covers(line, box, 0.95) and line[3] - line[1] < 1.3 * high and line[2] - line[0] > 1.5 * wide
        for line in lines[_touching(lines, box)]
    )


def _touching(boxes: np.ndarray, box: np.ndarray) -> np.ndarray:
    """Which of some boxes share pixels with one."""
    return np.asarray(((boxes[:, :2] < box[2:]) & (boxes[:, 2:] > box[:2])).all(1))


def _merged(boxes: list[np.ndarray]) -> list[np.ndarray]:
    """Boxes of one width that lie directly below each other are parts of one: a menu with a rule in it."""
    left = sorted(boxes, key=lambda box: box[1])
    for box in list(left):
        for other in left:
            same = np.abs(box[[0, 2]] - other[[0, 2]]).max() <= 2
            if other is not box and same and 0 <= other[1] - box[3] <= 3:
                left = [one for one in left if one is not box and one is not other]
                return _merged([*left, hull([box, other])])
    return left


def _continued(
    first: np.ndarray, second: np.ndarray, before: Side, after: Side, judgement: Judgement
) -> Finding | None:
    """The same box at another size or place."""
    (w0, h0), (w1, h1) = first[2:] - first[:2], second[2:] - second[:2]
    across, down = w1 / w0, h1 / h0
    scale = float(np.sqrt(across * down))
    if not 0.9 < across / down < 1.11 or not 0.4 < scale < 2.5:
        return None
    one, other = (Patch.of(side.crop(box), judgement.ink) for side, box in ((before, first), (after, second)))
    high, wide = other.pixels.shape[:2]
    alike = best_likeness(resized(strength(one), wide, high), strength(other))
    if abs(scale - 1) < 0.03:
        if alike < judgement.same_look or np.abs(first[:2] - second[:2]).max() < judgement.least_move:
            return None
        return Finding("move", first, second, form_of(second, after))
    if max(abs(w1 - w0), abs(h1 - h0)) <= judgement.least_move:
        return None  # the box within a border, and the box of that border
    near = iou(first, second) > 0.15
    corner = min(np.abs(first[[0, 1]] - second[[0, 1]]).max(), np.abs(first[[2, 3]] - second[[2, 3]]).max()) <= 3
    if not near or alike < (0.15 if corner else 0.35):
        return None
    return Finding("resize", first, second, form_of(second, after), "", "larger" if scale > 1 else "smaller")


def _only_painted(first: np.ndarray, second: np.ndarray, before: Side, after: Side, judgement: Judgement) -> bool:
    """Whether what stands on a box stands at its place in the other picture as well."""
    one, other = (Patch.of(side.crop(box), judgement.ink) for side, box in ((before, first), (after, second)))
    high, wide = np.minimum(one.pixels.shape[:2], other.pixels.shape[:2])
    margin = 3 if min(high, wide) > 16 else 1
    inks = [patch.ink[margin : high - margin, margin : wide - margin] for patch in (one, other)]
    if not inks[0].any() and not inks[1].any():
        return True
    if min(inks[0].sum(), inks[1].sum()) < 0.25 * max(inks[0].sum(), inks[1].sum()):
        return False
    return shape_overlap(*(np.ascontiguousarray(ink) for ink in inks)) >= judgement.same_shape
