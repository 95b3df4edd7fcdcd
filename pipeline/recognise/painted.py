"""What painting leaves in the pixels of a screenshot, and a camera or a renderer of scenes does not.

A screen is painted: large areas have exactly a few colours, edges run along rows and columns for long stretches, and
writing stands on plain grounds.  Compression and noise blur all of it and take none of it away.  Plain numpy: whoever
compares photographs may not have OpenCV.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from pipeline.core.channels import highest
from pipeline.recognise.writing import GROUND, INKED, lines_of_writing

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

ALONG = 0.2
"""Ratio of the smaller to the greater of an edge's two steps, up to which it runs along a row or column."""

MANY = 6000
"""Squares from which a third of them is enough."""

LARGEST = 2_000_000
"""Pixels that are looked at; of a larger picture the top and the middle."""


@dataclass(frozen=True)
class Painted:
    """What a look tells, each a share of 0 to 1.

    ``flat``: of the squares, those that have one of the common colours; ``pure``: of the squares of a single colour,
    those that have a common one, few in a picture of light and shade; ``straight``: of the edges' pixels, those on
    straight stretches along rows or columns; ``sharp``: of the steps between neighbours, those that are none or plain;
    ``written``: of the squares with something drawn in them, those of which most is one even ground; ``along``: of the
    pixels with a strong edge, those where it runs along a row or column; ``soft``: of the squares, those that are
    neither flat nor drawn, as light and shade make them; ``busy``: of the squares, those with something drawn;
    ``lines``: how many of them are in lines of writing; ``page``: of what is drawn in the part of the picture that has
    most writing, the share that is, so that a page is known beside large photographs.
    """

    flat: float
    pure: float
    straight: float
    sharp: float
    written: float = 0.0
    along: float = 0.0
    soft: float = 0.0
    busy: float = 0.0
    lines: float = 0.0
    page: float = 0.0


def painted(image: np.ndarray) -> Painted:
    """How painted a ``uint8`` RGB picture of shape ``(height, width, 3)`` looks."""
    part = _part(image)
    across, down = _steps(part[:, 1:], part[:, :-1]), _steps(part[1:], part[:-1])
    size = across.size + down.size
    plain = sum(int((s == 0).sum() + (s >= EDGE).sum()) for s in (across, down)) / max(1, size)
    flat, pure = _flat_shares(part)
    written, soft, busy = _drawn_shares(part)
    along = _along_share(across, down)
    lines, page = lines_of_writing(part[..., 1])
    return Painted(flat, pure, _straight_share(across, down), plain, written, along, soft, busy, lines, page)


def _steps(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    """Greatest difference of a channel, ``uint8``."""
    gap = np.maximum(one, other) - np.minimum(one, other)
    return np.maximum(np.maximum(gap[..., 0], gap[..., 1]), gap[..., 2])


def _drawn_shares(image: np.ndarray) -> tuple[float, float, float]:
    """Of the drawn squares those with a ground, and of all squares the soft and the drawn ones."""
    rows, columns = image.shape[0] // BLOCK, image.shape[1] // BLOCK
    if not rows or not columns:
        return 0.0, 0.0, 0.0
    green = image[: rows * BLOCK, : columns * BLOCK, 1].reshape(rows, BLOCK, columns, BLOCK)
    squares = green.transpose(0, 2, 1, 3)[:, :: 3 if rows * columns > MANY else 1].reshape(-1, BLOCK * BLOCK)
    span = squares.max(1).astype(np.int16) - squares.min(1)
    drawn = squares[span >= INKED]
    soft = float(((span > 4) & (span < INKED)).mean())
    if not len(drawn):
        return 0.0, soft, 0.0
    middle = np.sort(drawn, axis=1)[:, BLOCK * BLOCK // 2, None].astype(np.int16)
    grounded = (np.abs(drawn - middle) <= GROUND).mean(1) >= 0.5
    return float(grounded.mean()), soft, len(drawn) / len(squares)


def _along_share(across: np.ndarray, down: np.ndarray) -> float:
    """Of the pixels with a strong edge, those where only one of the two steps is strong."""
    one, other = across[:-1], down[:, :-1]
    strong = np.maximum(one, other) >= 3 * EDGE
    count = int(strong.sum())
    if count < 50:
        return 0.0
    low, high = np.minimum(one, other)[strong], np.maximum(one, other)[strong]
    return float((low <= ALONG * high).mean())


def _flat_shares(image: np.ndarray) -> tuple[float, float]:
    rows, columns = image.shape[0] // BLOCK, image.shape[1] // BLOCK
    if not rows or not columns:
        return 0.0, 0.0
    squares = image[: rows * BLOCK, : columns * BLOCK].reshape(rows, BLOCK, columns, BLOCK, 3)
    squares = squares[:, :, :: 3 if rows * columns > MANY else 1].astype(np.float32)
    mean = _mean(squares)
    spread = _mean(squares**2) - mean**2
    even = highest(spread) <= EVEN**2
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


def _mean(squares: np.ndarray) -> np.ndarray:
    """Of the pixels of each square, ``(rows, high, columns, wide, 3)``; rows are summed first, which is much faster.

    The sums are whole numbers that ``float32`` holds exactly.
    """
    return squares.sum(1).sum(2) / (squares.shape[1] * squares.shape[3])


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
