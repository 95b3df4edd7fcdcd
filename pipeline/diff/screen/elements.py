"""From a changed place to the element it belongs to."""

from __future__ import annotations

import numpy as np

from detectors.screen.colors import element_colors
from pipeline.diff.screen.finding import covers, iou
from pipeline.diff.screen.side import Side
from pipeline.diff.screen.spots import hull

ICON = 48
"""Pixels a side up to which a picture is an icon."""

WIDE = 12
"""Width of a wrapped text in heights of its lines, at least: items of lists are narrower."""

FIELD = (14, 90)
"""Heights in pixels of a field to type into."""

LETTERS = 1.6
"""How many times as wide as some of its letters a word is at least."""

SHORT, AHEAD = 0.62, 3
"""Height of digits in parts of that of their line, at least, and width of such a line in its heights."""

OWN = 60
"""Levels by which words of another colour differ from the rest of their line."""


def text_of(box: np.ndarray, side: Side) -> np.ndarray:
    """The text that changed words belong to: those of their colour, their line, or the paragraph of wrapped lines."""
    part = own_color(box, side)
    if part is not None:
        return part
    lines = side.boxes("phrase")
    line = _row(box, lines)
    found = [line]
    while True:
        high = float(np.median([one[3] - one[1] for one in found]))
        above = _next_row(found[0], lines, high, -1)
        if above is None or not _wraps(above, found[0], [above, *found], side):
            break
        found.insert(0, above)
    while True:
        high = float(np.median([one[3] - one[1] for one in found]))
        below = _next_row(found[-1], lines, high, 1)
        if below is None or not _wraps(found[-1], below, [*found, below], side):
            break
        found.append(below)
    return hull(found)


def letters_of(box: np.ndarray, side: Side) -> bool:
    """Whether it is a part of one larger word."""
    wide = box[2] - box[0]
    return any(covers(word, box, 0.9) and word[2] - word[0] >= LETTERS * wide for word in side.words)


def in_a_line(box: np.ndarray, side: Side) -> bool:
    """Whether it is as high as the letters of a line that begins ahead of it: a number, or a letter, of its own."""
    high = box[3] - box[1]
    for line in side.boxes("phrase"):
        tall = line[3] - line[1]
        wide = line[2] - line[0] >= AHEAD * tall and box[0] - line[0] >= (AHEAD - 1) * tall
        if wide and SHORT * tall <= high and covers(line, box, 0.9):
            return True
    return False


def line_of(box: np.ndarray, side: Side) -> np.ndarray:
    """The words of a box with those beside it, an ordinary space from each other."""
    return _row(box, side.boxes("phrase"))


def own_color(box: np.ndarray, side: Side) -> np.ndarray | None:
    """The words of one colour, as a link in a line, that hold the box; None where the line has one colour."""
    line = _row(box, side.boxes("phrase"))
    parts = [part for part in side.boxes("segment") if covers(line, part, 0.9)]
    parts += [
        part
        for part in side.boxes("phrase")
        if covers(line, part, 0.9) and not any(covers(part, one, 0.9) for one in parts)
    ]
    parts.sort(key=lambda part: part[0])
    mine = [i for i, part in enumerate(parts) if iou(part, box) > 0 and not covers(part, line, 0.95)]
    if not mine:
        return None
    inks = [element_colors(side.image, part).ink for part in parts]
    largest = inks[max(mine, key=lambda i: _area(parts[i]))]
    if largest is None or any(not _one_ink(inks[i], largest) for i in mine):
        return None
    first, last = mine[0], mine[-1]
    while first > 0 and _one_ink(inks[first - 1], largest):
        first -= 1
    while last + 1 < len(parts) and _one_ink(inks[last + 1], largest):
        last += 1
    return None if last - first + 1 == len(parts) else hull([box, *parts[first : last + 1]])


def _one_ink(one: tuple[int, int, int] | None, other: tuple[int, int, int]) -> bool:
    return one is not None and int(np.abs(np.subtract(one, other)).max()) < OWN


def _row(box: np.ndarray, lines: np.ndarray) -> np.ndarray:
    """The box with the phrases of its line, an ordinary space from each other."""
    grown_box = np.array(box)
    changed = True
    while changed:
        changed = False
        high = grown_box[3] - grown_box[1]
        for line in lines:
            if covers(grown_box, line, 0.999):
                continue
            low = min(line[3] - line[1], box[3] - box[1])
            beside = min(line[3], box[3]) - max(line[1], box[1]) > 0.5 * low
            gap = max(line[0], grown_box[0]) - min(line[2], grown_box[2])
            if beside and gap <= 0.45 * max(high, line[3] - line[1]) and line[3] - line[1] <= 1.8 * high:
                grown_box = hull([grown_box, line])
                changed = True
    return grown_box


