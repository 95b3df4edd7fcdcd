"""Paragraphs that wrap otherwise because of one part of them: their lines, laid end to end, are a row like others."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from detectors.screen.colors import most_frequent
from pipeline.diff.screen.finding import Finding
from pipeline.diff.screen.judgement import Judgement
from pipeline.diff.screen.line_change import change, things_in
from pipeline.diff.screen.line_strips import Strips
from pipeline.diff.screen.side import Side
from pipeline.diff.screen.spots import hull

TALLEST = 48
"""Pixels: greatest height of a word of such a text."""

SPACE, SLACK = 1.0, 4
"""Widest space between things of a line, in heights of its words; and pixels by which spaces are drawn otherwise."""

KEPT, LOW = 0.65, 0.4
"""Part of a paragraph's ink that is found again, and of a line's height that what changed is high, at least."""


@dataclass(frozen=True, eq=False)
class _Lines:
    """The lines of a paragraph in a picture: boxes ``(n, 4)``, all of one height around their baselines."""

    boxes: np.ndarray
    space: int

    @classmethod
    def of(cls, area: np.ndarray, side: Side) -> _Lines | None:
        """The lines in and beside an area; None without any."""
        words = side.words[(side.words[:, 3] - side.words[:, 1] <= TALLEST)]
        inside = (words[:, 1] < area[3] - 1) & (words[:, 3] > area[1] + 1)
        words = words[inside]
        chosen = (words[:, 0] < area[2]) & (words[:, 2] > area[0])
        if not chosen.any():
            return None
        high = float(np.median(words[chosen, 3] - words[chosen, 1]))
        rows = _rows(words, high)
        lines = [line for line in (_around(row, area, high) for row in rows) if line is not None]
        while lines and not _differs(lines[-1], side):
            lines.pop()  # another paragraph, which went up
        if not lines:
            return None
        base = [_baseline(hull(list(line)), side) for line in lines]
        up = max(int(b - line[:, 1].min()) for b, line in zip(base, lines, strict=True))
        down = max(int(line[:, 3].max() - b) for b, line in zip(base, lines, strict=True))
        gaps = np.concatenate([line[1:, 0] - line[:-1, 2] for line in lines])
        space = int(np.median(gaps[gaps > 1])) if (gaps > 1).any() else round(0.3 * high)
        boxes = [
            np.array([line[:, 0].min(), b - up, line[:, 2].max(), b + down])
            for b, line in zip(base, lines, strict=True)
        ]
        return cls(np.array(boxes, int), space)

    def level(self, up: int, down: int) -> _Lines:
        """The same lines, higher by so many pixels above and below."""
        return _Lines(self.boxes + np.array([0, -up, 0, down]), self.space)


def find_rewrapped(
    rows: list[np.ndarray], before: Side, after: Side, judgement: Judgement
) -> tuple[Finding, np.ndarray] | None:
    """The change that made lines below each other wrap otherwise, where all the rest of them is the same.

    With it comes the place of the paragraph in both pictures.
    """
    area = hull(rows)
    texts = [_Lines.of(area, side) for side in (before, after)]
    if texts[0] is None or texts[1] is None or not _begin_alike(texts[0], texts[1]):
        return None
    lines = _of_one_height(texts[0], texts[1])
    laid = _laid(lines[0], before), _laid(lines[1], after)
    strips = Strips(laid, 0, max(one.shape[1] for one in laid))
    count = max(len(one.boxes) for one in lines)
    parted = strips.continued(SLACK + count) if count > 1 else None
    if parted is None:
        return None
    inks = [int(inked.sum()) for inked in strips.inked]
    if sum(inks) - parted.left < KEPT * sum(inks):
        return None
    boxes, places = [], []
    for columns, one, side in ((parted.first, lines[0], before), (parted.second, lines[1], after)):
        parts = _parts(columns, one)
        things = [things_in((part[0], part[2]), part, side, judgement) for part in parts]
        known = [thing for thing in things if thing is not None]
        boxes.append(hull(known) if known else None)
        places.append(_place(columns[0], one))
    least = LOW * float(lines[0].boxes[0, 3] - lines[0].boxes[0, 1])
    if any(box is not None and box[3] - box[1] < least for box in boxes):
        return None
    found = change((boxes[0], boxes[1]), (places[0], places[1]), before, after, judgement)
    if found is None or found.kind == "replace":
        return None
    return found, hull([area, *lines[0].boxes, *lines[1].boxes])


def _begin_alike(first: _Lines, second: _Lines) -> bool:
    """Whether two texts begin at one place."""
    off = np.abs(first.boxes[0] - second.boxes[0])
    return bool(off[0] <= SLACK and off[1] <= TALLEST / 4)


def _baseline(line: np.ndarray, side: Side) -> int:
    """Below which row of pixels of a line most letters end; rules under words have no letters."""
    x0, y0, x1, y1 = side.clipped(line)
    light = side.image[y0:y1, x0:x1].mean(2)
    edges = (np.abs(np.diff(light, axis=1)) > 24).sum(1)
    ends = -np.diff(np.append(edges, 0))
    half = len(ends) // 2
    return y0 + half + int(ends[half:].argmax()) + 1


def _rows(words: np.ndarray, high: float) -> list[list[np.ndarray]]:
    """Words in lines from above to below: tall ones make these, and points and dashes stand in them."""
    rows: list[list[np.ndarray]] = []
    tall = words[:, 3] - words[:, 1] >= 0.6 * high
    middle = (words[:, 1] + words[:, 3]) / 2
    for i in (*np.flatnonzero(tall)[np.argsort(middle[tall], kind="stable")], *np.flatnonzero(~tall)):
        word = words[i]
        near = [row for row in rows if row[0][1] - 2 <= middle[i] <= row[0][3] + 2]
        if near:
            near[0].append(word)
        elif tall[i]:
            rows.append([word])
    return rows


def _around(row: list[np.ndarray], area: np.ndarray, high: float) -> np.ndarray | None:
    """The words of a line in an area with those that go on beside them, from left to right; None without any."""
    words = np.array(sorted(row, key=lambda word: word[0]))
    inside = np.flatnonzero((words[:, 0] < area[2]) & (words[:, 2] > area[0]))
    if not len(inside):
        return None
    first, last = int(inside[0]), int(inside[-1])
    while first > 0 and words[first, 0] - words[first - 1, 2] <= SPACE * high:
        first -= 1
    while last + 1 < len(words) and words[last + 1, 0] - words[last, 2] <= SPACE * high:
        last += 1
    return words[first : last + 1]


def _differs(line: np.ndarray, side: Side) -> bool:
    """Whether something in a line has no partner at its place."""
    x0, y0, x1, y1 = side.clipped(hull(list(line)))
    return bool((side.differing | side.slid)[y0:y1, x0:x1].any())


def _of_one_height(first: _Lines, second: _Lines) -> tuple[_Lines, _Lines]:
    """Both with the greater reach above and below the baselines, which the first lines have in common."""
    top = [one.boxes[0, 1] for one in (first, second)]
    low = [one.boxes[0, 3] for one in (first, second)]
    return (
        first.level(int(top[0] - min(top)), int(max(low) - low[0])),
        second.level(int(top[1] - min(top)), int(max(low) - low[1])),
    )


def _laid(lines: _Lines, side: Side) -> np.ndarray:
    """The lines end to end, a space from each other."""
    parts = []
    for x0, y0, x1, y1 in lines.boxes:
        part = side.image[max(0, y0) : y1, x0:x1]
        missing = int(lines.boxes[0, 3] - lines.boxes[0, 1]) - len(part)
        part = np.pad(part, ((0, missing), (0, 0), (0, 0)), mode="edge")
        gap = np.empty((len(part), lines.space, 3), part.dtype)
        gap[:] = most_frequent(part)
        parts += [part, gap]
    return np.hstack(parts[:-1])


def _parts(columns: tuple[int, int], lines: _Lines) -> list[np.ndarray]:
    """Where columns of the laid lines are in the picture, line by line."""
    found, start = [], 0
    for x0, y0, x1, y1 in lines.boxes:
        low, high = max(columns[0], start), min(columns[1], start + x1 - x0)
        if low < high:
            found.append(np.array([x0 + low - start, y0, x0 + high - start, y1]))
        start += x1 - x0 + lines.space
    return found


def _place(column: int, lines: _Lines) -> np.ndarray:
    """Where a column of the laid lines is."""
    start, number = 0, 0
    wide = lines.boxes[:, 2] - lines.boxes[:, 0]
    while number + 1 < len(wide) and column >= start + wide[number] + lines.space:
        start += int(wide[number]) + lines.space
        number += 1
    x0, y0, x1, y1 = lines.boxes[number]
    x = min(x0 + column - start, x1)
    return np.array([x - 1, y0, x + 1, y1])
