"""Lines of writing: drawn squares side by side whose even ground goes on above and below them.

A photograph, a drawing or a thing on a plain ground has edges beside even areas too, and hardly ever strokes in a row.
"""

from __future__ import annotations

import numpy as np

INKED = 60
"""Contrast, of 255, of a square with something drawn in it."""

EVEN = 16
"""Contrast up to which a square is even: what compression and noise leave of a plain ground."""

GROUND = 10
"""Levels around its middle that the ground of a square stays within, and those of the squares around it."""

LEAST_GROUND = 0.4
"""Share of a square of writing that is ground."""

INK = 0.35
"""Share of a square's contrast from which a pixel is ink."""

SCALES = (1, 2, 4)
"""Every so manieth pixel is looked at: letters may be four times as large."""

ENOUGH = 1000
"""Squares that a picture must have at a scale beyond the first: few of a small one look like writing by chance."""

SIDE = 8
"""Pixels of a square each way: about those of a letter."""

REACH = 3
"""Squares above and below within which the ground must be even: half of the space between two lines."""

SOME = 0.005
"""Share of the squares that counts half."""

PARTS = (4, 3)
"""Parts of the picture, down and across, each of which may be a page beside photographs."""

LEAST = 4
"""Squares of writing that make a page of a part."""


def lines_of_writing(image: np.ndarray) -> tuple[float, float]:
    """How much writing a picture has, and how much of what is drawn in its most written part is writing; both 0 to 1.

    ``image`` is one channel, ``uint8`` of shape ``(height, width)``.
    """
    scales = [scale for scale in SCALES if scale == 1 or image.size >= ENOUGH * (scale * SIDE) ** 2]
    share, page = np.max([_written(image[::scale, ::scale]) for scale in scales], axis=0)
    return float(share / (share + SOME)), float(page)


def _written(image: np.ndarray) -> tuple[float, float]:
    """The share of the squares that are writing, and the same of what is drawn in the most written part."""
    rows, columns = image.shape[0] // SIDE, image.shape[1] // SIDE
    if rows < max(PARTS) or columns < max(PARTS):
        return 0.0, 0.0
    squares = image[: rows * SIDE, : columns * SIDE].reshape(rows, SIDE, columns, SIDE).swapaxes(1, 2)
    high, low = (limit.astype(np.int16) for limit in (squares.max((2, 3)), squares.min((2, 3))))
    span = high - low
    drawn, even = span >= INKED, span <= EVEN
    ground = np.full((rows, columns), -1000, np.int16)
    strokes = np.zeros((rows, columns), bool)
    if drawn.any():
        ground[drawn], strokes[drawn] = _strokes(squares[drawn], span[drawn])
    line = strokes & _beside(ground) & _between(ground, np.where(even, (high + low) // 2, 1000))
    return float(line.mean()), _most_written(line, ~even)


def _strokes(squares: np.ndarray, span: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The ground of each square ``(n, side, side)``, -1000 where it has none, and whether strokes cross it."""
    count, side, _ = squares.shape
    values = squares.astype(np.int16)
    middle = np.partition(values.reshape(count, -1), side * side // 2, axis=1)[:, side * side // 2]
    gap = np.abs(values - middle[:, None, None])
    grounded = (gap <= GROUND).mean((1, 2)) >= LEAST_GROUND
    ink = gap > (span * INK)[:, None, None]
    across = (ink[:, :, 1:] != ink[:, :, :-1]).sum(2).max(1)
    down = (ink[:, 1:] != ink[:, :-1]).sum(1).max(1)
    return np.where(grounded, middle, -1000), grounded & (across >= 2) & (down >= 1)


def _beside(ground: np.ndarray) -> np.ndarray:
    """Whether the square to the left or to the right has the same ground."""
    same = np.abs(np.diff(ground, axis=1)) <= GROUND
    same &= ground[:, 1:] >= 0
    return np.pad(same, ((0, 0), (1, 0))) | np.pad(same, ((0, 0), (0, 1)))


def _between(ground: np.ndarray, even: np.ndarray) -> np.ndarray:
    """Whether there are even squares of a square's ground above and below it."""
    above, below = np.zeros(ground.shape, bool), np.zeros(ground.shape, bool)
    for step in range(1, min(REACH, len(ground) - 1) + 1):
        above[step:] |= np.abs(ground[step:] - even[:-step]) <= GROUND
        below[:-step] |= np.abs(ground[:-step] - even[step:]) <= GROUND
    return above & below


def _most_written(line: np.ndarray, busy: np.ndarray) -> float:
    """Of the squares that are not even, the share in lines, in the part of the picture where it is greatest."""
    best = 0.0
    for lines, others in zip(np.array_split(line, PARTS[0]), np.array_split(busy, PARTS[0]), strict=True):
        for part, rest in zip(np.array_split(lines, PARTS[1], 1), np.array_split(others, PARTS[1], 1), strict=True):
            if part.sum() >= LEAST:
                best = max(best, float(part.sum() / rest.sum()))
    return best
