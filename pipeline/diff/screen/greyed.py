"""Buttons and fields that a browser greyed out: words and edge paler, on a ground that hardly changes or fades."""

from __future__ import annotations

import numpy as np

from pipeline.diff.screen.finding import Finding, covers
from pipeline.diff.screen.patches import Patch, apart, shape_overlap
from pipeline.diff.screen.side import Side

HEIGHTS, WIDE = (8, 140), 2
"""Pixels: heights of a button or field, at twice the scale as well; and widths of an empty field in its heights."""

EDGE = 2
"""Pixels: how wide the edge of a button is."""

GROUND = 26
"""Levels that the ground of a button may change by when it is greyed out, and by which grey words may be tinted."""

OFF = 16
"""Levels by which a ground that fades may lie beside the way from its own colour to that around."""

SAME = 0.6
"""Share of the ink that pale and strong words have in common: the pale ones lose their soft edges."""

PALER = 0.75
"""Ratio of contrasts below which words or edges are greyed out."""

CHANGED = 2
"""Levels by which ground or edge must have changed along with the words: else these have another colour."""


def greyed(first: np.ndarray, second: np.ndarray, before: Side, after: Side) -> Finding | None:
    """A button or field that was greyed out, or is no longer."""
    wide, high = second[2:] - second[:2]
    if not HEIGHTS[0] <= high <= HEIGHTS[1] or wide < high:
        return None
    inner = np.array([EDGE, EDGE, -EDGE, -EDGE])
    one, other = (Patch.of(side.crop(box + inner), 24) for side, box in ((before, first), (after, second)))
    if one.ink.shape != other.ink.shape:
        return None
    edges = [_edge(side.crop(box)) for side, box in ((before, first), (after, second))]
    around = after.ground_around(second)
    if one.color is not None and other.color is not None and _framed(second, after):
        alike = shape_overlap(one.ink, other.ink) >= SAME and max(np.ptp(one.color), np.ptp(other.color)) <= GROUND
        changed = max(apart(one.ground[None], other.ground)[0], np.abs(edges[0] - edges[1]).max())
        contrasts = [_contrast(one.color, one.ground), _contrast(other.color, other.ground)]
        form = "button"
    elif one.color is None and other.color is None and wide >= WIDE * high:
        alike = _even(first, before) and _even(second, after) and max(np.ptp(edge) for edge in edges) <= GROUND
        changed = apart(one.ground[None], other.ground)[0]
        contrasts = [_contrast(edge, around) for edge in edges]
        form = "field"
    else:
        return None
    ratio = contrasts[1] / max(1.0, contrasts[0])
    if not alike or changed < CHANGED or PALER < ratio < 1 / PALER:
        return None
    strong, pale = (one, other) if ratio < 1 else (other, one)
    if apart(strong.ground[None], pale.ground)[0] > GROUND and not _towards(strong.ground, pale.ground, around):
        return None
    names = ("enabled", "disabled") if ratio < 1 else ("disabled", "enabled")
    return Finding("state", first, second, form, *names)


def _framed(box: np.ndarray, side: Side) -> bool:
    return any(covers(panel, box, 0.8) and covers(box, panel, 0.8) for panel in side.painted)


def _edge(pixels: np.ndarray) -> np.ndarray:
    """The colour of the outermost pixels."""
    return np.asarray(np.median(_rim(pixels), axis=0))


def _even(box: np.ndarray, side: Side) -> bool:
    """Whether a box has an edge of one colour, but for its corners, that is not the ground's."""
    rim = _rim(side.crop(box))
    color = np.median(rim, axis=0)
    drawn = apart(color[None], side.ground_around(box))[0] > GROUND
    return bool(drawn and (apart(rim, color) <= GROUND).mean() > 0.9)


def _rim(pixels: np.ndarray) -> np.ndarray:
    return np.concatenate([pixels[0], pixels[-1], pixels[:, 0], pixels[:, -1]])


def _contrast(color: np.ndarray, ground: np.ndarray) -> float:
    return float(apart(np.asarray(color)[None], ground)[0])


def _towards(strong: np.ndarray, pale: np.ndarray, around: np.ndarray) -> bool:
    """Whether a ground went some of the way to the colour around it."""
    whole, part = (np.asarray(color, float) - around for color in (strong, pale))
    share = float(part @ whole) / max(1.0, float(whole @ whole))
    return bool(0.1 < share < 1 and np.abs(part - share * whole).max() <= OFF)
