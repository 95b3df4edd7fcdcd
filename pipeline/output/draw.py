"""Pictures with boxes on them, drawn with Pillow."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from pipeline.core.messages import NOTHING_CHANGED
from pipeline.core.types import Analysis, Change, ObjectGraph
from pipeline.output.drawing import Drawing, Numbered
from pipeline.output.naming import named
from pipeline.output.stated import stated_attributes, stated_values

COLOURS = ("#e6194b", "#1f77e4", "#2ca02c", "#ff8c00", "#9b30d9", "#0fa3a3", "#c2186b", "#8a6d00")
"""Distinct on pictures and on white; taken in turn."""


@dataclass(frozen=True, eq=False)
class Mark:
    """A box with a word on it."""

    box: np.ndarray
    text: str
    colour: str


def draw_marks(image: np.ndarray, marks: Sequence[Mark]) -> Image.Image:
    """The picture with boxes; lines and letters grow with it."""
    canvas = Image.fromarray(image).convert("RGB")
    brush = ImageDraw.Draw(canvas)
    unit = max(1, round(min(canvas.size) / 200))
    font = ImageFont.load_default(8 + 4 * unit)
    for mark in marks:
        x0, y0, x1, y1 = (float(corner) for corner in mark.box)
        brush.rectangle((x0, y0, max(x0, x1), max(y0, y1)), outline=mark.colour, width=unit)
        if mark.text:
            _, _, right, bottom = brush.textbbox((0, 0), mark.text, font=font)
            x = min(max(0.0, x0), max(0.0, canvas.width - right - 2 * unit))
            y = y0 - bottom - unit if y0 - bottom - unit >= 0 else y0
            brush.rectangle((x, y, x + right + 2 * unit, y + bottom + unit), fill=mark.colour)
            brush.text((x + unit, y), mark.text, font=font, fill="white")
    return canvas


def graph_drawing(image: np.ndarray, graph: ObjectGraph) -> Drawing:
    """The picture with every object's box and node number, and in the legend what it is."""
    numbered = [
        Numbered(named(found.label, found.attributes), COLOURS[i % len(COLOURS)], (found.box,))
        for i, found in enumerate(graph.objects)
    ]
    return Drawing([image], numbered, first=0)


def changes_drawing(analysis: Analysis) -> Drawing:
    """Both pictures side by side, with a numbered box around everything that changed, and in the legend how."""
    assert analysis.image_before is not None and analysis.image_after is not None
    numbered = [
        Numbered(_told(change), COLOURS[i % len(COLOURS)], (change.box_before, change.box_after))
        for i, change in enumerate(analysis.changes)
    ]
    graphs = (analysis.before, analysis.after)
    unhidden = [[found.box for found in graph.objects] for graph in graphs]
    return Drawing([analysis.image_before, analysis.image_after], numbered, unhidden, empty=NOTHING_CHANGED)


def draw_changes(analysis: Analysis) -> Image.Image:
    """The same as a picture."""
    return changes_drawing(analysis).image()


def png(image: Image.Image) -> bytes:
    """The picture as the bytes of a PNG file."""
    stream = io.BytesIO()
    image.save(stream, "PNG")
    return stream.getvalue()


def _told(change: Change) -> str:
    old, new = stated_values(change)
    known = [f"{word} {value}" for word, value in (("from", old), ("to", new)) if value is not None and old != new]
    return ", ".join(
        filter(None, [f"{change.kind}: {named(change.label, stated_attributes(change))}", " ".join(known)])
    )
