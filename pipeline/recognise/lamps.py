"""Whether lamps of several colours light a ground, or one shade was painted on it.

Where a warm lamp prevails a ground is warmer than where a cool one does, at the same brightness; what is drawn, on
whatever gradient, has the hue that its brightness gives it, and a grey gradient has none anywhere.
"""

from __future__ import annotations

import numpy as np

from pipeline.recognise.ground import Ground, departures

NEAR, MORE = 2.0, 0.3
"""Times the middle departure, and grey levels more, within which a pixel has a say in what hue a brightness has."""

MOST = 6.0
"""Grey levels by which a pixel departs at most: the rim of a coloured thing by more is no other ground."""

ROUNDS = 4
"""Fits, each to what is near the one before."""


def ground_hue(ground: Ground) -> float:
    """Grey levels, of 255, by which the hue of a ground departs from what its brightness explains; root mean square."""
    grey = ground.grey / 255
    terms = np.stack([np.ones_like(grey), grey, grey**2], axis=1)
    tints = (ground.shown[:, one] - ground.shown[:, 1] for one in (0, 2))
    squares = [np.minimum(departures(terms, tint, ROUNDS, NEAR, MORE), MOST) ** 2 for tint in tints]
    return float(np.sqrt(np.sum(squares, axis=0).mean()))
