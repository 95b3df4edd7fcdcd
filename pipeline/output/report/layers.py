"""The two pictures over each other, as far as they can be: in one view where the registrar made one."""

from __future__ import annotations

from typing import Any

import numpy as np

from pipeline.core.types import Analysis
from pipeline.output.report.embed import embedded

_FULL = 96
"""A difference of this many grey levels is shown at full strength: a third of the range is as plain as can be."""


def layers_of(analysis: Analysis) -> dict[str, Any] | None:
    """Pictures for slider and onion skin, and their difference where they show one view; None where they cannot be
    laid over each other at all."""
    view = None if analysis.motion is None else analysis.motion.view
    if view is not None and view.related:
        before, after = view.natural
        alike = view.aligned
        strength = np.abs(np.asarray(alike[0], float) - np.asarray(alike[1], float)).max(-1)
        shown = np.where(view.valid, np.clip(strength / _FULL, 0, 1) * 255, 0).astype(np.uint8)
        return {**_pair(before, after), "difference": embedded(shown), "registered": True}
    before, after = analysis.image_before, analysis.image_after
    if before is None or after is None or before.shape != after.shape:
        return None
    return {**_pair(before, after), "difference": None, "registered": False}


def _pair(before: np.ndarray, after: np.ndarray) -> dict[str, Any]:
    height, width = after.shape[:2]
    return {"before": embedded(before), "after": embedded(after), "width": width, "height": height}
