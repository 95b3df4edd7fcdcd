"""What the captioner learns from: pairs of pictures, their captions, and what may be done to them without a lie."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from PIL import Image

from language.neural.feed import HEIGHT, WIDTH, shrunk
from pipeline.core.images import load_picture

TURN, ZOOM = 8.0, (0.82, 1.06)
"""Degrees, and factors: within these "left of" and "behind" stay true, and what changed stays in the picture."""

LIGHT = 0.15
"""Spread of the logarithm of each picture's brightness."""


@dataclass(frozen=True)
class Sample:
    """Two picture files and what is said of them."""

    before: Path
    after: Path
    captions: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Samples:
    """Samples with their pictures, which are kept at the network's size (61 kB a pair) once they have been read."""

    samples: Sequence[Sample]
    _kept: dict[int, tuple[np.ndarray, np.ndarray]] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.samples)

    def pair(self, place: int) -> tuple[np.ndarray, np.ndarray]:
        """Both pictures at the network's size.

        Raises
        ------
        SpotItError
            If one cannot be read.
        """
        if place not in self._kept:
            sample = self.samples[place]
            self._kept[place] = (shrunk(load_picture(sample.before)), shrunk(load_picture(sample.after)))
        return self._kept[place]

    def captions(self, place: int, count: int, rng: np.random.Generator) -> list[str]:
        """So many captions of a pair by chance; where there are fewer, some more than once."""
        said = self.samples[place].captions
        chosen = rng.permutation(len(said))[:count] if len(said) >= count else rng.integers(0, len(said), count)
        return [said[number] for number in chosen]

    def augmented(self, place: int, count: int, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray, list[str]]:
        """A pair and captions of it: turned, enlarged or made smaller, mirrored, each picture lit by chance.

        What changed does not depend on any of this, as Fan and Wang (2019) note; in a mirror, left is right.
        """
        before, after = self.pair(place)
        captions = self.captions(place, count, rng)
        matrix = _affine(rng)
        before, after = _warped(before, matrix, rng), _warped(after, matrix, rng)
        if rng.random() < 0.5:
            before, after = before[:, ::-1], after[:, ::-1]
            captions = [mirrored(caption) for caption in captions]
        return before, after, captions


def mirrored(caption: str) -> str:
    """The caption of the mirrored pair."""
    exchanged = {"left": "right", "right": "left"}
    return " ".join(exchanged.get(word, word) for word in caption.split())


def _affine(rng: np.random.Generator) -> tuple[float, ...]:
    """Where each pixel of the new picture comes from, in the form that Pillow takes."""
    turn, zoom = np.radians(rng.uniform(-TURN, TURN)), rng.uniform(*ZOOM)
    c, s = np.cos(turn) / zoom, np.sin(turn) / zoom
    x, y = (WIDTH - 1) / 2, (HEIGHT - 1) / 2
    return (c, -s, x - c * x + s * y, s, c, y - s * x - c * y)


def _warped(picture: np.ndarray, matrix: tuple[float, ...], rng: np.random.Generator) -> np.ndarray:
    ground = tuple(int(value) for value in np.median(picture.reshape(-1, 3), axis=0))
    image = Image.fromarray(picture).transform(
        (WIDTH, HEIGHT), Image.Transform.AFFINE, matrix, Image.Resampling.BILINEAR, fillcolor=ground
    )
    table = np.clip(np.arange(256) * np.exp(rng.normal(0, LIGHT)) + 0.5, 0, 255).astype(np.uint8)
    return table[np.asarray(image)]
