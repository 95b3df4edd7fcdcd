"""What changed texts say: read where pixels differ, and compared word by word."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

import numpy as np

from detectors.screen.reading import Reader, in_reading_order
from pipeline.diff.screen.finding import Finding, covers
from pipeline.diff.screen.side import Side

SHORT = 3
"""A text of so many words is quoted in whole."""

HIGHEST = 80
"""Pixels: what is higher and holds no line is no line of words itself."""

MOST = 90
"""Characters of a text that are kept."""


@dataclass(frozen=True)
class Words:
    """What an element said and says, and the words that differ; empty where nothing was read."""

    before: str = ""
    after: str = ""
    old: str = ""
    new: str = ""


def read_words(one: Finding, before: Side, after: Side, reader: Reader) -> Words:
    """The words of one finding's element in each picture."""
    texts = [
        "" if box is None or one.kind in ("theme", "scroll", "shift") else _read(box, side, reader)
        for box, side in ((one.before, before), (one.after, after))
    ]
    if one.form == "checkbox" and not any(texts):
        box = after.boxes("phrase", "run")
        beside = [p for p in box if one.after is not None and _right_of(one.after, p)]
        if beside:
            texts = [_read(min(beside, key=lambda p: p[0]), after, reader)] * 2
    old, new = differing(*texts) if all(texts) else ("", "")
    return Words(shortened(texts[0]), shortened(texts[1]), old, new)


def differing(before: str, after: str) -> tuple[str, str]:
    """The words that differ; short texts in whole.

    >>> differing("Total of your order $24.00 today", "Total of your order $26.40 today")
    ('$24.00', '$26.40')
    """
    first, second = before.split(), after.split()
    if plain(before) == plain(after):
        return "", ""
    if max(len(first), len(second)) <= SHORT:
        return before, after
    old: list[str] = []
    new: list[str] = []
    for tag, a, b, c, d in SequenceMatcher(None, first, second, autojunk=False).get_opcodes():
        if tag != "equal":
            old += first[a:b]
            new += second[c:d]
    return shortened(" ".join(old)), shortened(" ".join(new))


def plain(text: str) -> str:
    """A text without what reading confuses: spaces and marks."""
    return re.sub(r"[\W_]+", "", text.lower())


def is_writing(text: str) -> bool:
    """Whether what was read can be words or a number and not an icon's likeness."""
    return bool(re.search(r"\d|\w{2}", text))


def shortened(text: str) -> str:
    """A text of at most :data:`MOST` characters, cut between words."""
    text = " ".join(text.split())
    if len(text) <= MOST:
        return text
    return text[:MOST].rsplit(" ", 1)[0] + "…"


def _read(box: np.ndarray, side: Side, reader: Reader) -> str:
    """The lines of a box, from top to bottom."""
    lines = [line for line in side.boxes("phrase") if covers(box, line, 0.7)]
    if _rows(lines) > 3:
        lines = [line for line in lines if side.count(line)] or lines
    if len(lines) > 8:
        lines = sorted(lines, key=lambda line: (line[1], line[0]))[:8]
    if not lines and box[3] - box[1] > HIGHEST:
        return ""
    if not lines:
        lines = [np.asarray(side.clipped(box))]
    return " ".join(filter(None, reader.read(side.image, in_reading_order(np.array(lines)))))


def _rows(lines: list[np.ndarray]) -> int:
    """How many lines stand one under the other: wide spaces part some into several."""
    lowest, count = -np.inf, 0
    for line in sorted(lines, key=lambda line: float(line[1])):
        if (line[1] + line[3]) / 2 > lowest:
            lowest, count = line[3], count + 1
    return count


def _right_of(box: np.ndarray, other: np.ndarray) -> bool:
    middle = (box[1] + box[3]) / 2
    return bool(other[1] < middle < other[3] and 0 <= other[0] - box[2] < 3 * (box[3] - box[1]))
