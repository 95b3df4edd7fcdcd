"""Findings that belong together: moves, exchanged states, and things that were covered."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from pipeline.diff.screen.blocks import Block
from pipeline.diff.screen.finding import Finding, covers, iou
from pipeline.diff.screen.judgement import Judgement
from pipeline.diff.screen.patches import Patch, common_likeness, strength
from pipeline.diff.screen.side import Side
from pipeline.diff.screen.spots import hull

MANY = 4
"""From so many places on, one exchange of colours is told once."""

SAME_PLACE = 0.8
"""Intersection over union from which two things are at one place."""

LEVEL, COMMON = 3, 0.4
"""Pixels by which the ends of two lines at one place differ, and intersection over union of them."""

SEAM, FILLS = 24, 0.85
"""Pixels between a picture and a strip of it, and part of the box round both that they fill."""

PICTURE = 30
"""Pixels a side from which such a picture is none of the icons and words of a line."""

BULLET = 2
"""Heights of a line between it and its bullet, at most."""

LINE = 3
"""Width of a line in its heights, at least."""

FILLED = 0.15
"""Part of a thing's size from which something at its old place is more than a trace of it."""


def moved(findings: list[Finding], before: Side, after: Side, judgement: Judgement) -> list[Finding]:
    """Things that are gone in one place and have come in another are one move."""
    left = list(findings)
    for gone in [one for one in findings if one.kind == "drop"]:
        size = gone.place[2:] - gone.place[:2]
        for come in [one for one in left if one.kind == "add"]:
            if (np.abs(come.place[2:] - come.place[:2] - size) > 2).any():
                continue
            if gone.form == come.form == "mark" and np.abs(come.place - gone.place).max() < judgement.least_move:
                left = [one for one in left if one is not gone and one is not come]  # an edge drawn by fractions
                break
            one = Patch.of(before.crop(gone.place), judgement.ink)
            other = Patch.of(after.crop(come.place), judgement.ink)
            if common_likeness(strength(one), strength(other)) >= judgement.same_look:
                left.remove(come)
                left[left.index(gone)] = Finding("move", gone.before, come.after, form=gone.form)
                break
    return left


def retyped(findings: list[Finding], ways: tuple[tuple[int, int], ...]) -> list[Finding]:
    """Words that went, and others that came where the lines around went, are one text that reads otherwise."""
    left = list(findings)
    for gone in [one for one in findings if one.kind == "drop" and one.form == "text"]:
        for come in [one for one in left if one.kind == "add" and one.form == "text"]:
            if any(_in_place(gone.place + np.tile(way, 2), come.place) for way in ways if any(way)):
                left.remove(come)
                left[left.index(gone)] = Finding("text", gone.before, come.after, form="text")
                break
    return left


def _in_place(one: np.ndarray, other: np.ndarray) -> bool:
    """Whether two lines begin or end at one place, or have one middle, and overlap for the most part."""
    ends = np.abs(one - other)
    level = max(ends[1], ends[3]) <= LEVEL
    same = min(ends[0], ends[2], abs((one[0] + one[2]) - (other[0] + other[2])) / 2) <= LEVEL
    return bool(level and same and iou(one, other) >= COMMON)


def swapped(findings: list[Finding]) -> list[Finding]:
    """What went and what came at one place is one thing in the place of another; strips of a picture that was replaced
    by a smaller or larger one are of it."""
    left = list(findings)
    for gone in [one for one in findings if one.kind == "drop"]:
        for come in [one for one in left if one.kind == "add" and not gone.form == one.form == "text"]:
            if iou(gone.place, come.place) > SAME_PLACE and gone in left:
                left.remove(come)
                left[left.index(gone)] = Finding("replace", gone.before, come.after, form=come.form)
    for strip in [one for one in left if one.kind in ("drop", "add") and one.form in ("image", "box", "mark")]:
        for one in [one for one in left if one.kind == "replace" and one.form == "image"]:
            box = one.before if strip.kind == "drop" else one.after
            assert box is not None
            whole = hull([box, strip.place])
            sizes = [float((part[2:] - part[:2]).prod()) for part in (box, strip.place, whole)]
            beside = max(np.maximum(box[:2], strip.place[:2]) - np.minimum(box[2:], strip.place[2:])) < SEAM
            large = min(box[2:] - box[:2]) >= PICTURE
            if large and beside and strip in left and sizes[1] < sizes[0] and sizes[0] + sizes[1] > FILLS * sizes[2]:
                left.remove(strip)
                at = left.index(one)
                left[at] = replace(one, before=whole) if strip.kind == "drop" else replace(one, after=whole)
    return left


