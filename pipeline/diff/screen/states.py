"""States that pixels show: ticked or not, enabled or greyed out."""

from __future__ import annotations

import numpy as np

from pipeline.diff.screen.elements import in_a_line
from pipeline.diff.screen.finding import Finding, covers
from pipeline.diff.screen.patches import Patch, apart, best_likeness, shape_overlap, strength
from pipeline.diff.screen.side import Side

BOX = (11, 30)
"""Sides in pixels of a tick box."""

SHARP = 2000
"""Pixels: width of a page from which, and 900 up to which, its device shows each pixel twice."""

BUTTON = 70
"""Pixels: greatest height of a button."""

PLACEHOLDER = 0.88
"""Part of the contrast of typed words that a placeholder has at most."""

GREY = 40
"""Levels between the channels of a placeholder's colour at most."""

KEPT = 6
"""Levels within which what is drawn on a button kept its colour."""

SAME_WORDS = 0.7
"""Share of the ink that two words have in common from which they are one word in two shades."""


def ticking(first: np.ndarray, second: np.ndarray, before: Side, after: Side) -> Finding | None:
    """A tick box or radio button whose middle was filled or emptied within the same outline."""
    wide, high = second[2:] - second[:2]
    if not (min(wide, high) >= 3 and max(wide, high) <= BOX[1]):
        return None
    boxes = []
    for side, box in ((before, first), (after, second)):
        found = [
            piece
            for piece in (*side.words, *side.painted)
            if covers(piece, box, 0.85) and _square(piece) and BOX[0] <= piece[3] - piece[1] <= BOX[1]
        ]
        boxes.append(min(found, key=lambda box: (box[2] - box[0]) * (box[3] - box[1])) if found else None)
    known = [box for box in boxes if box is not None]
    if not known:
        return None
    box = known[0] if boxes[0] is not None else known[0] - np.tile(second[:2] - first[:2], 2)
    place = box + np.tile(second[:2] - first[:2], 2)
    filled, rings = [], []
    for side, where in ((before, box), (after, place)):
        ground = side.ground_around(where)
        ink = apart(side.crop(where), ground) > 24
        if min(ink.shape) < 6:
            return None
        ring = ink.copy()
        ring[3:-3, 3:-3] = False
        rings.append(ring)
        outline = np.concatenate([ink[:3].any(0), ink[-3:].any(0), ink[:, :3].any(1), ink[:, -3:].any(1)]).mean()
        if outline < 0.85:
            return None
        margin = max(2, min(ink.shape) // 5)
        middle = side.crop(where)[margin:-margin, margin:-margin]
        filled.append(float((apart(middle, _commonest(ground, middle)) > 48).mean()))
    if rings[0].shape != rings[1].shape or shape_overlap(*rings) < 0.55:
        return None
    if abs(filled[0] - filled[1]) < 0.08 or min(filled) > 0.35:
        return None
    names = ("unchecked", "checked") if filled[1] > filled[0] else ("checked", "unchecked")
    return Finding("state", box, place, "checkbox", *names)


def enabling(first: np.ndarray, second: np.ndarray, before: Side, after: Side) -> Finding | None:
    """A button or icon that was greyed out, or is no longer: all of it is nearer to the ground around, or farther."""
    wide, high = second[2:] - second[:2]
    if high > BUTTON * (1 if 900 <= after.image.shape[1] < SHARP else 2) or high < 8 or wide > 12 * high:
        return None
    ground = after.ground_around(second)
    one, other = (side.crop(box).astype(float) - ground for side, box in ((before, first), (after, second)))
    if one.shape != other.shape:
        return None
    one, other = one.ravel(), other.ravel()
    energy = float(one @ one)
    if energy < 1 or float(other @ other) < 1:
        return None
    slope = float(one @ other) / energy
    fit = float(one @ other) / np.sqrt(energy * float(other @ other))
    if fit < 0.97 or not (0.15 < slope < 0.9 or 1.12 < slope < 7) or _kept_ink(first, second, slope, before, after):
        return None
    framed = [panel for panel in after.painted if covers(panel, second, 0.7) and covers(second, panel, 0.7)]
    grey = np.abs(np.diff((one + other).reshape(-1, 3), axis=1)).max() < 48
    pieces = [piece for piece in after.boxes("phrase", "word") if covers(second, piece, 0.7)]
    shaded = len(np.unique((after.crop(second) >> 5).reshape(-1, 3), axis=0)) > 2
    icon = wide <= 2 * high and max(wide, high) <= 40 and grey and len(pieces) <= 1 and not in_a_line(second, after)
    if not (framed and pieces and shaded) and not icon:
        return None
    names = ("enabled", "disabled") if slope < 1 else ("disabled", "enabled")
    return Finding("state", first, second, "icon" if icon else "button", *names)


def _kept_ink(first: np.ndarray, second: np.ndarray, slope: float, before: Side, after: Side) -> bool:
    """Whether what is drawn on a button kept its colour, while it would have gone far with the ground."""
    one, other = Patch.of(before.crop(first), 24), Patch.of(after.crop(second), 24)
    if one.color is None or other.color is None:
        return False
    away = apart(one.color[None], after.ground_around(second))[0]
    return bool(abs(1 - slope) * away >= 2 * KEPT and apart(one.color[None], other.color)[0] <= KEPT)


def paler(one: Patch, other: Patch) -> bool:
    """Whether other words than before stand there, and more strongly: a placeholder made room for what was typed."""
    if one.color is None or other.color is None:
        return False
    alike = best_likeness(strength(one), strength(other), 1)
    if shape_overlap(one.ink, other.ink) > SAME_WORDS and alike > SAME_WORDS:
        return False  # letters of any words cover each other for the most part
    contrasts = apart(one.color[None], one.ground)[0], apart(other.color[None], other.ground)[0]
    return bool(np.ptp(one.color) < GREY and contrasts[0] < PLACEHOLDER * contrasts[1])


def _square(box: np.ndarray) -> bool:
    wide, high = box[2] - box[0], box[3] - box[1]
    return bool(0.75 < wide / high < 1.34)


def _commonest(ground: np.ndarray, pixels: np.ndarray) -> np.ndarray:
    """The colour of the middle's own ground: white in most tick boxes, the ground around otherwise."""
    patch = Patch.of(pixels, 24)
    return patch.ground if (apart(pixels, patch.ground) <= 24).mean() > 0.4 else ground
