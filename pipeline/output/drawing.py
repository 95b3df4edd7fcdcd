"""A drawing: pictures side by side, boxes with numbers beside them, and a legend below; as a picture or as SVG."""

from __future__ import annotations

import base64
import io
import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from html import escape

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from pipeline.output.labels import place_labels

_INK = "#222222"


@dataclass(frozen=True, eq=False)
class Numbered:
    """What a number stands for: the words of the legend, a colour, and a box in each picture that shows it."""

    words: str
    colour: str
    boxes: tuple[np.ndarray | None, ...]


@dataclass(frozen=True)
class _Piece:
    """A line or a rectangle, filled or not, or a text in a rectangle of its size."""

    kind: str
    box: tuple[float, float, float, float]
    colour: str
    text: str = ""


class Drawing:
    """Pictures of shape ``(height, width, 3)`` in a row, with everything that is numbered in them.

    No number hides what is numbered or, for each picture, one of the boxes ``unhidden``.  Numbers start at ``first``;
    where nothing is numbered, the legend is ``empty``.
    """

    def __init__(
        self,
        images: Sequence[np.ndarray],
        numbered: Sequence[Numbered],
        unhidden: Sequence[Sequence[np.ndarray]] = (),
        first: int = 1,
        empty: str = "",
    ) -> None:
        self.images = images
        self.numbered = numbered
        self.unhidden = unhidden or [()] * len(images)
        self.first = first
        self.unit = max(1, round(min(min(image.shape[:2]) for image in images) / 200))
        self.font = ImageFont.load_default(8 + 4 * self.unit)
        self.line = 12 + 4 * self.unit
        self.words = [f"{first + i}  {one.words}" for i, one in enumerate(numbered)] or ([empty] if empty else [])

    def image(self) -> Image.Image:
        """As a picture."""
        canvas = Image.new("RGB", self._size, "white")
        for picture, (x, y) in zip(self.images, self._corners, strict=True):
            canvas.paste(Image.fromarray(picture), (x, y))
        brush = ImageDraw.Draw(canvas)
        for piece in self._pieces:
            x0, y0, x1, y1 = piece.box
            if piece.kind == "outline":
                brush.rectangle(piece.box, outline=piece.colour, width=self.unit)
            elif piece.kind == "line":
                brush.line(piece.box, fill=piece.colour, width=self.unit)
            elif piece.kind == "fill":
                brush.rectangle((x0, y0, x1 - 1, y1 - 1), fill=piece.colour)
            else:
                brush.text((x0, (y0 + y1) / 2), piece.text, font=self.font, fill=piece.colour, anchor="lm")
        return canvas

    def svg(self) -> str:
        """As SVG that needs no other file: boxes and words stay sharp, and can be searched and styled."""
        width, height = self._size
        head = f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}"'
        lines = [f'{head} viewBox="0 0 {width} {height}" font-family="sans-serif" font-size="{8 + 4 * self.unit}">']
        lines.append(f'<rect width="{width}" height="{height}" fill="white"/>')
        for picture, (x, y) in zip(self.images, self._corners, strict=True):
            lines.append(_embedded(picture, x, y))
        lines += [self._element(piece) for piece in self._pieces]
        return "\n".join([*lines, "</svg>", ""])

    def _element(self, piece: _Piece) -> str:
        x0, y0, x1, y1 = (f"{corner:g}" for corner in piece.box)
        stroke = f'stroke="{piece.colour}" stroke-width="{self.unit}"'
        if piece.kind == "line":
            return f'<line x1="{x0}" y1="{y0}" x2="{x1}" y2="{y1}" {stroke}/>'
        if piece.kind == "text":
            left, top, right, bottom = piece.box
            place = f'x="{x0}" y="{(top + bottom) / 2:g}" textLength="{right - left:g}" dominant-baseline="central"'
            return f'<text {place} fill="{piece.colour}">{escape(_printable(piece.text))}</text>'
        left, top, right, bottom = piece.box
        place = f'x="{x0}" y="{y0}" width="{right - left:g}" height="{bottom - top:g}"'
        return f"<rect {place} " + (
            f'fill="none" {stroke}/>' if piece.kind == "outline" else f'fill="{piece.colour}"/>'
        )

    @property
    def _margin(self) -> int:
        return self.line if self.numbered else 0

    @property
    def _gap(self) -> int:
        return 0 if self._margin else 8

    @cached_property
    def _corners(self) -> list[tuple[int, int]]:
        corners, x = [], self._margin
        for image in self.images:
            corners.append((x, self._margin))
            x += image.shape[1] + 2 * self._margin + self._gap
        return corners

    @property
    def _pictures_end(self) -> tuple[int, int]:
        right = self._corners[-1][0] + self.images[-1].shape[1] + self._margin
        return right, max(image.shape[0] for image in self.images) + 2 * self._margin

    @cached_property
    def _column(self) -> int:
        return math.ceil(max((self.font.getlength(words) for words in self.words), default=0)) + 2 * self.line

    @cached_property
    def _size(self) -> tuple[int, int]:
        """Wide enough for the longest words, high enough for all of them."""
        width, height = self._pictures_end
        if self.words:
            width = max(width, self._column)
            height += math.ceil(len(self.words) / (width // self._column)) * self.line + self.line // 2
        return width, height

    @cached_property
    def _pieces(self) -> list[_Piece]:
        pieces: list[_Piece] = []
        for side, (image, corner) in enumerate(zip(self.images, self._corners, strict=True)):
            pieces += self._marks(side, image, corner)
        return pieces + self._legend()

    def _marks(self, side: int, image: np.ndarray, corner: tuple[int, int]) -> list[_Piece]:
        """Boxes first, then leaders, then numbers, so that nothing lies over a number."""
        shown = [(str(self.first + i), one) for i, one in enumerate(self.numbered) if one.boxes[side] is not None]
        sizes = [(self.font.getlength(number) + 2 * self.unit + 2, self.line - 2.0) for number, _ in shown]
        extent = (image.shape[1], image.shape[0])
        boxes = [_clipped(one.boxes[side], extent) for _, one in shown]
        boxed, led, labelled = [], [], []
        labels = place_labels(boxes, sizes, extent, self._margin, self.unhidden[side])
        for (number, one), box, label in zip(shown, boxes, labels, strict=True):
            boxed.append(_Piece("outline", _moved(box, corner), one.colour))
            if label is None:
                continue
            if not _touch(box, label):
                ends = (*_centre(label), *_nearest(box, _centre(label)))
                led.append(_Piece("line", _moved(ends, corner), one.colour))
            labelled.append(_Piece("fill", _moved(label, corner), one.colour))
            inner = (label[0] + self.unit + 1, label[1], label[2] - self.unit - 1, label[3])
            labelled.append(_Piece("text", _moved(inner, corner), "white", number))
        return boxed + led + labelled

    def _legend(self) -> list[_Piece]:
        width, top = self._size[0], self._pictures_end[1]
        columns = max(1, width // self._column)
        pieces = []
        for i, words in enumerate(self.words):
            x, y = (i % columns) * self._column + self.line // 2, top + (i // columns) * self.line
            if self.numbered:
                swatch = (x, y + self.line / 4, x + self.line / 2, y + 3 * self.line / 4)
                pieces.append(_Piece("fill", swatch, self.numbered[i].colour))
            start = x + self.line
            end = start + self.font.getlength(words)
            pieces.append(_Piece("text", (start, y, end, y + self.line), _INK, words))
        return pieces


def _embedded(picture: np.ndarray, x: int, y: int) -> str:
    stream = io.BytesIO()
    Image.fromarray(picture).save(stream, "PNG")
    data = base64.b64encode(stream.getvalue()).decode("ascii")
    height, width = picture.shape[:2]
    return f'<image x="{x}" y="{y}" width="{width}" height="{height}" href="data:image/png;base64,{data}"/>'


def _clipped(box: np.ndarray | None, extent: tuple[int, int]) -> tuple[float, float, float, float]:
    x0, y0, x1, y1 = np.clip(np.asarray(box, float), 0, (*extent, *extent))
    return float(min(x0, x1)), float(min(y0, y1)), float(max(x0, x1)), float(max(y0, y1))


def _moved(box: Sequence[float], corner: tuple[int, int]) -> tuple[float, float, float, float]:
    x, y = corner
    return box[0] + x, box[1] + y, box[2] + x, box[3] + y


def _centre(box: Sequence[float]) -> tuple[float, float]:
    return (box[0] + box[2]) / 2, (box[1] + box[3]) / 2


def _nearest(box: Sequence[float], point: tuple[float, float]) -> tuple[float, float]:
    return min(max(point[0], box[0]), box[2]), min(max(point[1], box[1]), box[3])


def _touch(box: Sequence[float], other: Sequence[float]) -> bool:
    return box[0] <= other[2] and box[2] >= other[0] and box[1] <= other[3] and box[3] >= other[1]


def _printable(text: str) -> str:
    """Text without what XML cannot hold."""
    return "".join(c if c.isprintable() else "?" for c in text.encode("utf-8", "replace").decode("utf-8"))