def _next_row(line: np.ndarray, lines: np.ndarray, high: float, way: int) -> np.ndarray | None:
    """The line above (-1) or below (1) that begins where this one does and has its height; None if there is none."""
    best = None
    for one in lines:
        gap = line[1] - one[3] if way < 0 else one[1] - line[3]
        begins = abs(one[0] - line[0]) <= 0.4 * high
        fits = -0.2 * high <= gap <= 0.95 * high and begins and 0.6 * high <= one[3] - one[1] <= 1.6 * high
        if fits and (best is None or abs(one[1] - line[1]) < abs(best[1] - line[1])):
            best = one
    return None if best is None else _row(best, lines)


def _wraps(line: np.ndarray, below: np.ndarray, among: list[np.ndarray], side: Side) -> bool:
    """Whether a line of a wide text ends where the first word of the next one would not have fitted any more."""
    if _bullet(line, side) and _bullet(below, side):
        return False
    right, wide = max(one[2] for one in among), max(one[2] - one[0] for one in among)
    high = line[3] - line[1]
    first = [word for word in side.words if covers(below, word, 0.9) and word[0] - below[0] < 0.4 * high]
    if not first or wide < WIDE * high:
        return False
    return bool(right - line[2] < (first[0][2] - first[0][0]) + 0.5 * high)


def _bullet(line: np.ndarray, side: Side) -> bool:
    """Whether a mark of its own stands at the beginning of a line, as in lists."""
    high = line[3] - line[1]
    return any(
        0 < line[0] - piece[2] < 2 * high
        and max(piece[2:] - piece[:2]) < 0.7 * high
        and line[1] < (piece[1] + piece[3]) / 2 < line[3]
        for piece in side.words
    )


def grown(box: np.ndarray, side: Side) -> np.ndarray:
    """The painted box that a changed place is the content of, if it has changed as well, else the place itself."""
    best = None
    for panel in side.painted:
        if not covers(panel, box, 0.9):
            continue
        x0, y0, x1, y1 = side.clipped(panel)
        mask = side.residual[y0:y1, x0:x1]
        sides = (mask[:2], mask[-2:], mask[:, :2], mask[:, -2:])
        if sum(float(part.mean()) > 0.5 for part in sides) >= 3 and (best is None or _area(panel) > _area(best)):
            best = panel
    return box if best is None else hull([best, box]) if not covers(best, box, 0.999) else best


def input_around(box: np.ndarray, side: Side) -> np.ndarray | None:
    """The field that a text is typed into: a painted box, wide and low, with the text at its left."""
    best = None
    for panel in side.painted:
        wide, high = panel[2] - panel[0], panel[3] - panel[1]
        if not covers(panel, box, 0.8) or not FIELD[0] <= high <= FIELD[1] or wide < 3 * high:
            continue
        others = [piece for piece in side.boxes("phrase") if covers(panel, piece, 0.9) and not covers(box, piece, 0.5)]
        others = [piece for piece in others if piece[2] - piece[0] > 1.5 * (piece[3] - piece[1])]  # no icons
        if box[0] - panel[0] < max(24, 0.15 * wide) and not others and (best is None or _area(panel) < _area(best)):
            best = panel
    return best


def form_of(box: np.ndarray, side: Side) -> str:
    """What the thing in a box looks like: "text", "icon", "image", "box" or "mark"."""
    wide, high = box[2] - box[0], box[3] - box[1]
    inside = [piece for piece in side.boxes("phrase") if covers(box, piece, 0.8) or covers(piece, box, 0.8)]
    if min(wide, high) <= 3:
        return "mark"
    for panel in side.painted:
        if covers(panel, box, 0.95) and covers(box, panel, 0.8) and inside:
            return "box"
    if len(inside) == 1 and wide > 1.7 * high:
        return "text"
    if max(wide, high) <= ICON and len(inside) <= 1:
        return "icon"
    if any(wide >= 1.7 * high for wide, high in ((p[2] - p[0], p[3] - p[1]) for p in inside)):
        return "text" if sum(_area(piece) for piece in inside) > 0.12 * wide * high else "image"
    return "image"


def _area(box: np.ndarray) -> float:
    return float((box[2] - box[0]) * (box[3] - box[1]))
