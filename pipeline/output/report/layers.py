"""The two pictures over each other, as far as they can be: in one view, or at least on one ground."""

from __future__ import annotations

from typing import Any

import numpy as np
from PIL import Image

from pipeline.core.channels import highest
from pipeline.core.types import Analysis
from pipeline.output.report.camera import stands_still
from pipeline.output.report.embed import embedded

_FULL = 96
"""A difference of this many grey levels is shown at full strength: a third of the range is as plain as can be."""

VIEW, GROUND, STILL, TAKEN = "view", "ground", "still", "taken"
"""By what the pictures are laid over each other: one view, the ground alone, nothing having moved, or nothing."""


def layers_of(analysis: Analysis) -> dict[str, Any] | None:
    """Pictures for slider and onion skin, and their difference where they are registered; None where they cannot be
    laid over each other at all."""
    view = None if analysis.motion is None else analysis.motion.view
    if view is not None and view.related:
        (before, after), (first, second) = view.natural, view.aligned
        return {**_pair(before, after), "difference": _difference(first, second, view.valid), "by": VIEW}
    before, after = analysis.image_before, analysis.image_after
    if before is None or after is None:
        return None
    ground = None if analysis.motion is None else analysis.motion.ground()
    if ground is not None:
        moved, valid = _laid(before, after.shape[:2], ground)
        return {**_pair(moved, after), "difference": _difference(_lit(moved, after, valid), after, valid), "by": GROUND}
    if before.shape != after.shape:
        return None
    if stands_still(analysis):
        everywhere = np.ones(after.shape[:2], bool)
        return {**_pair(before, after), "difference": _difference(before, after, everywhere), "by": STILL}
    return {**_pair(before, after), "difference": None, "by": TAKEN}


def _difference(before: np.ndarray, after: np.ndarray, valid: np.ndarray) -> str:
    strength = highest(np.abs(np.asarray(before, float) - np.asarray(after, float)))
    return embedded(np.where(valid, np.clip(strength / _FULL, 0, 1) * 255, 0).astype(np.uint8))


def _laid(before: np.ndarray, shape: tuple[int, int], ground: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The picture before as the camera after would see it if all of it were ground, and where it is known."""
    size = shape[1], shape[0]
    matrix = tuple((ground / ground[2, 2]).ravel()[:8])
    picture = Image.fromarray(before).transform(size, Image.Transform.PERSPECTIVE, matrix, Image.Resampling.BILINEAR)
    inside = Image.new("L", (before.shape[1], before.shape[0]), 255)
    known = inside.transform(size, Image.Transform.PERSPECTIVE, matrix, Image.Resampling.NEAREST)
    return np.asarray(picture), np.asarray(known) > 0


def _lit(before: np.ndarray, after: np.ndarray, valid: np.ndarray) -> np.ndarray:
    """The picture before in the light of the one after, which most of the ground tells."""
    if not valid.any():
        return before
    ratio = np.median((after[valid] + 1.0) / (before[valid] + 1.0), 0)
    return np.clip(before * ratio, 0, 255)


def _pair(before: np.ndarray, after: np.ndarray) -> dict[str, Any]:
    height, width = after.shape[:2]
    return {"before": embedded(before), "after": embedded(after), "width": width, "height": height}