def covered(findings: list[Finding]) -> list[Finding]:
    """Without the parts of things that came, went or changed as a whole, and what these have covered or laid bare."""
    wholes = [one for one in findings if one.kind in ("add", "drop", "replace", "resize", "move", "color", "state")]
    lines = [one for one in findings if one.kind == "text"]

    def part(one: Finding) -> bool:
        if any(_letter_of(one, line) for line in lines):
            return True
        for whole in wholes:
            if whole is one or whole.size <= one.size:
                continue
            boxes = [box for box in (whole.before, whole.after) if box is not None]
            mine = [box for box in (one.before, one.after) if box is not None]
            if whole.kind == "color" and one.kind in ("text", "add", "drop", "move"):
                continue
            if whole.kind == "move" and fills(one, *whole.pair):
                continue
            if all(any(covers(box, inner) for box in boxes) for inner in mine):
                return True
        return False

    return [one for one in findings if not part(one)]


def _letter_of(one: Finding, line: Finding) -> bool:
    """Whether what came or went is no larger than a letter, and stands in a line that reads otherwise."""
    box, whole = (one.before, line.before) if one.kind == "drop" else (one.after, line.after)
    if one.kind not in ("add", "drop") or box is None or whole is None or not covers(whole, box, 0.95):
        return False
    wide, high = whole[2:] - whole[:2]
    return bool(wide >= LINE * high and max(box[2:] - box[:2]) <= high)


def fills(one: Finding, before: np.ndarray, after: np.ndarray) -> bool:
    """Whether something came to the old place of a thing that moved, and is more than what that uncovered."""
    room = float((before[2:] - before[:2]).prod())
    return one.kind == "add" and one.size > FILLED * room and not covers(after, one.place, 0.1)


def unmoved(findings: list[Finding], blocks: list[Block]) -> list[Finding]:
    """Without the traces that small moved blocks left at their old and new places."""
    pairs = [(block.before, block.after) for block in blocks]
    pairs += [one.pair for one in findings if one.kind == "move"]

    def trace(one: Finding) -> bool:
        for before, after in pairs:
            both = hull([before, after]) + np.array([-4, -4, 4, 4])
            if one.before is not None and one.after is not None and one.kind == "move":
                continue
            if fills(one, before, after):
                continue
            if one.kind in ("add", "drop", "color", "replace", "text") and covers(both, one.place, 0.9):
                old = one.before is None or covers(both, one.before, 0.6)
                new = one.after is None or covers(both, one.after, 0.6)
                near = float((both[2:] - both[:2]).prod()) <= 4 * float((before[2:] - before[:2]).prod())
                if old and new and near:
                    return True
        return False

    return [one for one in findings if not trace(one)]


def exchanged(findings: list[Finding]) -> list[Finding]:
    """Two places whose grounds were exchanged: the mark of what is active went from one to the other."""
    left = list(findings)
    paints = [one for one in findings if one.kind == "color" and one.part == "background"]
    for i, one in enumerate(paints):
        for other in paints[i + 1 :]:
            if one not in left or other not in left:
                continue
            if (one.old, one.new) != (other.new, other.old) or not _alike(one, other):
                continue
            old, new = (one, other) if _outstanding(one) else (other, one)
            left.remove(other)
            state = Finding("state", old.before, new.after, "tab", "unselected", "selected")
            left[left.index(one)] = state
    return left


def marked(findings: list[Finding], before: Side, after: Side, judgement: Judgement) -> list[Finding]:
    """A painted box that went elsewhere, while the words on it stayed, is the mark of what is active."""
    left = []
    for one in findings:
        if one.kind == "move" and one.form == "box" and one.before is not None and one.after is not None:
            inner = one.before + np.array([3, 3, -3, -3])
            first, second = (Patch.of(side.crop(inner), judgement.ink) for side in (before, after))
            alike = common_likeness(strength(first), strength(second))
            if alike >= 0.5 and first.ink.any() and iou(one.before, one.after) < 0.05:
                one = Finding("state", one.before, one.after, "tab", "unselected", "selected")
        left.append(one)
    states = [one for one in left if one.kind == "state" and one.form == "tab"]

    def part(one: Finding) -> bool:
        return one not in states and any(
            covers(state.before, one.place, 0.8) or covers(state.after, one.place, 0.8) for state in states
        )

    inner = [
        one
        for one in states
        if any(s is not one and covers(hull(list(s.pair)) + np.array([-3, -3, 3, 3]), one.place) for s in states)
    ]
    return [one for one in left if one not in inner and not part(one)]


