"""Buttons and fields that a browser greyed out: words and edge paler, on a ground that hardly changes or fades."""

from __future__ import annotations

import numpy as np

from pipeline.diff.screen.finding import Finding, covers
from pipeline.diff.screen.patches import Patch, apart, shape_overlap
from pipeline.diff.screen.side import Side

HEIGHTS, WIDE = (8, 140), 2
"""Pixels: heights of a button or field, at twice the scale as well; and widths of an empty field in its heights."""

LARGEST = 0.3
"""Part of the picture that a list or a text area, with an edge all around, fills at most."""

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

INK, FAINT = 24, 5
"""Levels from the ground from which there is ink, and where words may have become so pale that none has so much."""

FOLLOWED = 0.15
"""Part of how far the ground went that the words must have gone: else the ground alone has another colour."""


def greyed(first: np.ndarray, second: np.ndarray, before: Side, after: Side) -> Finding | None:
    """A button or field that was greyed out, or is no longer."""
    wide, high = second[2:] - second[:2]
    boxed = _even(first, before) and _even(second, after)
    low = HEIGHTS[0] <= high <= HEIGHTS[1] and wide >= high
    large = wide * high > LARGEST * after.image.shape[0] * after.image.shape[1]
    if not (low or (boxed and min(wide, high) >= HEIGHTS[0] and not large)):
        return None
    inner = np.array([EDGE, EDGE, -EDGE, -EDGE])
    one, other = _inked(before.crop(first + inner), after.crop(second + inner))
    if one.ink.shape != other.ink.shape:
        return None
    edges = [_edge(side.crop(box)) for side, box in ((before, first), (after, second))]
    around = after.ground_around(second)
    ground = float(apart(one.ground[None], other.ground)[0])
    seen = None
    if one.color is not None and other.color is not None and _framed(second, after):
        alike = shape_overlap(one.ink, other.ink) >= SAME and max(np.ptp(one.color), np.ptp(other.color)) <= GROUND
        went = float(apart(one.color[None], other.color)[0])
        if alike and max(ground, np.abs(edges[0] - edges[1]).max()) >= CHANGED and went >= FOLLOWED * ground:
            seen = _stronger(_contrast(one.color, one.ground), _contrast(other.color, other.ground)), "button"
    bare = one.color is None and other.color is None and wide >= WIDE * high
    grey = max(np.ptp(edge) for edge in edges) <= GROUND
    if (seen is None or seen[0] is None) and boxed and (bare or not low) and ground >= CHANGED and grey:
        seen = _stronger(*(_contrast(edge, around) for edge in edges)), "field"
    if seen is None or seen[0] is None:
        return None
    strong, pale = (one, other) if seen[0] == "before" else (other, one)
    if ground > GROUND and not _towards(strong.ground, pale.ground, around):
        return None
    names = ("enabled", "disabled") if strong is one else ("disabled", "enabled")
    return Finding("state", first, second, seen[1], *names)


def _inked(first: np.ndarray, second: np.ndarray) -> tuple[Patch, Patch]:
    """Both pieces, with the ink of the one at the level of pale words where only the other one has any."""
    one, other = Patch.of(first, INK), Patch.of(second, INK)
    if one.color is None and other.color is not None:
        one = Patch.of(first, FAINT)
    elif other.color is None and one.color is not None:
        other = Patch.of(second, FAINT)
    return one, other


def _stronger(first: float, second: float) -> str | None:
    """In which picture the contrast is clearly greater; None where it is about the same."""
    ratio = second / max(1.0, first)
    if PALER < ratio < 1 / PALER:
        return None
    return "before" if ratio < 1 else "after"


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
