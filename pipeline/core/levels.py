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


def shared_range(pictures: Sequence[np.ndarray]) -> tuple[float, float, bool]:
    """The values that become black and white in all of the pictures, and whether the pictures' own range was taken."""
    known = [np.asarray(image)[np.isfinite(image)] for image in pictures]
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


def eight_bits(values: np.ndarray, low: float, high: float) -> np.ndarray:
    """The values from ``low`` to ``high`` as ``uint8``; those outside are clipped, and what is no number is black."""
    known = np.nan_to_num(values.astype(np.float64), nan=low, posinf=high, neginf=low)
    return np.rint((np.clip(known, low, high) - low) / (high - low) * 255).astype(np.uint8)
