"""What happened to the part of a row that is another one, where the rest made room."""

from __future__ import annotations

import numpy as np

from detectors.screen.colors import element_colors
from pipeline.diff.screen.elements import OWN, form_of, text_of
from pipeline.diff.screen.finding import Finding
from pipeline.diff.screen.judgement import Judgement
from pipeline.diff.screen.patches import Patch, best_likeness, resized, strength
from pipeline.diff.screen.side import Side
from pipeline.diff.screen.spots import hull

ENDS = 3
"""Pixels by which the end of a thing and that of what changed may differ."""

ASPECT = 1.15
"""Ratio of the scales in both directions up to which a thing is the same at another size."""

SPACE = 0.8
"""Widest space between words of one text, in heights of the words."""

TALLER = 1.6
"""How many times as high a line may be that reads otherwise."""

REACH = 2.0
"""How many times as high as some words of a line others are that reach above and below them."""

REDRAWN = 0.5
"""Correlation from which it is."""

WORD = 1.2
"""Width of the words of one colour in a line, in their heights, at least: marks are of the text around."""

Columns = tuple[int, int]
Ink = tuple[int, int, int]


def changed_between(
    first: Columns, second: Columns, row: np.ndarray, before: Side, after: Side, judgement: Judgement
) -> Finding | None:
    """The change of the ``first`` columns of a row of the picture before into the ``second`` ones of that after."""
    boxes = things_in(first, row, before, judgement), things_in(second, row, after, judgement)
    places = [np.array([columns[0] - 1, row[1], columns[0] + 1, row[3]]) for columns in (first, second)]
    return change(boxes, (places[0], places[1]), before, after, judgement)


def moved_by(
    way: int, columns: Columns, row: np.ndarray, before: Side, after: Side, judgement: Judgement
) -> Finding | None:
    """The move of what is in some columns of a row, to the right by ``way``, where nothing else in the row differs."""
    box = things_in(columns, row, before, judgement)
    if box is None or abs(way) < judgement.least_move or not _whole(box, before) or _ends_in_a_word(box, before):
        return None
    there = box + np.array([way, 0, way, 0])
    return Finding("move", box, there, form_of(there, after))


def change(
    boxes: tuple[np.ndarray | None, np.ndarray | None],
    places: tuple[np.ndarray, np.ndarray],
    before: Side,
    after: Side,
    judgement: Judgement,
) -> Finding | None:
    """The change of what is in the box of one picture into what is in that of the other; None where there is nothing,
    at the place of the same number."""
    if boxes[0] is not None and boxes[1] is not None:
        return _other(boxes[0], boxes[1], before, after, judgement)
    side, box, other, place = (
        (after, boxes[1], before, places[0]) if boxes[0] is None else (before, boxes[0], after, places[1])
    )
    if box is None:
        return None
    if not _whole(box, side):
        texts = text_of(box, side), _around(place, other, element_colors(side.image, box).ink)
        if texts[1] is None or not _one_type(texts[0], texts[1], REACH):
            return None
        pair = (texts[1], texts[0]) if side is after else (texts[0], texts[1])
        return Finding("text", *pair, form="text")
    form = form_of(box, side)
    return Finding("add", None, box, form) if side is after else Finding("drop", box, None, form)


def _other(first: np.ndarray, second: np.ndarray, before: Side, after: Side, judgement: Judgement) -> Finding | None:
    """A thing of which the size, the words or the picture is another."""
    (w0, h0), (w1, h1) = first[2:] - first[:2], second[2:] - second[:2]
    across, down = float(w1 / w0), float(h1 / h0)
    scale = float(np.sqrt(across * down))
    if abs(scale - 1) >= judgement.least_resize and 1 / ASPECT < across / down < ASPECT:
        one, other = (Patch.of(side.crop(box), judgement.ink) for side, box in ((before, first), (after, second)))
        high, wide = other.pixels.shape[:2]
        if best_likeness(resized(strength(one), wide, high), strength(other)) >= REDRAWN:
            return Finding("resize", first, second, form_of(second, after), "", "larger" if scale > 1 else "smaller")
    forms = form_of(first, before), form_of(second, after)
    if all(form in ("icon", "image", "mark") for form in forms):
        if any(_ends_in_a_word(box, side) for box, side in ((first, before), (second, after))):
            return None
        return Finding("replace", first, second, form=forms[1])
    if not set(forms) <= {"text", "box"}:
        return None
    sides = ((first, before), (second, after))
    texts = [box if form == "box" else text_of(box, side) for form, (box, side) in zip(forms, sides, strict=True)]
    if not _one_type(texts[0], texts[1]):
        return None
    return Finding("text", texts[0], texts[1], form="box" if forms == ("box", "box") else "text")


