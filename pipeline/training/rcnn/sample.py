"""One training picture and its truth."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

FAINTEST_PIXELS, FAINTEST_SHARE = 45, 0.05
"""An object with fewer visible pixels, or a smaller visible share, is neither to be found nor a false find."""


@dataclass
class Sample:
    """One picture and its objects, a row each; those not ``wanted`` are neither to be found nor false finds."""

    picture: np.ndarray
    box: np.ndarray
    wanted: np.ndarray
    labels: dict[str, np.ndarray]
    center: np.ndarray
    scale: np.ndarray
    visibility: np.ndarray
