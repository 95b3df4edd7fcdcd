"""What an element is: what the detector says of it, or else what its look suggests."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from detectors.screen.colors import element_colors, most_frequent, term_scores
from pipeline.core.channels import highest
from pipeline.core.types import SceneObject
from pipeline.diff.screen.finding import Finding, covers, iou
from pipeline.diff.screen.side import Side

HEADING = 19
"""Pixels: height of the letters of a heading, at least."""

SAME = 0.5
"""IoU from which a detected element is the one that changed."""

LEAST_SCORE = 0.3

NOTICE, SENTENCE, TINTED = 6, 10, 16
"""Widths of a notice and of a sentence in their heights, at least, and levels between the channels of a ground that no
field has."""

EDGE, EVEN, STANDS_OUT = 24, 0.95, 60
"""Pixels from the edge of the page along which a scroll bar is, part of a drawn shape that has one colour, and
levels by which that colour differs from what is around it."""

TICKED = ("checkbox", "radio", "switch")
"""Roles whose state is whether they are checked."""


def element_at(box: np.ndarray | None, elements: Sequence[SceneObject]) -> SceneObject | None:
    """The detected element that a box is; None where there is none."""
    if box is None:
        return None
    scored = [(iou(box, one.box) * one.score, i) for i, one in enumerate(elements) if iou(box, one.box) >= SAME]
    return elements[max(scored)[1]] if scored else None


def role_of(one: Finding, side: Side, box: np.ndarray, found: SceneObject | None) -> str:
    """The role of a finding's element, which was detected as ``found``."""
    if one.kind in ("theme", "scroll", "shift") or one.form in ("checkbox", "input", "tab"):
        return one.form
    if found is not None and found.score >= LEAST_SCORE and found.label != "page":
        if _is_notice(one, side, box, found.label):
            return "banner"
        return "image" if _is_shape(side, box, found.label) else found.label
    return _guess(one, side, box)


def _is_notice(one: Finding, side: Side, box: np.ndarray, label: str) -> bool:
    """Whether what looks like a bar or a field is a notice: it came, holds one sentence, and is wide or painted."""
    if one.kind not in ("add", "drop") or label not in ("navigation bar", "input"):
        return False
    lines = [line for line in side.boxes("phrase") if covers(box, line, 0.9)]
    high = box[3] - box[1]
    if not lines or box[2] - box[0] < NOTICE * high:
        return False
    if len(lines) > 1 or lines[0][2] - lines[0][0] < SENTENCE * (lines[0][3] - lines[0][1]):
        return False
    return label == "navigation bar" or int(np.ptp(np.array(most_frequent(side.crop(box)), int))) > TINTED


def _is_shape(side: Side, box: np.ndarray, label: str) -> bool:
    """Whether what looks like an empty field or a scroll bar is a part of a drawing, as bars of charts are.

    A field is about as light as its ground or has a border, and scroll bars are at the edges of a page.
    """
    height, width = side.image.shape[:2]
    upright = box[3] - box[1] > box[2] - box[0]
    at_edge = (width - box[2] if upright else height - box[3]) <= EDGE
    if label not in ("input", "scrollbar") or (label == "scrollbar" and at_edge):
        return False
    pixels = side.crop(box).astype(int)
    ground = np.array(most_frequent(side.crop(box)), int)
    even = float((highest(np.abs(pixels - ground)) <= 8).mean())
    return bool(even >= EVEN and np.abs(ground - side.ground_around(box)).max() > STANDS_OUT)


def _guess(one: Finding, side: Side, box: np.ndarray) -> str:
    wide, high = box[2] - box[0], box[3] - box[1]
    height, width = side.image.shape[:2]
    if one.form == "text":
        colors = element_colors(side.image, box)
        if colors.ink is not None:
            scores = term_scores(colors.ink)
            if max(scores, key=lambda name: scores[name]) == "blue":
                return "link"
        lines = [line for line in side.boxes("phrase") if covers(box, line, 0.8)]
        tall = np.median([line[3] - line[1] for line in lines]) if lines else high
        return "heading" if tall >= HEADING * (2 if width < 900 and height > 1400 else 1) else "text"
    if one.form == "box":
        if wide > 0.6 * width and high < 0.2 * height:
            return "banner" if box[1] > 4 or one.kind == "add" else "navigation bar"
        return "button" if high <= 60 and wide <= 400 else "card"
    return {"image": "image", "icon": "icon", "mark": "line", "button": "button", "field": "input"}.get(
        one.form, "text"
    )
