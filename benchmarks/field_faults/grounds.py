"""What cases are drawn on: photographs where there are some, and scenes that are drawn."""

from __future__ import annotations

import io
from functools import cached_property
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from benchmarks.common import shared_folder
from pipeline.core.images import load_picture
from pipeline.synth.photo.cutouts import Cutout, Detect, cutouts

SIDE = 480
"""Pixels of the longer side."""

PHOTOGRAPHED = 0.65
"""Share of the grounds that are photographs, where there are some."""

MOST_CUT = 80
"""Photographs that people are cut out of."""

Box = tuple[int, int, int, int]


class Grounds:
    """Photographs of the reference data, and drawn scenes; ``detect`` finds the people that are cut out."""

    def __init__(self, detect: Detect | None = None) -> None:
        data = shared_folder() / "data"
        pairs = sorted((data / "photo_pairs" / "images").glob("*_a.*"))
        self.files: list[Path] = sorted((data / "coco_photos" / "images").glob("*.*")) + pairs
        self._detect = detect

    def photo(self, rng: np.random.Generator) -> np.ndarray:
        """A photograph, or a drawn scene where there is none."""
        if not self.files:
            return textured(rng)
        return sized(load_picture(self.files[int(rng.integers(len(self.files)))]))

    def any(self, rng: np.random.Generator) -> np.ndarray:
        """A photograph or a drawn scene."""
        return self.photo(rng) if rng.random() < PHOTOGRAPHED else drawn(rng)

    @cached_property
    def people(self) -> list[Cutout]:
        """People cut out of the photographs."""
        if self._detect is None or not self.files:
            return []
        return [one for one in cutouts(self.files[:MOST_CUT], self._detect) if one.label == "person"]


def sized(picture: np.ndarray, side: int = SIDE) -> np.ndarray:
    """The picture with this longer side."""
    scale = side / max(picture.shape[:2])
    size = round(picture.shape[1] * scale), round(picture.shape[0] * scale)
    return np.asarray(Image.fromarray(picture).resize(size, Image.Resampling.BICUBIC))


def drawn(rng: np.random.Generator) -> np.ndarray:
    """A drawn scene: textured all over, or calm."""
    return textured(rng) if rng.random() < 0.5 else calm(rng)


def textured(rng: np.random.Generator, width: int = SIDE, height: int = 360) -> np.ndarray:
    """Structure at all scales in muted colours."""
    picture = np.zeros((height, width, 3))
    for step in (3, 7, 15, 31, 63):
        size = width // step + 2, height // step + 2
        coarse = Image.fromarray(rng.integers(50, 190, (size[1], size[0], 3)).astype(np.uint8))
        large = coarse.resize((size[0] * step, size[1] * step), Image.Resampling.BICUBIC)
        picture += np.asarray(large, float)[:height, :width]
    return (picture / 5).astype(np.uint8)


def calm(rng: np.random.Generator, width: int = SIDE, height: int = 360) -> np.ndarray:
    """A room: a wall and a floor with light that falls off, and a few plain pieces of furniture with soft shadows."""
    down, across = np.mgrid[:height, :width] / max(height, width)
    horizon = int(height * rng.uniform(0.45, 0.65))
    wall, floor = rng.uniform(120, 200) + rng.uniform(-12, 12, 3), rng.uniform(90, 150) + rng.uniform(-12, 12, 3)
    room = np.where((np.arange(height) < horizon)[:, None, None], wall, floor).repeat(width, 1)
    lamp = rng.uniform(0, 1, 2)
    room = room * (1.1 - 0.45 * np.hypot(across - lamp[0], down - 0.5 * lamp[1]))[..., None]
    image = Image.fromarray(np.clip(room, 0, 255).astype(np.uint8))
    pen = ImageDraw.Draw(image)
    for _ in range(int(rng.integers(2, 6))):
        wide, tall = rng.integers(40, 110, 2)
        x, foot = int(rng.integers(0, width - wide)), int(rng.integers(horizon + 10, height - 5))
        color = tuple(int(v) for v in rng.uniform(60, 190) + rng.uniform(-35, 35, 3))
        pen.ellipse((x - 6, foot - 8, x + wide + 12, foot + 8), fill=tuple(int(0.75 * v) for v in floor))
        pen.rectangle((x, foot - tall, x + wide, foot), fill=color)
        for step in range(1, int(rng.integers(2, 5))):
            y = foot - tall + step * tall // 5
            pen.line((x, y, x + wide, y), fill=tuple(int(0.8 * v) for v in color), width=2)
    return np.asarray(image)


