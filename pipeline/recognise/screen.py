"""Tells screenshots from pictures that a camera took or a scene renderer made, by what painting leaves in the pixels.

A screen is painted: large areas have exactly a few colours, and edges run along rows and columns for long stretches.
Compression and noise blur both and take neither away.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

BLOCK = 8
"""Side in pixels of the squares that are looked at: those of JPEG, so that its ringing stays in few of them."""

EVEN = 7
"""Range of a channel in a square, of 255, up to which it is flat; noise of a lossy format stays below."""

NEAR = 3
"""Difference from a common colour up to which a flat square has it."""

COMMON = 5
"""How many colours may be common."""

EDGE = 14
"""Step between neighbours from which there is an edge."""

STRETCH = 24
"""Pixels along a row or column over which an edge is straight."""

LARGEST = 2_000_000
"""Pixels that are looked at; of a larger picture the top and the middle."""


@dataclass(frozen=True)
class Painted:
    """``flat``: share of the squares that have one of the common colours; ``straight``: share of the edges' pixels that
    lie on straight stretches along rows or columns; ``sharp``: share of the steps that are none or plain ones."""

    flat: float
    straight: float
    sharp: float


@dataclass(frozen=True)
class ScreenLook:
    """Whether pictures are screenshots.

    Parameters
    ----------
    flat, straight
        A screenshot has at least these, or
    much_flat
        this much of the former alone.
    """

    flat: float = 0.2
    straight: float = 0.12
    much_flat: float = 0.6

    def shown(self, image: np.ndarray) -> bool:
        """Whether a ``uint8`` RGB picture is a screenshot."""
        seen = painted(image)
        return (seen.flat >= self.flat and seen.straight >= self.straight) or seen.flat >= self.much_flat


def painted(image: np.ndarray) -> Painted:
    """How painted a ``uint8`` RGB picture of shape ``(height, width, 3)`` looks."""
    part = _part(image)
    across = np.abs(np.diff(part.astype(np.int16), axis=1)).max(2)
    down = np.abs(np.diff(part.astype(np.int16), axis=0)).max(2)
    steps = np.concatenate([across.ravel(), down.ravel()])
    plain = float(((steps == 0) | (steps >= EDGE)).mean()) if steps.size else 0.0
    return Painted(_flat_share(part), _straight_share(across, down), plain)


def _flat_share(image: np.ndarray) -> float:
    rows, columns = image.shape[0] // BLOCK, image.shape[1] // BLOCK
    if not rows or not columns:
        return 0.0
    squares = image[: rows * BLOCK, : columns * BLOCK].reshape(rows, BLOCK, columns, BLOCK, 3)
    low, high = squares.min((1, 3)).astype(np.int16), squares.max((1, 3)).astype(np.int16)
    even = (high - low).max(2) <= EVEN
    colors = ((low + high) // 2)[even]
    left, held = colors, 0
    for _ in range(COMMON):
        if not len(left):
            break
        values, counts = np.unique((left >> 1) @ np.array([16384, 128, 1]), return_counts=True)
        top = int(values[counts.argmax()])
        center = np.array([top >> 14, top >> 7 & 127, top & 127]) * 2
        like = np.abs(left - center).max(1) <= NEAR
        held += int(like.sum())
        left = left[~like]
    return held / even.size


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
