"""A small page painted by hand: a bar, a button, a card with two lines of text, a tick box."""

from __future__ import annotations

import numpy as np
from PIL import Image, ImageDraw, ImageFont

BAR = (0, 0, 400, 40)
BUTTON = (20, 60, 120, 90)
CARD = (20, 110, 300, 220)
TICK = (330, 120, 346, 136)
WORDS = "Open orders"


def page() -> np.ndarray:
    """The picture, 400 x 300 pixels."""
    image = Image.new("RGB", (400, 300), "white")
    draw = ImageDraw.Draw(image)
    _box(draw, BAR, fill="#203040")
    _box(draw, BUTTON, fill="#1266d6")
    _box(draw, CARD, fill="#f4f4f4", outline="#888888")
    _box(draw, TICK, fill="white", outline="black")
    font = ImageFont.load_default(16)
    draw.text((45, 66), "Save", fill="white", font=font)
    draw.text((40, 124), WORDS, fill="black", font=font)
    draw.text((40, 150), "of this week", fill="black", font=font)
    draw.text((40, 12), "Shop", fill="white", font=font)
    return np.asarray(image)


def _box(draw: ImageDraw.ImageDraw, box: tuple[int, int, int, int], **colors: str) -> None:
    draw.rectangle((box[0], box[1], box[2] - 1, box[3] - 1), **colors)
