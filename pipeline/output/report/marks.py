"""Boxes over the pictures, one for each phrase that names a region and for each fact that no phrase shows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from pipeline.core.boxes import iou
from pipeline.core.types import Analysis, Description
from pipeline.output.report.embed import embedded
from pipeline.output.report.labels import Rectangle, place_labels
from pipeline.output.report.phrases import Sentence

COLOURS = 8
"""How many the style sheet has; taken in turn."""

_SAME = 0.6
_LINE = 1 / 34
"""Height of a letter as a share of the picture's width: legible on a phone, not loud on a screen."""

_LETTER = 0.6
_LONGEST = 26


@dataclass(frozen=True, eq=False)
class Mark:
    """A box in each picture (None where not visible), its key, and the keys that light up with it."""

    key: str
    lights: tuple[str, ...]
    text: str
    colour: int
    box_before: np.ndarray | None
    box_after: np.ndarray | None


def marks_of(description: Description, sentences: list[Sentence]) -> list[Mark]:
    """Phrases in the order of the caption, then facts whose region no phrase names."""
    marks = []
    for number, found in enumerate(description.grounding):
        facts = tuple(f"f{k}" for one in sentences for k in one.changes if number in one.phrases(k))
        boxes = found.box_before, found.box_after
        marks.append(Mark(f"p{number}", (f"p{number}", *facts), found.phrase, number % COLOURS, *boxes))
    for number, change in enumerate(description.changes):
        if not any(_alike(mark, change.box_before, change.box_after) for mark in marks):
            key, colour = f"f{number}", (len(description.grounding) + number) % COLOURS
            text = f"{number + 1} {change.kind}"
            marks.append(Mark(key, (key,), text, colour, change.box_before, change.box_after))
    return marks


def marked_picture(analysis: Analysis, marks: list[Mark], side: str) -> dict[str, Any]:
    """A picture for the page, with boxes and labels in its own pixels."""
    image = analysis.image_before if side == "before" else analysis.image_after
    graph = analysis.before if side == "before" else analysis.after
    assert image is not None
    height, width = image.shape[:2]
    shown = [(mark, _box(mark, side)) for mark in marks]
    boxed = [(mark, box) for mark, box in shown if box is not None]
    line = width * _LINE
    sizes = [(_LETTER * line * len(short(mark.text)) + line, 1.5 * line) for mark, _ in boxed]
    objects = [Rectangle.of(found.box) for found in graph.objects]
    placed, whole = place_labels([Rectangle.of(box) for _, box in boxed], sizes, objects, (width, height))
    return {
        "source": embedded(image),
        "width": width,
        "height": height,
        "whole": whole,
        "line": line,
        "marks": [
            {"mark": mark, "box": Rectangle.of(box), "label": label, "text": short(mark.text)}
            for (mark, box), label in zip(boxed, placed, strict=True)
        ],
    }


def short(text: str) -> str:
    """The words that fit on a label."""
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1].rstrip() + "…"


def _box(mark: Mark, side: str) -> np.ndarray | None:
    return mark.box_before if side == "before" else mark.box_after


def _alike(mark: Mark, before: np.ndarray | None, after: np.ndarray | None) -> bool:
    """Whether a mark shows these regions already."""
    pairs = ((mark.box_before, before), (mark.box_after, after))
    return all(
        theirs is None or (own is not None and float(iou(own[None], theirs[None])[0, 0]) > _SAME)
        for own, theirs in pairs
    )
