"""From a picture of any size to the network's input and back."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from PIL import Image

WIDTH, HEIGHT = 576, 384
"""The input the network was trained on; 1.2 times CLEVR's pictures, whose small objects are read better so."""
LONGEST = 1088
MULTIPLE = 32


@dataclass(frozen=True)
class Fitted:
    """The network's input ``(1, 3, h, w)`` in 0..1, and input pixels per picture pixel along x and y."""

    tensor: np.ndarray
    ratio: tuple[float, float]

    def to_picture(self, boxes: np.ndarray) -> np.ndarray:
        """Boxes or points, shape ``(n, 4)`` or ``(n, 2)``, from input to picture pixels."""
        return boxes / np.resize(self.ratio, boxes.shape[1])

    def to_input(self, boxes: np.ndarray) -> np.ndarray:
        """The other way."""
        return boxes * np.resize(self.ratio, boxes.shape[1])

    def mirrored(self) -> Fitted:
        """The same of the mirror image."""
        return Fitted(self.tensor[..., ::-1], self.ratio)

    def within(self, window: tuple[int, int, int, int]) -> Fitted:
        """Only what is inside ``(x0, y0, x1, y1)``, in input pixels."""
        x0, y0, x1, y1 = window
        return Fitted(np.ascontiguousarray(self.tensor[..., y0:y1, x0:x1]), self.ratio)


def input_size(width: int, height: int) -> tuple[int, int]:
    """Width and height of the network's input for a picture: the area it was trained on, sides divisible by 32."""
    factor = min((WIDTH * HEIGHT / (height * width)) ** 0.5, LONGEST / max(height, width))
    w, h = (max(MULTIPLE, round(side * factor / MULTIPLE) * MULTIPLE) for side in (width, height))
    return w, h


def fit(image: np.ndarray) -> Fitted:
    """Scale the picture to the network's input size."""
    height, width = image.shape[:2]
    w, h = input_size(width, height)
    picture = Image.fromarray(image)
    if (w, h) != (width, height):
        picture = picture.resize((w, h), Image.Resampling.BILINEAR)
    tensor = np.empty((1, 3, h, w), np.float32)
    for plane, channel in zip(tensor[0], picture.split(), strict=True):
        np.multiply(np.asarray(channel), np.float32(1 / 255), out=plane)
    return Fitted(tensor, (w / width, h / height))
