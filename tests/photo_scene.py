"""Drawn stand-ins for photographs: a textured scene, things put into it, and the ways a camera disturbs a picture."""

from __future__ import annotations

import io

import numpy as np
from PIL import Image, ImageDraw

from pipeline.core.types import ObjectGraph, SceneObject

WIDTH, HEIGHT = 320, 240


def scene(seed: int = 0) -> np.ndarray:
    """A picture with structure at all scales and muted colours."""
    rng = np.random.default_rng(seed)
    picture = np.zeros((HEIGHT, WIDTH, 3))
    for step in (3, 6, 12, 24, 48):
        size = WIDTH // step + 2, HEIGHT // step + 2
        coarse = Image.fromarray(rng.integers(60, 180, (size[1], size[0], 3)).astype(np.uint8))
        large = coarse.resize((size[0] * step, size[1] * step), Image.Resampling.BICUBIC)
        picture += np.asarray(large, float)[:HEIGHT, :WIDTH]
    return (picture / 5).astype(np.uint8)


def put(picture: np.ndarray, box: tuple[int, int, int, int], color: str = "#b01818") -> np.ndarray:
    """The picture with a thing in it: a body in one colour with a darker stripe."""
    drawn = Image.fromarray(picture)
    pen = ImageDraw.Draw(drawn)
    x0, y0, x1, y1 = box
    pen.ellipse((x0, y0, x1 - 1, y1 - 1), fill=color)
    pen.rectangle((x0 + (x1 - x0) // 3, y0 + 4, x0 + (x1 - x0) // 2, y1 - 5), fill="#202020")
    return np.asarray(drawn)


def jpeg(picture: np.ndarray, quality: int = 60) -> np.ndarray:
    """The picture as a JPEG file gives it back."""
    stream = io.BytesIO()
    Image.fromarray(picture).save(stream, "JPEG", quality=quality)
    return np.asarray(Image.open(stream).convert("RGB"))


def gamma(picture: np.ndarray, power: float) -> np.ndarray:
    """The picture in another light."""
    return np.rint(255 * (picture / 255) ** power).astype(np.uint8)


def seen(*objects: tuple[str, tuple[int, int, int, int]], score: float = 0.9) -> ObjectGraph:
    """The graph of a detector that finds these labels and boxes."""
    found = [SceneObject(np.array(box, float), label, score) for label, box in objects]
    return ObjectGraph.of(found, WIDTH, HEIGHT)