def taken(picture: np.ndarray, rng: np.random.Generator, noise: float = 2.0, quality: tuple[int, int] = (80, 95)):
    """What a camera gives of a scene: noise and compression of its own, ``uint8``."""
    noisy = picture + rng.normal(0, noise, picture.shape)
    return jpeg(np.clip(np.rint(noisy), 0, 255).astype(np.uint8), int(rng.integers(*quality)))


def jpeg(picture: np.ndarray, quality: int) -> np.ndarray:
    """The picture as a JPEG file gives it back."""
    stream = io.BytesIO()
    Image.fromarray(picture).save(stream, "JPEG", quality=quality)
    return np.asarray(Image.open(stream).convert("RGB"))


def file(picture: np.ndarray | Image.Image, form: str = "PNG", **options: object) -> bytes:
    """The picture as a file."""
    stream = io.BytesIO()
    image = picture if isinstance(picture, Image.Image) else Image.fromarray(picture)
    image.save(stream, form, **options)
    return stream.getvalue()


def shaken(picture: np.ndarray, rng: np.random.Generator, most: float = 0.015) -> np.ndarray:
    """The view of a camera that turned and moved a little; what comes into view is mirrored."""
    import cv2

    height, width = picture.shape[:2]
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), float(rng.uniform(-1, 1)), float(rng.uniform(1.0, 1.03)))
    matrix[:, 2] += rng.uniform(-most, most, 2) * width
    return cv2.warpAffine(picture, matrix, (width, height), borderMode=cv2.BORDER_REFLECT)


def somewhere(rng: np.random.Generator, shape: tuple[int, ...], least: float, most: float, edge: float = 0.05) -> Box:
    """A box whose sides are between these shares of the picture's longer one, inside of it."""
    height, width = shape[:2]
    wide, tall = (int(v) for v in rng.uniform(least, most, 2) * max(width, height))
    wide, tall = min(wide, int(width * (1 - 2 * edge)) - 1), min(tall, int(height * (1 - 2 * edge)) - 1)
    x = int(rng.integers(int(edge * width), int((1 - edge) * width) - wide))
    y = int(rng.integers(int(edge * height), int((1 - edge) * height) - tall))
    return x, y, x + wide, y + tall


def thing(picture: np.ndarray, box: Box, rng: np.random.Generator, color: str = "#b01818") -> np.ndarray:
    """The picture with a body of one colour, with a stripe and a lit side, put into it."""
    image = Image.fromarray(picture)
    pen = ImageDraw.Draw(image)
    x0, y0, x1, y1 = box
    wide, tall = x1 - x0, y1 - y0
    draw = pen.ellipse if rng.random() < 0.5 else pen.rectangle
    draw((x0, y0, x1 - 1, y1 - 1), fill=color)
    pen.rectangle((x0 + wide // 3, y0 + tall // 5, x0 + wide // 2, y1 - tall // 5), fill="#202020")
    pen.ellipse((x0 + 2 * wide // 3, y0 + tall // 4, x0 + 5 * wide // 6, y0 + tall // 2), fill="#f0e8d0")
    return np.asarray(image)


def font(size: int) -> ImageFont.ImageFont | ImageFont.FreeTypeFont:
    """Letters of that many pixels."""
    return ImageFont.load_default(max(6, size))
