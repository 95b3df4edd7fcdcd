"""The eleven basic colour terms of English (Berlin and Kay, 1969) from pixels."""

from __future__ import annotations

import numpy as np

COLORS = ("black", "white", "gray", "red", "orange", "brown", "yellow", "green", "blue", "purple", "pink")

VIVID = 75.0
"""Chroma from which on a light red is no pink, but a red that shines."""

_XYZ = np.array([[0.412453, 0.357580, 0.180423], [0.212671, 0.715160, 0.072169], [0.019334, 0.119193, 0.950227]])
"""Linear sRGB to CIE XYZ (ITU-R BT.709 primaries)."""


def color_scores(lab: np.ndarray, weights: np.ndarray | None = None) -> dict[str, float]:
    """Share of the pixels ``lab`` (CIE Lab, shape ``(n, 3)``) that each term names; sums to 1.

    ``weights``, shape ``(n,)``, says how much a pixel belongs to the object.  Colourful pixels count double: people
    name a red coat with black buttons by its red.
    """
    names = name_pixels(lab)
    chroma = np.hypot(lab[:, 1], lab[:, 2])
    weight = (np.ones(len(lab)) if weights is None else weights) * (1 + np.clip((chroma - 15) / 30, 0, 1))
    totals = np.bincount(names, weight, minlength=len(COLORS)) + 1e-6
    return {name: float(share) for name, share in zip(COLORS, totals / totals.sum(), strict=True)}


def lab_of(rgb: np.ndarray) -> np.ndarray:
    """CIE Lab (D65) of sRGB values of 0 to 255, shape ``(n, 3)``."""
    values = np.asarray(rgb, float).reshape(-1, 3) / 255
    linear = np.where(values <= 0.04045, values / 12.92, ((values + 0.055) / 1.055) ** 2.4)
    xyz = linear @ _XYZ.T / _XYZ.sum(1)
    root = np.where(xyz > 0.008856, np.cbrt(xyz), 7.787 * xyz + 16 / 116)
    x, y, z = root.T
    return np.stack([116 * y - 16, 500 * (x - y), 200 * (y - z)], axis=1)


def name_pixels(lab: np.ndarray) -> np.ndarray:
    """Index into :data:`COLORS` for each pixel, from lightness, chroma and hue angle, shape ``(n,)``."""
    lightness, a, b = np.asarray(lab, np.float32).reshape(-1, 3).T
    chroma = np.hypot(a, b)
    hue = np.degrees(np.arctan2(b, a)) % 360
    violet = 300 + np.clip((chroma - 50) / 6, 0, 8)  # pure blue lies at 306 degrees
    yellow = 102 + np.clip((lightness - 60) / 3, 0, 7)  # neon vests lie at 108 degrees, where dark olives are green
    names = np.select(
        [hue < 18, hue < 48, hue < 72, hue < yellow, hue < 205, hue < violet, hue < 335],
        [
            _index("red"),
            _index("red"),
            _index("orange"),
            _index("yellow"),
            _index("green"),
            _index("blue"),
            _index("purple"),
        ],
        _index("pink"),
    )
    dull = (hue > 25) & (hue < 95) & (lightness < 58) & (chroma < 20 + 0.75 * lightness)
    names = np.where(dull & (hue < 80), _index("brown"), names)
    names = np.where(dull & (hue >= 80) & (lightness < 58), _index("green"), names)
    names = np.where((names == _index("red")) & (lightness > 62) & (hue < 42) & (chroma < VIVID), _index("pink"), names)
    names = np.where((names == _index("pink")) & (lightness < 40), _index("purple"), names)
    names = np.where((names == _index("orange")) & (lightness > 78) & (chroma < 45), _index("yellow"), names)
    plain = chroma < np.where(lightness < 30, 10, 12)
    grays = np.select([lightness < 28, lightness > 78], [_index("black"), _index("white")], _index("gray"))
    names = np.where(plain, grays, names)
    return np.where(lightness < 14, _index("black"), np.where((lightness > 92) & (chroma < 16), _index("white"), names))


def _index(name: str) -> int:
    return COLORS.index(name)
