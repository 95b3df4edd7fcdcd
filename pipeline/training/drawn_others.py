"""Pictures that are no screenshots, and as even as these: things on plain grounds, and grounds seen from above."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

SIZES = ((240, 180), (320, 240), (480, 320), (640, 480), (800, 600))
"""Widths and heights in pixels."""

MOST_THINGS = 4


def shaded_things(rng: np.random.Generator) -> Image.Image:
    """Balls and blocks under a light, with highlights and shadows, on a plain ground."""
    width, height = SIZES[rng.integers(len(SIZES))]
    picture = _ground(width, height, rng)
    rows, columns = np.mgrid[:height, :width].astype(np.float32)
    for _ in range(rng.integers(1, MOST_THINGS + 1)):
        radius = rng.uniform(0.06, 0.3) * min(width, height)
        across = (columns - rng.uniform(radius, width - radius)) / radius
        down = (rows - rng.uniform(radius, height - radius)) / radius
        if rng.random() < 0.5:
            shadow = np.exp(-((across / 1.2) ** 2) - ((down - 1) / 0.35) ** 2)
            picture *= 1 - 0.5 * shadow[..., None]
        picture = _with_thing(picture, across, down, radius, rng)
    if rng.random() < 0.4:
        picture = picture + rng.normal(0, rng.uniform(0.5, 3), picture.shape)
    return _image(picture)


def on_plain_ground(cut_outs: Sequence[Image.Image], rng: np.random.Generator) -> Image.Image:
    """Pictures with transparency, ``RGBA``, laid on a plain ground."""
    width, height = SIZES[rng.integers(len(SIZES))]
    picture = _image(_ground(width, height, rng))
    for cut_out in cut_outs:
        scale = rng.uniform(0.25, 0.7) * min(width, height) / max(cut_out.size)
        size = max(8, round(cut_out.width * scale)), max(8, round(cut_out.height * scale))
        thing = cut_out.resize(size, Image.Resampling.LANCZOS)
        place = rng.integers(0, max(1, width - size[0])), rng.integers(0, max(1, height - size[1]))
        picture.paste(thing, (int(place[0]), int(place[1])), thing)
    return picture


def from_above(rng: np.random.Generator) -> Image.Image:
    """Roads, roofs with their shadows, and trees on a mottled ground."""
    width, height = SIZES[rng.integers(1, len(SIZES))]
    coarse = rng.normal(0, 0.6, (height // 8 + 2, width // 8 + 2)).astype(np.float32)
    mottled = np.asarray(Image.fromarray(coarse).resize((width, height), Image.Resampling.BICUBIC))
    ground = rng.uniform((60, 90, 40), (150, 160, 110))
    picture = _image(ground + mottled[..., None] * rng.uniform(2, 25))
    pen = ImageDraw.Draw(picture)
    for _ in range(rng.integers(1, 4)):
        ends = rng.uniform(0, 1, (2, 2)) * (width, height)
        pen.line([tuple(end) for end in ends], fill=(int(rng.integers(90, 200)),) * 3, width=int(rng.integers(6, 26)))
    for _ in range(rng.integers(4, 40)):
        _roof(pen, rng.uniform(0, 1, 2) * (width, height), rng)
    for _ in range(rng.integers(0, 60)):
        x, y, radius = rng.uniform(0, width), rng.uniform(0, height), rng.uniform(3, 12)
        pen.ellipse((x - radius, y - radius, x + radius, y + radius), fill=_colour(rng, (20, 50, 20), (70, 110, 60)))
    if rng.random() < 0.6:
        picture = picture.filter(ImageFilter.GaussianBlur(rng.uniform(0.3, 1.2)))
    return _image(np.asarray(picture) + rng.normal(0, rng.choice([0, 1, 4]), (height, width, 3)))


def _ground(width: int, height: int, rng: np.random.Generator) -> np.ndarray:
    """White, black, grey or coloured; now and then lit from one side."""
    colour = (np.full(3, 255.0), np.zeros(3), np.full(3, rng.uniform(20, 235)), rng.uniform(20, 245, 3))
    ground = np.broadcast_to(colour[rng.integers(len(colour))], (height, width, 3)).copy()
    if rng.random() < 0.35:
        rows, columns = np.mgrid[-0.5 : 0.5 : height * 1j, -0.5 : 0.5 : width * 1j]
        slope = rng.normal(size=2) * rng.uniform(5, 60)
        ground += (columns * slope[0] + rows * slope[1])[..., None]
    return ground


def _with_thing(
    picture: np.ndarray, across: np.ndarray, down: np.ndarray, radius: float, rng: np.random.Generator
) -> np.ndarray:
    """The picture with a ball, a block or a prism where ``across`` and ``down``, in radii, are small."""
    kind = rng.integers(3)
    if kind == 0:
        distance = np.hypot(across, down)
        toward, shown = np.sqrt(np.clip(1 - distance**2, 0, 1)), np.clip((1 - distance) * radius + 0.5, 0, 1)
    elif kind == 1:
        wide, high = rng.uniform(0.6, 1.2, 2)
        toward, shown = 0.8 + 0.2 * down, (np.abs(across) < wide) & (np.abs(down) < high)
    else:
        toward = np.clip(0.6 + 0.3 * across, 0, 1)
        shown = np.clip((1 - np.abs(across) - np.abs(down)) * radius / 1.4 + 0.5, 0, 1)
    light = rng.normal(size=3)
    light[2] = abs(light[2]) + 0.5
    light /= np.linalg.norm(light)
    lit = np.clip(across * light[0] + down * light[1] + toward * light[2], 0, 1)[..., None]
    surface = rng.uniform(30, 250, 3) * (0.25 + 0.75 * lit) + lit**20 * rng.uniform(0, 200)
    share = np.asarray(shown, float)[..., None]
    return picture * (1 - share) + surface * share


def _roof(pen: ImageDraw.ImageDraw, middle: np.ndarray, rng: np.random.Generator) -> None:
    """A rectangle with its shadow, and one half of it darker."""
    wide, high = rng.uniform(8, 40, 2)
    turn = rng.uniform(0, np.pi) if rng.random() < 0.6 else 0.0
    axes = np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]])
    colour = rng.uniform(60, 220, 3)
    for bottom, shift, shade in ((high, 4, None), (high, 0, 1.0), (0.0, 0, rng.choice([0.8, 1.0]))):
        corners = np.array([[-wide, -high], [wide, -high], [wide, bottom], [-wide, bottom]]) @ axes.T + middle + shift
        fill = (40, 45, 40) if shade is None else tuple(int(value * shade) for value in colour)
        pen.polygon([tuple(corner) for corner in corners], fill=fill)


def _colour(rng: np.random.Generator, low: Sequence[int], high: Sequence[int]) -> tuple[int, ...]:
    return tuple(int(value) for value in rng.uniform(low, high))


def _image(picture: np.ndarray) -> Image.Image:
    return Image.fromarray(np.clip(picture, 0, 255).astype(np.uint8))
