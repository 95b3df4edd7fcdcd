"""The ground of a picture: what most of it shows away from coloured things; and the course that most of it follows."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from pipeline.core.channels import highest, lowest

BEYOND = 16
"""Chroma, of 255, by which a coloured thing exceeds the middle pixel of the picture, and is no ground."""

LEAST = 0.3
"""Share of the picture that the ground must be."""


@dataclass(frozen=True, eq=False)
class Ground:
    """``mask`` is where the ground is in a thumbnail, ``(h, w)``, and ``shown`` its pixels, ``float`` ``(n, 3)``."""

    mask: np.ndarray
    shown: np.ndarray

    @property
    def grey(self) -> np.ndarray:
        """The mean of each pixel's channels, ``(n,)``."""
        return np.asarray(self.shown.mean(axis=1))


def ground_of(small: np.ndarray) -> Ground | None:
    """The ground of a thumbnail ``(h, w, 3)``, away from the rims of coloured things; None where it is too little."""
    from scipy import ndimage

    chroma = highest(small) - lowest(small)
    mask = ndimage.binary_erosion(chroma < np.median(chroma) + BEYOND, np.ones((3, 3)), border_value=1)
    return Ground(mask, small[mask].astype(float)) if mask.mean() >= LEAST else None


def departures(terms: np.ndarray, values: np.ndarray, rounds: int, near: float, more: float) -> np.ndarray:
    """How far each of ``values`` ``(n,)`` is from the course over ``terms`` ``(n, k)`` that most of them follow.

    Least squares, fitted ``rounds`` times, each time to what is up to ``near`` times the middle departure and ``more``
    away from the fit before.
    """
    use = np.ones(len(values), bool)
    for _ in range(rounds):
        mine = terms[use]
        away = np.abs(values - terms @ np.linalg.lstsq(mine.T @ mine, mine.T @ values[use], rcond=None)[0])
        use = away <= near * np.median(away) + more
    return away
