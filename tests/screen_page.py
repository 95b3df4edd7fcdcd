"""Small pages that tests draw: lines of text and painted boxes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from PIL import Image, ImageDraw, ImageFont

WIDTH, HEIGHT = 480, 360


@dataclass(frozen=True)
class Line:
    """Words with their top left corner at ``x, y``."""

    text: str
    x: int
    y: int
    color: str = "#202020"
    size: int = 14


@dataclass(frozen=True)
class Box:
    """A painted box."""

    x0: int
    y0: int
    x1: int
    y1: int
    fill: str


MENU = tuple(Line(word, 40, 120 + 30 * i) for i, word in enumerate(("Orders", "Invoices", "Customers", "Reports")))
HEADER = (Box(0, 0, WIDTH, 40, "#205080"), Line("Acme Store", 16, 10, "white", 18))
BUTTON = (Box(320, 60, 420, 92, "#d02020"), Line("Sign up", 340, 67, "white"))
PAGE = (*HEADER, *BUTTON, *MENU)


def drawn(things: Sequence[Line | Box], height: int = HEIGHT, ground: str = "white") -> np.ndarray:
    """The page as ``uint8`` RGB."""
    image = Image.new("RGB", (WIDTH, height), ground)
    pen = ImageDraw.Draw(image)
    for thing in things:
        if isinstance(thing, Box):
            pen.rectangle((thing.x0, thing.y0, thing.x1 - 1, thing.y1 - 1), fill=thing.fill)
        else:
            pen.text((thing.x, thing.y), thing.text, fill=thing.color, font=ImageFont.load_default(thing.size))
    return np.array(image)
