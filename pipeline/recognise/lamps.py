"""Whether lamps of several colours light a ground, or one shade was painted on it.

Where a warm lamp prevails a ground is warmer than where a cool one does, at the same brightness; what is drawn, on
whatever gradient, has the hue that its brightness gives it, and a grey gradient has none anywhere.
"""

from __future__ import annotations

import numpy as np

from pipeline.recognise.look import thumbnail
from pipeline.recognise.relief import LEAST_GROUND, ground_of

NEAR, MORE = 2.0, 0.3
"""Times the middle departure, and grey levels more, within which a pixel has a say in what hue a brightness has."""

MOST = 6.0
"""Grey levels by which a pixel departs at most: the rim of a coloured thing by more is no other ground."""

ROUNDS = 4
"""Fits, each to what is near the one before."""


def ground_hue(image: np.ndarray) -> float | None:
    """Grey levels, of 255, by which the hue of the ground of a picture ``(h, w, 3)`` departs from what its brightness
    explains; root mean square.

    None where too little of it is ground.
    """
    small = thumbnail(image)
    ground = ground_of(small)
    if ground.mean() < LEAST_GROUND:
        return None
    shown = small[ground].astype(float)
    grey = shown.mean(axis=1)
    terms = np.stack([np.ones_like(grey), grey, grey**2 / 255], axis=1)
    squares = [np.minimum(_departures(shown[:, one] - shown[:, 1], terms), MOST) ** 2 for one in (0, 2)]
    return float(np.sqrt(np.sum(squares, axis=0).mean()))


def _departures(tints: np.ndarray, terms: np.ndarray) -> np.ndarray:
    """How far each of ``tints`` ``(n,)`` is from a course over ``terms`` ``(n, k)`` that most of them follow."""
    near = np.ones(len(tints), bool)
    for _ in range(ROUNDS):
        away = np.abs(tints - terms @ np.linalg.lstsq(terms[near], tints[near], rcond=None)[0])
        near = away <= NEAR * np.median(away) + MORE
    return away
