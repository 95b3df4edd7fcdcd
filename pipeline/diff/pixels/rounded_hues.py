"""Where the hues of two pictures differ by no more than compression has rounded them by."""

from __future__ import annotations

import numpy as np

from pipeline.core.channels import highest
from pipeline.register.chroma_steps import GRID
from pipeline.register.shared_view import SharedView

SHARE, MORE = 0.6, 3.0
"""Of the steps of both pictures, by how much their hues may differ: each is off by half of its own; and levels more."""


def rounded_hues(view: SharedView) -> np.ndarray:
    """Pixels of the shared view, ``(h, w)``, of equal hue but for what compression rounded; none where it is fine.

    Hues are the means over as many pixels as share one colour.
    """
    import cv2

    steps = view.chroma_steps
    if not any(steps):
        return np.zeros(view.shape, bool)
    side = max(1, round(2 * GRID * view.scale)) | 1
    within = np.zeros(view.shape, bool)
    for pair in (view.natural, view.aligned):
        means = [cv2.blur(_chroma(image), (side, side)) for image in pair]
        within |= highest(np.abs(means[0] - means[1])) <= SHARE * sum(steps) + MORE
    return within


def _chroma(image: np.ndarray) -> np.ndarray:
    """Cr and Cb in levels of 0 to 255, ``float32`` ``(h, w, 2)``."""
    import cv2

    shown = np.clip(image / np.float32(255), 0, 1).astype(np.float32)
    return 255 * cv2.cvtColor(shown, cv2.COLOR_RGB2YCrCb)[..., 1:]
