"""What may be done to a pair without making its captions false: turned, enlarged, mirrored, each picture lit by chance.

What changed does not depend on any of this, as Fan and Wang (2019) note; in a mirror, left is right.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from PIL import Image

from language.neural.feed import HEIGHT, WIDTH, sized

TURN, ZOOM = 8.0, (0.82, 1.06)
"""Degrees, and factors: within these "left of" and "behind" stay true, and what changed stays in the picture."""
LIGHT = 0.15
"""Spread of the logarithm of each picture's brightness."""


@dataclass(frozen=True)
class View:
    """``matrix`` says where each pixel comes from, as Pillow takes it; ``light`` is each picture's factor."""

    matrix: tuple[float, ...] = (1.0, 0.0, 0.0, 0.0, 1.0, 0.0)
    light: tuple[float, float] = (1.0, 1.0)
    mirror: bool = False

    @classmethod
    def drawn(cls, rng: np.random.Generator) -> View:
        """One by chance."""
        turn, zoom = np.radians(rng.uniform(-TURN, TURN)), rng.uniform(*ZOOM)
        c, s = float(np.cos(turn) / zoom), float(np.sin(turn) / zoom)
        x, y = (WIDTH - 1) / 2, (HEIGHT - 1) / 2
        matrix = (c, -s, x - c * x + s * y, s, c, y - s * x - c * y)
        first, second = (float(value) for value in np.exp(rng.normal(0, LIGHT, 2)))
        return cls(matrix, (first, second), bool(rng.random() < 0.5))

    def picture(self, picture: np.ndarray, side: int) -> np.ndarray:
        """A picture of any size, the one before or the one after, in this view: ``(HEIGHT, WIDTH, 3)``."""
        ground = tuple(int(value) for value in np.median(picture.reshape(-1, 3), axis=0))
        image = sized(picture)
        if self.matrix != View.matrix:
            size, way = (WIDTH, HEIGHT), Image.Transform.AFFINE
            image = image.transform(size, way, self.matrix, Image.Resampling.BILINEAR, fillcolor=ground)
        lit = np.clip(np.arange(256) * self.light[side] + 0.5, 0, 255).astype(np.uint8)[np.asarray(image)]
        return np.ascontiguousarray(lit[:, ::-1]) if self.mirror else lit

    def points(self, points: np.ndarray) -> np.ndarray:
        """Where points ``(m, 2)`` of a picture, in shares of its sides, stand in this view; some outside it."""
        a, b, c, d, e, f = self.matrix
        size = np.array([WIDTH, HEIGHT])
        seen = (points * size - [c, f]) @ np.linalg.inv([[a, b], [d, e]]).T / size
        return seen * [-1, 1] + [1, 0] if self.mirror else seen

    def caption(self, caption: str) -> str:
        """What a caption says in this view."""
        return mirrored(caption) if self.mirror else caption


def mirrored(caption: str) -> str:
    """The caption of the mirrored pair."""
    exchanged = {"left": "right", "right": "left"}
    return " ".join(exchanged.get(word, word) for word in caption.split())
