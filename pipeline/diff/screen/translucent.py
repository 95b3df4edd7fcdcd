"""Buttons and fields that were made translucent: all of them went the same part of the way to the ground around."""

from __future__ import annotations

import numpy as np

from detectors.screen.colors import most_frequent
from pipeline.core.channels import highest
from pipeline.diff.screen.finding import Finding, covers
from pipeline.diff.screen.patches import apart
from pipeline.diff.screen.side import Side

SHARE = (0.1, 0.85)
"""What is left of the contrast: less is hardly seen, more is a shade."""

SAME, EXACT = 5, 0.97
"""Levels within which pixels are where a translucent thing has them, and part of them that must be."""

GROUND = 26
"""Levels by which that to which all of them go may differ from the ground around, which may be a gradient."""

CONTRAST, DRAWN = 24, 0.01
"""Levels by which something on the thing must differ from its ground, and part of it that must."""

EDGE, ROUND = 3, 0.2
"""Levels by which the thing's own ground, or its rim but for round corners, must differ from the ground around: words
alone that pale have another colour."""

BESIDE = 3
"""Pixels beside the thing at which the ground around is seen."""

LEAST, HIGHEST, LARGEST = 10, 220, 0.08
"""Pixels: least side; greatest height, at twice the scale as well; and greatest part of the picture."""


def made_translucent(first: np.ndarray, second: np.ndarray, before: Side, after: Side) -> Finding | None:
    """A button or field that was greyed out by making it translucent, or is no longer."""
    one, other = before.crop(first), after.crop(second)
    wide, high = second[2:] - second[:2]
    large = wide * high > LARGEST * after.image.shape[0] * after.image.shape[1]
    if one.shape != other.shape or min(wide, high) < LEAST or high > HIGHEST or large:
        return None
    share = _share(one, other)
    if share is None:
        return None
    strong, side, box = (one, before, first) if share < 1 else (other, after, second)
    pale = other if share < 1 else one
    share = min(share, 1 / share)
    if not SHARE[0] < share < SHARE[1]:
        return None
    grounds = _grounds(strong, pale, share, box, side)
    if grounds is None:
        return None
    ground = np.median(grounds, axis=0)
    rim = np.concatenate([strong[0], strong[-1], strong[:, 0], strong[:, -1]])
    inner = strong[EDGE:-EDGE, EDGE:-EDGE].reshape(-1, 3)
    own = np.array(most_frequent(inner), int)
    ink = apart(inner[:, None], own) > CONTRAST
    painted = np.abs(own - ground).max() >= EDGE
    framed = np.quantile(apart(rim[:, None], ground), ROUND) >= EDGE
    if not (painted or framed) or ink.mean() < DRAWN:
        return None
    words = any(covers(box, word, 0.8) and word[2] - word[0] >= 1.5 * (word[3] - word[1]) for word in side.words)
    if not words and max(wide, high) > HIGHEST / 2:
        return None  # a picture
    names = ("enabled", "disabled") if strong is one else ("disabled", "enabled")
    return Finding("state", first, second, "button", *names)


def _grounds(strong: np.ndarray, pale: np.ndarray, share: float, box: np.ndarray, side: Side) -> np.ndarray | None:
    """The ground to which all pixels went that part of the way, ``(1, 3)``, or ``(h, 3)`` where it is a gradient from
    the top down; None where they did not, or the ground around is another one."""
    away = (pale - share * strong.astype(float)) / (1 - share)
    x0, y0, x1, y1 = side.clipped(box)
    beside = [side.image[y0:y1, x] for x in (x0 - BESIDE, x1 + BESIDE - 1) if 0 <= x < side.image.shape[1]]
    flat, fall = np.median(away.reshape(-1, 3), axis=0)[None], np.median(away, axis=1)
    for ground, known in ((flat, [side.ground_around(box)[None]]), (fall, beside)):
        drawn = share * strong + (1 - share) * ground[:, None]
        same = (highest(np.abs(pale - drawn)) <= SAME).mean() >= EXACT
        if same and any(np.median(np.abs(ground - around).max(1)) <= GROUND for around in known):
            return ground
    return None


def _share(one: np.ndarray, other: np.ndarray) -> float | None:
    """How much more or less contrast there is in the second of two pieces, by least squares over all channels."""
    first, second = (piece.reshape(-1, 3) - piece.reshape(-1, 3).mean(0) for piece in (one, other))
    energy = float((first * first).sum())
    common = float((first * second).sum())
    if energy < 25 * len(first) or common <= 0:
        return None
    return common / energy if common < energy else float((second * second).sum()) / common