def _ends_in_a_word(box: np.ndarray, side: Side) -> bool:
    """Whether an end of a box is within a word."""
    level = (side.words[:, 1] < box[3]) & (side.words[:, 3] > box[1])
    return any(word[0] + ENDS < end < word[2] - ENDS for word in side.words[level] for end in (box[0], box[2]))


def _one_type(first: np.ndarray, second: np.ndarray, most: float = TALLER) -> bool:
    """Whether two texts are about as high."""
    low, high = sorted((first[3] - first[1], second[3] - second[1]))
    return bool(high <= most * low)


def things_in(columns: Columns, row: np.ndarray, side: Side, judgement: Judgement) -> np.ndarray | None:
    """The box of the things in the columns of a row, with what of them is above and below it; None without ink."""
    if columns[0] >= columns[1]:
        return None
    found = []
    for piece in np.concatenate([side.painted, side.words, side.boxes("picture")]).reshape(-1, 4):
        level = min(piece[3], row[3]) - max(piece[1], row[1]) >= 0.5 * min(piece[3] - piece[1], row[3] - row[1])
        if level and piece[0] >= columns[0] - ENDS and piece[2] <= columns[1] + ENDS:
            found.append(piece)
    if found:
        return hull(found)
    x0, y0, x1, y1 = columns[0], int(row[1]), columns[1], int(row[3])
    ink = Patch.of(side.image[y0:y1, x0:x1], judgement.ink).box
    return np.array([x0, y0, x1, y1]) if ink is None else ink + np.array([x0, y0, x0, y0])


def _whole(box: np.ndarray, side: Side) -> bool:
    """Whether a thing stands for itself: neither end is one of words in the middle of a text of one colour."""
    if form_of(box, side) == "text" and any(_beside(box, line, side) for line in side.boxes("phrase")):
        return False
    segments = side.boxes("segment")
    for end in (box[0], box[2]):
        for line in side.boxes("phrase"):
            level = min(line[3], box[3]) - max(line[1], box[1]) > 0.5 * min(line[3] - line[1], box[3] - box[1])
            if not level or not line[0] + ENDS < end < line[2] - ENDS:
                continue
            parts = [part for part in segments if part[1] < line[3] and part[3] > line[1]]
            inside = any(part[0] + ENDS < end < part[2] - ENDS for part in parts)
            edge = any(min(abs(part[0] - end), abs(part[2] - end)) <= ENDS for part in parts)
            if inside or not edge:
                return False
    return True


def _beside(box: np.ndarray, line: np.ndarray, side: Side) -> bool:
    """Whether words of the colour of others stand next to them."""
    low, high = sorted((box[3] - box[1], line[3] - line[1]))
    level = min(box[3], line[3]) - max(box[1], line[1]) > 0.6 * low
    if not level or not 0 <= max(box[0], line[0]) - min(box[2], line[2]) <= SPACE * high:
        return False
    inks = element_colors(side.image, box).ink, element_colors(side.image, line).ink
    return inks[0] is not None and inks[1] is not None and int(np.abs(np.subtract(inks[0], inks[1])).max()) < OWN


def _around(place: np.ndarray, side: Side, ink: Ink | None) -> np.ndarray | None:
    """The text that the place of words that are not there is in, of their colour where there are several; None where
    there is none beside it."""
    high = place[3] - place[1]
    found = []
    for line in side.boxes("segment", "phrase"):
        level = min(line[3], place[3]) - max(line[1], place[1]) > 0.5 * min(line[3] - line[1], high)
        if level and line[0] - high <= place[0] and place[2] <= line[2] + high:
            found.append(line)
    if not found:
        return None
    whole = text_of(found[0], side)
    for line in sorted(found, key=lambda line: line[2] - line[0]):
        own = element_colors(side.image, line).ink
        if ink is not None and own is not None and int(np.abs(np.subtract(own, ink)).max()) < OWN:
            text = text_of(line, side)
            return text if line[2] - line[0] >= WORD * (line[3] - line[1]) else whole
    return whole
