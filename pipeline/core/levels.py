"""Pictures of more than 8 bits: which range of their values becomes black to white, for both of a pair alike."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

CEILINGS = {"f": (1.0, 255.0, 65535.0), "u": (255.0, 1023.0, 4095.0, 16383.0, 65535.0)}
"""Values that white usually has: of floating-point numbers, and of integers of 8, 10, 12, 14 and 16 bits."""

ABOVE = 1.1
"""How far highlights of floating-point pictures may exceed white."""

LEAST_USED = 0.25
"""Share of the usual range that pictures use; where they use less, as radiometric ones do, theirs is taken instead."""

FEW = 0.1
"""Percent of the pixels at either end that have no say: hot pixels and highlights."""

STRIP = 1 << 18
"""Values that are worked on at a time, so that a large picture takes no more memory than its own."""


def shared_range(pictures: Sequence[np.ndarray]) -> tuple[float, float, bool]:
    """The values that become black and white in all of the pictures, and whether the pictures' own range was taken."""
    known = [image[np.isfinite(image)] if image.dtype.kind == "f" else image for image in pictures]
    known = [values for values in known if values.size]
    if not known:
        return 0.0, 1.0, False
    ends = np.array([np.percentile(values, (FEW, 100 - FEW)) for values in known])
    low, high = float(ends[:, 0].min()), float(ends[:, 1].max())
    floating = pictures[0].dtype.kind == "f"
    beyond = ABOVE if floating else 1.0
    full = next((value for value in CEILINGS["f" if floating else "u"] if high <= beyond * value), high)
    flat = high - low <= 1e-6 * max(abs(high), abs(low))
    if flat or (low >= (1 - beyond) * full and high - low >= LEAST_USED * full):
        return 0.0, max(full, 1e-12), False
    return low, high, True


def shown_colors(image: np.ndarray) -> np.ndarray:
    """The values of a picture that can be seen: all, or with an alpha channel, ``(h, w, 4)``, those not fully clear."""
    if image.ndim < 3 or image.shape[2] < 4:
        return image
    seen = image[..., 3] > 0
    return image[..., :3] if seen.all() else image[..., :3][seen]


def whole_alpha(pictures: Sequence[np.ndarray]) -> float:
    """The alpha of what is opaque, in all of the pictures that have such a channel: the usual one of their bits."""
    most = max((int(image[..., 3].max()) for image in pictures if image.ndim == 3 and image.shape[2] == 4), default=0)
    return next(value for value in CEILINGS["u"] if most <= value)


def eight_bits_of(image: np.ndarray, low: float, high: float, alpha: float) -> np.ndarray:
    """A picture as ``uint8``: its colours from ``low`` to ``high``, and its fourth channel, if any, up to ``alpha``."""
    if image.ndim < 3 or image.shape[2] < 4:
        return eight_bits(image, low, high)
    return np.dstack([eight_bits(image[..., :3], low, high), eight_bits(image[..., 3], 0.0, alpha)])


def eight_bits(values: np.ndarray, low: float, high: float) -> np.ndarray:
    """The values from ``low`` to ``high`` as ``uint8``; those outside are clipped, and what is no number is black."""
    made = np.empty(values.shape, np.uint8)
    table = _scaled(np.arange(1 << 16), low, high) if values.dtype == np.uint16 else None
    step = max(1, STRIP // max(1, values[:1].size))
    for start in range(0, len(values), step):
        rows = values[start : start + step]
        made[start : start + step] = _scaled(rows, low, high) if table is None else table[rows]
    return made


def _scaled(values: np.ndarray, low: float, high: float) -> np.ndarray:
    known = np.nan_to_num(values.astype(np.float64), nan=low, posinf=high, neginf=low)
    return np.rint((np.clip(known, low, high) - low) / (high - low) * 255).astype(np.uint8)
