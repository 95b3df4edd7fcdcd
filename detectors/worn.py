"""Which part of a person is clothes."""

from __future__ import annotations

import numpy as np

UPPER_BODY = (0.15, 0.5)
"""Where a person's upper body is, in heights of the box."""

TRUNK = (0.2, 0.8)
"""Where the trunk is, in widths of the box: beside it are arms, and what is behind the person."""

BARE_WORTH = 0.15
"""What a pixel that looks like skin counts among the clothes."""

LEAST_WORN = 0.3
"""Share of the weight that has to be left for clothes."""


def worn_weights(lab: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """How much each of a person's pixels, CIE Lab ``(n, 3)`` as rendered, is of the clothes, ``(n,)``.

    Where hardly anything but skin is seen, none is.
    """
    clothes = weights * np.where(_like_skin(lab), BARE_WORTH, 1.0)
    return clothes if clothes.sum() >= LEAST_WORN * weights.sum() else np.zeros(len(weights))


def _like_skin(lab: np.ndarray) -> np.ndarray:
    lightness, a, b = np.asarray(lab).reshape(-1, 3).T
    hue, chroma = np.degrees(np.arctan2(b, a)) % 360, np.hypot(a, b)
    warm = (hue > 25) & (hue < 75) & (chroma > 12) & (chroma < 45)
    return warm & (lightness > 30) & (lightness < 88)
