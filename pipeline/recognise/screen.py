"""Tells screenshots from pictures that a camera took or a scene renderer made, by what painting leaves in the pixels.

A screen is painted: large areas have exactly a few colours, and edges run along rows and columns for long stretches.
Compression and noise blur both and take neither away.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from pipeline.core.protocols import Recogniser
from pipeline.core.types import Recognition

BLOCK = 8
"""Side in pixels of the squares that are looked at: those of JPEG, so that its ringing stays in few of them."""

EVEN = 3.0
"""Standard deviation of a channel in a square, of 255, up to which it is flat; noise of a lossy format stays below."""

NEAR = 1.5
"""Difference of the mean from a common colour up to which a flat square has it."""

COMMON = 5
"""How many colours may be common."""

EDGE = 14
"""Step between neighbours from which there is an edge."""

STRETCH = 24
"""Pixels along a row or column over which an edge is straight."""

MANY = 6000
"""Squares from which a third of them is enough."""

LARGEST = 2_000_000
"""Pixels that are looked at; of a larger picture the top and the middle."""


@dataclass(frozen=True)
class Painted:
    """What a look tells, each a share of 0 to 1.

    ``flat``: of the squares, those that have one of the common colours; ``pure``: of the squares of a single colour,
    those that have a common one, few in a picture of light and shade; ``straight``: of the edges' pixels, those on
    straight stretches along rows or columns; ``sharp``: of the steps between neighbours, those that are none or plain.
    """

    flat: float
    pure: float
    straight: float
    sharp: float


@dataclass(frozen=True)
class ScreenLook(Recogniser):
    """Whether pictures are screenshots.

    Parameters
    ----------
    pure, painted
        A screenshot is at least this pure, and its flat share and its straight one, which counts one and a half times,
        come to this much together;
    sharp, sharp_pure, sharp_flat
        or it is sharp, as no lossy format leaves a photograph, purer, and has some flat area;
    mixed_pure, mixed_straight, mixed_flat
        or it shows large pictures or gradients between many straight edges.
    """

    effort: ClassVar[int] = 0  # the surest, so the first

    pure: float = 0.55
    painted: float = 0.6
    sharp: float = 0.8
    sharp_pure: float = 0.9
    sharp_flat: float = 0.15
    mixed_pure: float = 0.5
    mixed_straight: float = 0.16
    mixed_flat: float = 0.27

    def glance(self, images: Sequence[np.ndarray]) -> Recognition:
        """Whether all of the pictures were painted; never a doubt."""
        looks = [painted(image) for image in images]
        least = min(looks, key=lambda one: one.flat + one.straight)
        told = f"{least.flat:.0%} flat, {least.straight:.0%} of its edges straight"
        return Recognition(all(self.likely(one) for one in looks), told)

    def shown(self, image: np.ndarray) -> bool:
        """Whether a ``uint8`` RGB picture is a screenshot."""
        return self.likely(painted(image))

    def likely(self, seen: Painted) -> bool:
        """The same from a look."""
        plain = seen.pure >= self.pure and seen.flat + 1.5 * seen.straight >= self.painted
        crisp = seen.sharp >= self.sharp and seen.pure >= self.sharp_pure and seen.flat >= self.sharp_flat
        mixed = seen.pure >= self.mixed_pure and seen.straight >= self.mixed_straight and seen.flat >= self.mixed_flat
        return plain or crisp or mixed


def painted(image: np.ndarray) -> Painted:
    """How painted a ``uint8`` RGB picture of shape ``(height, width, 3)`` looks."""
    part = _part(image)
    across, down = _steps(part[:, 1:], part[:, :-1]), _steps(part[1:], part[:-1])
    size = across.size + down.size
    plain = sum(int((s == 0).sum() + (s >= EDGE).sum()) for s in (across, down)) / max(1, size)
    return Painted(*_flat_shares(part), _straight_share(across, down), plain)


def _steps(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    """Greatest difference of a channel, ``uint8``; without OpenCV, which not everybody has who compares photographs."""
    gap = np.maximum(one, other) - np.minimum(one, other)
    return np.maximum(np.maximum(gap[..., 0], gap[..., 1]), gap[..., 2])


def _flat_shares(image: np.ndarray) -> tuple[float, float]:
    rows, columns = image.shape[0] // BLOCK, image.shape[1] // BLOCK
    if not rows or not columns:
        return 0.0, 0.0
    squares = image[: rows * BLOCK, : columns * BLOCK].reshape(rows, BLOCK, columns, BLOCK, 3)
    squares = squares[:, :, :: 3 if rows * columns > MANY else 1].astype(np.float32)
    mean = squares.mean((1, 3))
    spread = (squares**2).mean((1, 3)) - mean**2
    even = spread.max(2) <= EVEN**2
    left, held = mean[even], 0
    for _ in range(COMMON):
        if not len(left):
            break
        shades = np.rint(left).astype(np.int64) @ np.array([65536, 256, 1])
        values, counts = np.unique(shades, return_counts=True)
        center = left[shades == values[counts.argmax()]].mean(0)
        like = np.abs(left - center).max(1) <= NEAR
        held += int(like.sum())
        left = left[~like]
    return held / even.size, held / max(1, int(even.sum()))


def _straight_share(across: np.ndarray, down: np.ndarray) -> float:
    """Of the pixels at which there is an edge, those with the same edge all along a stretch."""
    edges = int((across >= EDGE).sum() + (down >= EDGE).sum())
    return (_in_stretches(down) + _in_stretches(across.T)) / edges if edges > 50 else 0.0


def _in_stretches(steps: np.ndarray) -> int:
    """Pixels of rows of ``steps`` in runs of at least ``STRETCH`` edges."""
    sharp = np.zeros((steps.shape[0], steps.shape[1] + 2), np.int8)
    sharp[:, 1:-1] = steps >= EDGE
    turns = np.diff(sharp, axis=1).ravel()
    runs = np.flatnonzero(turns < 0) - np.flatnonzero(turns > 0)
    return int(runs[runs >= STRETCH].sum())


def _part(image: np.ndarray) -> np.ndarray:
    if image.shape[0] * image.shape[1] <= LARGEST:
        return image
    rows = max(BLOCK, LARGEST // image.shape[1] // 2)
    middle = image.shape[0] // 2
    return np.concatenate([image[:rows], image[middle : middle + rows]])
