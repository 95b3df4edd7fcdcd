"""A photograph taken again by a slightly moved camera in another light: nothing has changed."""

from __future__ import annotations

import io

import numpy as np
from PIL import Image

CROP, DEGREES, GAMMA, QUALITY = 0.03, 2.0, (0.7, 1.4), (40, 96)


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
    stream = io.BytesIO()
    picture.save(stream, "JPEG", quality=int(rng.integers(*QUALITY)))
    return np.asarray(Image.open(stream).convert("RGB"))
