"""How the light of a lamp falls off around it: by how much brighter the rings about a burnt-out place became."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np

RIM = 8
"""Pixels around a lamp that are mixed with it by blur and compression."""

REACHES = (1.0, 2.0, 4.0, 8.0, 16.0)
"""How far the rings around a lamp reach beyond its rim, in its radii; what shines in them is of one lamp."""

FEWEST = 3
"""Rings that the picture has to show."""

LEAST_RADIUS, MOST_RADIUS = 2.0, 0.03
"""Pixels that a place's radius counts for at least, or there would be no ring, and share of the picture's longer side
at most: of what is burnt out with a lamp, the lamp is a small part."""

WAVERS, WAVERS_OF_ALL = 0.05, 0.1
"""By how much, in logarithms and in shares of the innermost ring, a farther ring may be brighter: it shows others."""

SECTORS = 8
"""Of the directions in which light has to fall off."""


@dataclass(frozen=True, eq=False)
class Glow:
    """How much ``more`` light there is, in logarithms ``(h, w)``, around a place; ``told`` marks the pixels that tell.

    The place is a ``mask`` of the picture, which is not empty.
    """

    more: np.ndarray
    told: np.ndarray
    mask: np.ndarray

    @cached_property
    def box(self) -> np.ndarray:
        """The box ``(x0, y0, x1, y1)`` of the place."""
        down, across = (np.flatnonzero(self.mask.any(axis)) for axis in (1, 0))
        return np.array([across[0], down[0], across[-1] + 1, down[-1] + 1])

    @cached_property
    def reached(self) -> np.ndarray:
        """The box ``(x0, y0, x1, y1)`` that the rings reach to, inside the picture."""
        height, width = self.mask.shape
        reach = int(np.ceil(RIM + REACHES[-1] * self._radius))
        x0, y0, x1, y1 = self.box
        return np.array([max(0, x0 - reach), max(0, y0 - reach), min(width, x1 + reach), min(height, y1 + reach)])

    @cached_property
    def levels(self) -> list[float]:
        """The median of each ring that shows, the innermost first."""
        return [float(np.median(self._near[ring])) for ring in self._rings]

    @cached_property
    def step(self) -> float:
        """By how much more the place itself became brighter than what is right beside it; none without rings."""
        return float(np.median(self.more[self.mask])) - self.levels[0] if self.levels else 0.0

    @property
    def fades(self) -> bool:
        """Whether there are enough rings and none is brighter than the one within it."""
        wavers = max(WAVERS, WAVERS_OF_ALL * self.levels[0]) if self.levels else 0.0
        return len(self.levels) >= FEWEST and all(outer <= inner + wavers for inner, outer in pairwise(self.levels))

    @property
    def steepest(self) -> float:
        """The share of the whole fall that is between two rings: all of it at the border of a shadow."""
        whole = self.levels[0] - min(self.levels)
        return max(inner - outer for inner, outer in pairwise(self.levels)) / whole if whole > 0 else 1.0

    def sectors(self, to: int, least: float) -> float:
        """Share of the directions in which light falls by ``least`` to a ring, of those that it and the inmost have."""
        inner, outer = self._rings[0], self._rings[to]
        window = self._window
        middle = (self.box[:2] + self.box[2:]) / 2 - (window[1].start, window[0].start)
        down, across = np.mgrid[: self._near.shape[0], : self._near.shape[1]]
        sector = np.floor(np.arctan2(down - middle[1], across - middle[0]) * SECTORS / (2 * np.pi)) % SECTORS
        both = [(self._near[inner & (sector == one)], self._near[outer & (sector == one)]) for one in range(SECTORS)]
        falls = [np.median(close) - np.median(far) >= least for close, far in both if close.size and far.size]
        return float(np.mean(falls)) if falls else 0.0

    def around(self, rings: int) -> tuple[tuple[slice, slice], np.ndarray]:
        """A window of the picture, and the pixels of the innermost rings in it, whether they tell or not."""
        away = self._away
        return self._window, (away > 0) & (away <= REACHES[rings - 1] * self._radius)

    @property
    def _radius(self) -> float:
        radius = min(float(np.sqrt(self.mask.sum() / np.pi)), MOST_RADIUS * max(self.mask.shape))
        return max(LEAST_RADIUS, radius)

    @property
    def _window(self) -> tuple[slice, slice]:
        x0, y0, x1, y1 = self.reached
        return slice(y0, y1), slice(x0, x1)

    @cached_property
    def _near(self) -> np.ndarray:
        return self.more[self._window]

    @cached_property
    def _away(self) -> np.ndarray:
        """Pixels from the rim outwards, in the window."""
        import cv2

        return np.asarray(cv2.distanceTransform((~self.mask[self._window]).astype(np.uint8), cv2.DIST_L2, 5)) - RIM

    @cached_property
    def _rings(self) -> list[np.ndarray]:
        told, radius, away = self.told[self._window], self._radius, self._away
        bounds = pairwise((0.0, *REACHES))
        rings = [told & (away > inner * radius) & (away <= outer * radius) for inner, outer in bounds]
        return [ring for ring in rings if ring.any()]
