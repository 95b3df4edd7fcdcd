"""Figures of the documentation: pictures side by side, twice as large as they are, with boxes, lines and labels."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFont

SCALE = 2
GAP = 12
PAPER, BLUE, RED = "#ffffff", "#1f4fbf", "#b4321f"
SKY, GREEN, ORANGE = "#74b6f5", "#7fd186", "#ffb066"  # for lines on dark pictures
PALE = "#9fb4e4"  # for lines on faded ones

Point = tuple[float, float]


class Figure:
    """A row of pictures ``(h, w, 3)``; places are given in pixels of one of them, by its number."""

    def __init__(self, *pictures: np.ndarray, faded: bool = False) -> None:
        self.height = max(one.shape[0] for one in pictures)
        self.lefts = [sum(one.shape[1] + GAP for one in pictures[:k]) for k in range(len(pictures))]
        width = self.lefts[-1] + pictures[-1].shape[1]
        self.image = Image.new("RGBA", (width * SCALE, self.height * SCALE))  # the gap shows the page's own ground
        for left, picture in zip(self.lefts, pictures, strict=True):
            shown = Image.fromarray(picture).resize((picture.shape[1] * SCALE, picture.shape[0] * SCALE), 1)
            if faded:
                shown = Image.blend(shown, Image.new("RGB", shown.size, PAPER), 0.6)
            self.image.paste(shown, (left * SCALE, 0))
        self.brush = ImageDraw.Draw(self.image)
        self.font = ImageFont.load_default(13 * SCALE)

    def box(self, side: int, corners: Sequence[float], colour: str = BLUE, width: float = 1.5) -> None:
        """The outline of a box."""
        place = (*self._at(side, corners[:2]), *self._at(side, corners[2:]))
        self.brush.rounded_rectangle(place, 4, outline=colour, width=round(width * SCALE))

    def line(self, start: tuple[int, Point], end: tuple[int, Point], colour: str = BLUE, width: float = 1.5) -> None:
        """A line between two places, perhaps of two pictures."""
        self.brush.line((*self._at(*start), *self._at(*end)), fill=colour, width=round(width * SCALE))

    def dot(self, side: int, place: Point, colour: str = BLUE, radius: float = 4, text: str = "") -> None:
        """A filled circle, perhaps with a text of a letter or two in it."""
        x, y = self._at(side, place)
        r = radius * SCALE
        self.brush.ellipse((x - r, y - r, x + r, y + r), fill=colour, outline=PAPER, width=SCALE)
        if text:
            self.brush.text((x, y), text, fill=PAPER, font=self.font, anchor="mm")

    def label(self, side: int, place: Point, text: str, colour: str = BLUE) -> None:
        """Words on a ground of their own, whose lower left corner is at ``place`` as far as the picture allows."""
        x, y = self._at(side, place)
        width, height = self.font.getlength(text) + 8 * SCALE, 19 * SCALE
        x, y = min(max(0, x), self.image.width - width), min(max(height, y), self.image.height)
        self.brush.rounded_rectangle((x, y - height, x + width, y), 6, fill=colour)
        self.brush.text((x + 4 * SCALE, y - height / 2), text, fill=PAPER, font=self.font, anchor="lm")

    def save(self, path: Path) -> None:
        """Write it as a small WebP file."""
        path.parent.mkdir(parents=True, exist_ok=True)
        self.image.save(path, "WEBP", quality=80, method=6)

    def _at(self, side: int, place: Sequence[float]) -> Point:
        return (place[0] + self.lefts[side]) * SCALE, place[1] * SCALE


def centre(box: Sequence[float]) -> Point:
    """The middle of a box."""
    return (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
