"""Buttons and fields that a browser greyed out: words and edge paler, on a ground that hardly changes or fades."""

from __future__ import annotations

import numpy as np

from detectors.screen.colors import most_frequent
from pipeline.diff.screen.finding import Finding, covers, iou
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

MOST = 40
"""Levels by which it may change whatever the way, where edge and words both became paler."""

ALL = 0.85
"""IoU from which what changed is all of a box but for its edge, or a scroll bar."""

FULL = 0.8
"""Part of a box that differs where its ground does."""

OF_ONE = 6
"""Levels within which words kept their colour."""

WHITE, FILL, LEAST_FILL, TINTED = 250, 36, 8, 8
"""Levels of the ground of a white field at least, how far below that the grey of a field is at most, by how much both
differ at least, and how far apart the channels of a grey may be."""

FOLLOWED = 0.15
"""Part of how far the ground went that the words must have gone: else the ground alone has another colour."""


def greyed(first: np.ndarray, second: np.ndarray, before: Side, after: Side) -> Finding | None:
    """A button or field that was greyed out, or is no longer."""
    first, second = _outline(first, second, before, after)
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
    if (
        one.color is not None
        and other.color is not None
        and (_framed(second, after) or _filled_all(first, second, before, after))
    ):
        alike = shape_overlap(one.ink, other.ink) >= SAME and max(np.ptp(one.color), np.ptp(other.color)) <= GROUND
        went = float(apart(one.color[None], other.color)[0])
        if alike and max(ground, np.abs(edges[0] - edges[1]).max()) >= CHANGED and went >= FOLLOWED * ground:
            seen = _stronger(_contrast(one.color, one.ground), _contrast(other.color, other.ground)), "button"
    edged = (
        one.color is None
        or min(_contrast(*pair) for pair in zip(edges, (one.ground, other.ground), strict=True)) > GROUND
    )
    field = edged and _kept(one, other) and wide >= WIDE * high
    grey = max(np.ptp(edge) for edge in edges) <= GROUND
    if (seen is None or seen[0] is None) and boxed and (field or not low) and ground >= CHANGED and grey:
        seen = _stronger(*(_contrast(edge, around) for edge in edges)), "field"
    if (seen is None or seen[0] is None) and boxed and field and low and _one_line(second, after):
        seen = _filled(one.ground, other.ground, around), "field"
    if seen is None or seen[0] is None:
        return None
    strong, pale = (one, other) if seen[0] == "before" else (other, one)
    if ground > GROUND and not _towards(strong.ground, pale.ground, around):
        faded = _stronger(*(_contrast(edge, around) for edge in edges)) == seen[0]
        if ground > MOST or not faded or not grey:
            return None
    names = ("enabled", "disabled") if strong is one else ("disabled", "enabled")
    return Finding("state", first, second, seen[1], *names)


def _outline(first: np.ndarray, second: np.ndarray, before: Side, after: Side) -> tuple[np.ndarray, np.ndarray]:
    """The edge that is drawn around a place in both pictures, a few pixels off; else the place itself."""
    way = second - first
    for panel in before.painted:
        if covers(panel, first, 0.99) and iou(panel, first) >= ALL and (panel != first).any():
            there = panel + way
            if any(np.abs(there - other).max() <= 1 for other in after.painted):
                return panel, there
    return first, second


def _kept(one: Patch, other: Patch) -> bool:
    """Whether nothing is written there, or the same in one colour: a placeholder is pale already."""
    if one.color is None or other.color is None:
        return one.color is None and other.color is None
    return bool(apart(one.color[None], other.color)[0] <= OF_ONE and shape_overlap(one.ink, other.ink) >= SAME)


def _one_line(box: np.ndarray, side: Side) -> bool:
    """Whether what is written in a box is one line at most."""
    lines = [line for line in side.boxes("phrase") if covers(box, line, 0.9)]
    return not lines or max(line[1] for line in lines) < min(line[3] for line in lines)


def _filled(first: np.ndarray, second: np.ndarray, around: np.ndarray) -> str | None:
    """In which picture a field is white, where it is a pale grey in the other that is not the ground around."""
    grounds = np.array([first, second], int)
    darker = int(grounds.sum(1).argmin())
    grey, white = grounds[darker], grounds[1 - darker]
    pale = grey.min() >= WHITE - FILL and np.ptp(grey) <= TINTED and white.min() >= WHITE
    if not pale or apart(grey[None], white)[0] < LEAST_FILL or apart(grey[None], around)[0] < CHANGED:
        return None
    return ("before", "after")[1 - darker]


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


def _filled_all(first: np.ndarray, second: np.ndarray, before: Side, after: Side) -> bool:
    """Whether a box has a ground of its own in both pictures, and all of it is another one."""
    for side, box in ((before, first), (after, second)):
        x0, y0, x1, y1 = side.clipped(box)
        ground = np.array(most_frequent(side.crop(box)), int)
        own = apart(ground[None], side.ground_around(box))[0] >= CHANGED
        if not own or side.differing[y0:y1, x0:x1].mean() < FULL:
            return False
    return True


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
