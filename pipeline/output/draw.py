"""Pictures with boxes on them, drawn with Pillow."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from pipeline.core.types import Analysis, ObjectGraph
from pipeline.output.naming import named

COLOURS = ("#e6194b", "#1f77e4", "#2ca02c", "#ff8c00", "#9b30d9", "#0fa3a3", "#c2186b", "#8a6d00")
"""Distinct on pictures and on white; taken in turn."""

_GAP = 8


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


def draw_graph(image: np.ndarray, graph: ObjectGraph) -> Image.Image:
    """The picture with every object's box, node number and attributes."""
    marks = []
    for i, (node, found) in enumerate(zip(graph.nodes, graph.objects, strict=True)):
        marks.append(Mark(found.box, f"{node} {named(found.label, found.attributes)}", COLOURS[i % len(COLOURS)]))
    return draw_marks(image, marks)


def draw_changes(analysis: Analysis) -> Image.Image:
    """Both pictures side by side, with a box around everything that changed."""
    assert analysis.image_before is not None and analysis.image_after is not None
    sides = []
    for image, boxes in (
        (analysis.image_before, [change.box_before for change in analysis.changes]),
        (analysis.image_after, [change.box_after for change in analysis.changes]),
    ):
        marks = [
            Mark(box, f"{i + 1} {change.kind}", COLOURS[i % len(COLOURS)])
            for i, (box, change) in enumerate(zip(boxes, analysis.changes, strict=True))
            if box is not None
        ]
        sides.append(draw_marks(image, marks))
    left, right = sides
    both = Image.new("RGB", (left.width + _GAP + right.width, max(left.height, right.height)), "white")
    both.paste(left, (0, 0))
    both.paste(right, (left.width + _GAP, 0))
    return both


def png(image: Image.Image) -> bytes:
    """The picture as the bytes of a PNG file."""
    stream = io.BytesIO()
    image.save(stream, "PNG")
    return stream.getvalue()
