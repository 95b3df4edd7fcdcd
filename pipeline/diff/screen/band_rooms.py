"""What rows that came in between others or went from there explain beside themselves."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from detectors.screen.colors import most_frequent
from pipeline.core.channels import highest
from pipeline.diff.screen.finding import Finding
from pipeline.diff.screen.lines import Alignment, ink_of, relabelled
from pipeline.diff.screen.plain import FLAT, GROUND, is_plain
from pipeline.diff.screen.runs import runs_of
from pipeline.diff.screen.side import Side
from pipeline.diff.screen.spots import hull

ENDS = 3
"""Pixels within which the end of a column went as far as its lines did."""

COUNTED = 0.15
"""Part of the ink of a row that went along which may differ: rows are numbered anew."""

ROOM = np.array([-3, -3, 3, 3])
"""Pixels around a row which its rules and soft edges may change."""

NUMBER, NEAR = 48, 4
"""Pixels: width of a number before a row at most, and how far beside it the one above it may reach."""

ROOMY = 100
"""Pixels beside a column that its rows may reach."""

GROUNDS = 16
"""The commonest grounds of a page's lines that a row may have taken from another."""

LONG = 3
"""How many times as wide as a row is high a strip is that is lower than one."""


def without(alignment: Alignment, found: list[Finding], before: Side, after: Side) -> tuple[Side, Side]:
    """The pictures without rows that came or went and what these explain: lines that went along, the grounds of every
    other row, the ends of what holds them, and a number more or less beside them."""
    whole = hull([one.place for one in found])
    left, right = min(alignment.left, int(whole[0])), max(alignment.right, int(whole[2]))
    motion = relabelled(before.motion, alignment, left, right)
    before, after = before.moved(motion), after.moved(motion)
    before = before.hiding([one.before + ROOM for one in found if one.before is not None])
    after = after.hiding([one.after + ROOM for one in found if one.after is not None])
    grounds = list(_other_grounds(alignment, int(whole[0]), int(whole[2]), before, after))
    before = before.hiding([one for one, _ in grounds])
    after = after.hiding([other for _, other in grounds])
    high = max(abs(one.shifted) for one in found)
    sides = [
        side.hiding([*_plain_strips(side, whole[1], high), *_next_numbers(side, whole)]) for side in (before, after)
    ]
    return sides[0], sides[1]


def _next_numbers(side: Side, band: np.ndarray) -> list[np.ndarray]:
    """Numbers at the end of a column of numbers that stayed while the rows beside them went along."""
    found = []
    strokes = ink_of(side)
    for word in side.words:
        if word[1] < band[1] or word[2] - word[0] > NUMBER or not side.count(word):
            continue
        x0, y0, x1, _ = side.clipped(word + np.array([-NEAR, 0, NEAR, 0]))
        ink = strokes[int(band[1]) : y0, x0:x1]
        stayed = ink & side.stayed[int(band[1]) : y0, x0:x1]
        if ink.sum() > NEAR and stayed.sum() >= FLAT * ink.sum():
            found.append(word + ROOM)
    return found


def _other_grounds(
    alignment: Alignment, left: int, right: int, before: Side, after: Side
) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Rows that went along and now have the ground of another row, as where every other one is tinted."""
    pair = before, after
    strokes = [ink_of(side) for side in pair]
    ink = strokes[0][:, left:right]
    grounds = [np.median(side.image[:, left:right], axis=1) for side in pair]
    known, often = np.unique(grounds[0], axis=0, return_counts=True)
    known = known[np.argsort(-often, kind="stable")[:GROUNDS]]
    sides = min(left, alignment.left), max(right, alignment.right)
    for shift, start, stop in alignment.runs:
        first, end = max(start, -shift), min(stop, len(after.image) - shift)
        if not shift or end <= first:
            continue
        there = grounds[1][first + shift : end + shift]
        tinted = np.abs(grounds[0][first:end] - there).max(1) > GROUND
        tinted &= (highest(np.abs(there[:, None] - known)) <= GROUND).any(1)
        for top, bottom in runs_of(tinted):
            lines = slice(first + top, first + bottom)
            if alignment.costs[lines].sum() <= COUNTED * ink[lines].sum():
                spans = [
                    _span(side, strokes[number], lines, shift * number, *sides) for number, side in enumerate(pair)
                ]
                x0, x1 = max(span[0] for span in spans), min(span[1] for span in spans)
                box = np.array([x0, first + top - 1, x1, first + bottom + 1])
                yield box, box + np.array([0, shift, 0, shift])


def _span(side: Side, strokes: np.ndarray, lines: slice, shift: int, left: int, right: int) -> tuple[int, int]:
    """How far the ground of rows may go on to the left and right of a column: all the way, where nothing that is drawn
    there differs."""
    drawn = (strokes & side.differing)[lines.start + shift : lines.stop + shift].any(0)
    beyond = drawn[: max(0, left - ROOMY)].any(), drawn[right + ROOMY :].any()
    return left if beyond[0] else 0, right if beyond[1] else len(drawn)


def _plain_strips(side: Side, top: float, high: int) -> list[np.ndarray]:
    """Strips without anything on them below ``top``, at most as high as the rows that came or went: by so much what
    holds the rows, or stands beside it, has become longer or shorter."""
    import cv2

    count, _, stats, _ = cv2.connectedComponentsWithStats(side.differing.view(np.uint8), connectivity=8)
    found = []
    strokes = ink_of(side)
    for x, y, wide, tall, _ in stats[1:count].tolist():
        box = np.array([x, y, x + wide, y + tall])
        long = abs(tall - high) <= ENDS or (tall <= high and wide > LONG * high)
        if y < top or not long or strokes[y : y + tall, x + 1 : x + wide].any():
            continue
        pixels = side.image[y : y + tall, x : x + wide]
        if is_plain(pixels, most_frequent(pixels)):
            found.append(box)
    return found
