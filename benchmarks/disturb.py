"""A photograph taken again by a slightly moved camera, or in a quite different light: nothing has changed."""

from __future__ import annotations

import io

import numpy as np
from PIL import Image

CROP, DEGREES, GAMMA, QUALITY = 0.03, 2.0, (0.7, 1.4), (40, 96)
STRONG_GAMMA, BALANCE, SHADE, NIGHT = (0.4, 2.5), (0.7, 1.35), (0.35, 0.7), (0.15, 0.4)
"""Powers, gains of each colour, what a shadow leaves of the light, and what night leaves of it."""

LIGHTS = ("gamma", "white balance", "shadow", "night")


def taken_again(image: np.ndarray, seed: int) -> np.ndarray:
    """The picture cropped, turned, in another light and saved as another JPEG, each drawn at random.

    The corners that a turn leaves empty are black for even seeds, and cut away for odd ones.
    """
    rng = np.random.default_rng(seed)
    picture = Image.fromarray(image)
    width, height = picture.size
    degrees = rng.uniform(-DEGREES, DEGREES)
    picture = picture.rotate(degrees, Image.Resampling.BICUBIC)
    margins = rng.uniform(0, CROP, 4) * (width, height, width, height)
    if seed % 2:
        empty = np.tan(np.radians(abs(degrees))) / 2
        margins += np.array([height, width, height, width]) * empty
    box = margins[0], margins[1], width - margins[2], height - margins[3]
    picture = picture.resize((width, height), Image.Resampling.BICUBIC, box=tuple(map(float, box)))
    power = rng.uniform(*GAMMA)
    picture = picture.point([round(255 * (value / 255) ** power) for value in range(256)] * 3)
    return _compressed(picture, rng)


def in_other_light(image: np.ndarray, seed: int) -> tuple[str, np.ndarray]:
    """The same view in a quite different light, one of :data:`LIGHTS` in turn, with its name; noise and JPEG besides.

    The shadow is that of something large beyond the frame: one straight side crosses the picture, a little soft.
    """
    rng = np.random.default_rng([seed, 1])
    name = LIGHTS[seed % len(LIGHTS)]
    light = image.astype(float) / 255
    if name == "gamma":
        power = np.exp(rng.uniform(*np.log(STRONG_GAMMA)))
        light = light**power
    elif name == "white balance":
        light = light * rng.uniform(*BALANCE, 3)
    elif name == "shadow":
        light = light * _shadow(image.shape[:2], rng)[..., None]
    else:  # what is left is bluish, and the camera's noise shows
        light = light ** rng.uniform(1.0, 1.5) * rng.uniform(*NIGHT) * np.array([0.85, 0.95, 1.15])
    noise = rng.normal(0, 0.02 if name == "night" else 0.008, light.shape)
    picture = Image.fromarray(np.clip(255 * (light + noise), 0, 255).round().astype(np.uint8))
    return name, _compressed(picture, rng)


def _shadow(shape: tuple[int, int], rng: np.random.Generator) -> np.ndarray:
    """The share of the light that is left at each pixel."""
    down, across = np.mgrid[: shape[0], : shape[1]] / max(shape)
    angle, soft = rng.uniform(0, 2 * np.pi), rng.uniform(0.003, 0.03)
    along = np.cos(angle) * across + np.sin(angle) * down
    edge = np.quantile(along, rng.uniform(0.3, 0.7))
    return 1 - (1 - rng.uniform(*SHADE)) / (1 + np.exp(-(along - edge) / soft))


def _compressed(picture: Image.Image, rng: np.random.Generator) -> np.ndarray:
    stream = io.BytesIO()
    picture.save(stream, "JPEG", quality=int(rng.integers(*QUALITY)))
    return np.asarray(Image.open(stream).convert("RGB"))