def _alike(one: Finding, other: Finding) -> bool:
    (_, a), (_, b) = one.pair, other.pair
    wide = (a[2] - a[0]) / (b[2] - b[0])
    high = (a[3] - a[1]) / (b[3] - b[1])
    return 0.5 < wide < 2 and 0.7 < high < 1.4


def _outstanding(one: Finding) -> bool:
    """Whether it was the one that stood out before."""
    return one.details.get("stood out") == "before"


def gathered(findings: list[Finding]) -> list[Finding]:
    """Like changes of neighbours told once: lines of one text that came or went, icons that changed in one way."""
    left = _repeated(findings)
    changed = True
    while changed:
        changed = False
        for i, one in enumerate(left):
            for other in left[i + 1 :]:
                if _together(one, other):
                    left.remove(other)
                    boxes = [
                        None if a is None or b is None else hull([a, b])
                        for a, b in ((one.before, other.before), (one.after, other.after))
                    ]
                    larger = one if one.size >= other.size else other
                    left[i] = replace(one, before=boxes[0], after=boxes[1], form=larger.form)
                    changed = True
                    break
            if changed:
                break
    return left


def _repeated(findings: list[Finding]) -> list[Finding]:
    """Findings, where the same exchange of colours in many places of one column is one: another scheme of code, say."""
    findings = _in_rows(_without_bullets(findings))
    groups: dict[tuple[object, ...], list[Finding]] = {}
    for one in findings:
        if one.kind == "color" and one.before is not None and one.after is not None:
            groups.setdefault((one.old, one.new, one.part, one.form), []).append(one)
    left = list(findings)
    for group in groups.values():
        if len(group) >= MANY:
            whole = replace(group[0], before=hull([g.pair[0] for g in group]), after=hull([g.pair[1] for g in group]))
            left[left.index(group[0])] = whole
            left = [one for one in left if one not in group[1:]]
    return left


def _without_bullets(findings: list[Finding]) -> list[Finding]:
    """Findings without the bullets of lines that took the same colour."""
    paints = [one for one in findings if one.kind == "color"]
    lines = [one for one in paints if one.form == "text"]

    def bullet(one: Finding) -> bool:
        return one.form == "icon" and any(_bullet_of(one, line) for line in lines)

    return [one for one in findings if one not in paints or not bullet(one)]


def _bullet_of(one: Finding, line: Finding) -> bool:
    (a, _), (b, _) = one.pair, line.pair
    high = b[3] - b[1]
    level = b[1] <= (a[1] + a[3]) / 2 <= b[3] and a[3] - a[1] < high
    return bool(level and 0 <= b[0] - a[2] <= BULLET * high and (one.old, one.new) == (line.old, line.new))


def _in_rows(findings: list[Finding]) -> list[Finding]:
    """Findings, where one exchange of colours all along a row, as of a table, is one."""
    left = list(findings)
    for one in findings:
        for other in findings:
            said = (one.kind, one.old, one.new, one.part) == (other.kind, other.old, other.new, other.part)
            alike = one.kind == "color" and said
            if one is other or one not in left or other not in left or not alike or one.size < other.size:
                continue
            (a, b), (c, d) = one.pair, other.pair
            if min(b[3], d[3]) - max(b[1], d[1]) > 0.6 * min(b[3] - b[1], d[3] - d[1]):
                left.remove(other)
                left[left.index(one)] = one = replace(one, before=hull([a, c]), after=hull([b, d]))
    return left


def _together(one: Finding, other: Finding) -> bool:
    if one.kind != other.kind or (one.old, one.new, one.part) != (other.old, other.new, other.part):
        return False
    a, b = one.place, other.place
    across = max(a[0], b[0]) - min(a[2], b[2])
    down = max(a[1], b[1]) - min(a[3], b[3])
    low = min(a[3] - a[1], b[3] - b[1])
    if one.kind in ("add", "drop"):
        if "text" in (one.form, other.form) and one.form == other.form:
            row = abs(a[1] - b[1]) <= max(4, 0.1 * low) and down < 0 and across < 120
            return bool(row or (across < 0 and down <= 0.7 * low and abs(a[0] - b[0]) < 2 * low))
        return bool(across < 6 and down < 6)
    if one.kind == "color":
        row = down < 0 and across < 1.2 * low
        lines = one.form == other.form == "text" and (row or (across < 0 and down <= 1.0 * low))
        return bool(lines or (across < 4 and down < 4))
    if one.kind == "state" and one.form == "icon":
        return bool(down < 0 and across < 10 * low)
    return False


def overlap(one: Finding, other: Finding) -> float:
    """IoU of where two findings are."""
    return iou(one.place, other.place)
