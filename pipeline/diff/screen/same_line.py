"""Several places of one line of text that changed are one change of it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from pipeline.diff.screen.elements import line_of
from pipeline.diff.screen.finding import Finding, covers, iou
from pipeline.diff.screen.side import Side
from pipeline.diff.screen.spots import hull

BUTTON = 4
"""Up to how many times as high as its words a button is."""

ENDS = 3
"""Pixels by which either end of a line moves at least that is centred anew."""

LETTERS = 1.5
"""Width of some letters in heights of their line, at most."""

LINE = 60
"""Pixels: greatest height of a line of text."""


def one_line(findings: list[Finding], before: Side, after: Side) -> list[Finding]:
    """Several places of one line of text that read otherwise are one change of it."""
    left: list[Finding] = []
    rows: list[tuple[int, np.ndarray, np.ndarray]] = []
    for one in findings:
        if one.kind != "text" or one.form != "text" or one.before is None or one.after is None or _tall(one):
            left.append(one)
            continue
        mine = line_of(one.before, before), line_of(one.after, after)
        for place, first, second in rows:
            if iou(first, mine[0]) > 0.9 and iou(second, mine[1]) > 0.9:
                other = left[place]
                boxes = hull([other.pair[0], one.before]), hull([other.pair[1], one.after])
                left[place] = replace(other, before=boxes[0], after=boxes[1])
                break
        else:
            rows.append((len(left), *mine))
            left.append(one)
    for place, first, second in rows:
        parts = [one for one in left if one is not left[place] and _letters(one, first, second)]
        if parts:
            left[place] = replace(left[place], before=first, after=second)
            gone = {id(one) for one in parts}
            kept = [one for one in left if id(one) not in gone]
            return one_line(kept, before, after) if len(rows) > 1 else kept
    return left


def _letters(one: Finding, first: np.ndarray, second: np.ndarray) -> bool:
    """Whether a thing that seems to have come or gone is no more than letters of a line that reads otherwise."""
    if one.kind not in ("add", "drop") or one.form not in ("icon", "mark"):
        return False
    line = first if one.kind == "drop" else second
    place = one.place
    return covers(line, place, 0.9) and place[2] - place[0] <= LETTERS * (line[3] - line[1])


def rewritten(findings: list[Finding], before: Side, after: Side) -> list[Finding]:
    """Words that came into a line or went from it, and what they moved along the line, are one change of its text."""
    left = [_in_a_grown_box(one, before, after) or one for one in findings]
    buttons = [one for one, old in zip(left, findings, strict=True) if one is not old]
    left = [one for one in left if not any(_on(one, button) for button in buttons)]
    findings = list(left)
    for move in [one for one in findings if one.kind == "move" and _along_a_line(one)]:
        first, second = move.pair
        for one in [one for one in left if one.kind in ("add", "drop") and one.form == "text"]:
            beside = second if one.kind == "add" else first
            if _makes_way(one.place, beside, abs(float(second[0] - first[0]))):
                whole = hull([one.place, beside])
                lines = (line_of(first, before), line_of(whole, after))
                if one.kind == "drop":
                    lines = (line_of(whole, before), line_of(second, after))
                left.remove(move)
                left[left.index(one)] = Finding("text", *lines, form="text")
                break
    return left


def centred(findings: list[Finding]) -> list[Finding]:
    """Words that read otherwise and the rest of their line, which moved along it, are one change of the line where its
    ends moved apart or together: it is centred as one."""
    left = list(findings)
    for one in [one for one in findings if one.kind == "text" and one.form == "text"]:
        if one.before is None or one.after is None or _tall(one):
            continue
        first, second = one.before, one.after
        rest: list[Finding] = []
        for move in sorted(left, key=lambda move: abs(float(move.place[0] - one.place[0]))):
            if move.kind == "move" and _along_a_line(move):
                pair = move.pair
                if _next_to(first, pair[0]) and _next_to(second, pair[1]):
                    first, second = hull([first, pair[0]]), hull([second, pair[1]])
                    rest.append(move)
        ends = (second - first)[[0, 2]]
        if rest and ends.prod() < 0 and np.abs(ends).min() >= ENDS:
            left = [other for other in left if all(other is not move for move in rest)]
            left[left.index(one)] = replace(one, before=first, after=second)
    return left


def _next_to(one: np.ndarray, other: np.ndarray) -> bool:
    """Whether two boxes are in one line, an ordinary space from each other at most."""
    high = min(one[3] - one[1], other[3] - other[1])
    row = min(one[3], other[3]) - max(one[1], other[1]) > 0.6 * high
    return bool(row and max(one[0], other[0]) - min(one[2], other[2]) <= 0.8 * high)


def _in_a_grown_box(one: Finding, before: Side, after: Side) -> Finding | None:
    """Words that came into a painted box beside others, or went, where it is as much wider or narrower: a button's."""
    if one.kind not in ("add", "drop") or one.form not in ("text", "image"):
        return None
    side, other = (after, before) if one.kind == "add" else (before, after)
    words = one.place
    for box in side.painted:
        if not covers(box, words, 0.95) or box[3] - box[1] > BUTTON * (words[3] - words[1]):
            continue
        for was in other.painted:
            narrower = (box[2] - box[0]) - (was[2] - was[0])
            ends = np.abs(box - was)
            held = ends[[1, 3]].max() <= 2 and min(ends[0], ends[2]) <= 2
            if held and 0.4 <= narrower / (words[2] - words[0]) <= 1.4 and _written(was, other):
                return Finding("text", *((was, box) if one.kind == "add" else (box, was)), form="text")
    return None


def _on(one: Finding, button: Finding) -> bool:
    """Whether a thing that moved did so on a button."""
    return one.kind == "move" and covers(button.before, one.before, 0.9) and covers(button.after, one.after, 0.9)


def _written(box: np.ndarray, side: Side) -> bool:
    """Whether there are words in a painted box."""
    return any(covers(box, line, 0.95) for line in side.boxes("phrase"))


def _makes_way(place: np.ndarray, beside: np.ndarray, way: float) -> bool:
    """Whether words stand in the line of others, a space from them, and are as wide as these went aside."""
    high = min(place[3] - place[1], beside[3] - beside[1])
    return bool(_next_to(place, beside) and 0.6 * way < place[2] - place[0] < 1.4 * way + 2 * high)


def _along_a_line(one: Finding) -> bool:
    """Whether a thing no higher than a line went sideways alone."""
    first, second = one.pair
    return bool(abs(second[1] - first[1]) <= 1 and abs(second[0] - first[0]) >= 4 and first[3] - first[1] <= LINE)


def _tall(one: Finding) -> bool:
    """Whether it is of more than a line: higher than wide, as a line never is."""
    return any(box[3] - box[1] > 1.5 * (box[2] - box[0]) for box in one.pair)
