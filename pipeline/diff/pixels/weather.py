"""Snow and rain: bright flakes and streaks that stand in other places on both pictures, and all over them.

They are no part of the scene that could come, go or move.
"""

from __future__ import annotations

import numpy as np

from pipeline.register.shared_view import SharedView

WIDEST = 0.045
"""Width of a flake or streak, as a share of the longer side, up to which it stands out from what is around it."""

LIFT = 14
"""Grey levels by which one is brighter than what is around it."""

RIM = 0.004
"""How far its soft rim reaches, as a share of the longer side."""

LONGEST = 0.2
"""Length of a streak, as a share of the longer side."""

CELLS = 4
"""The picture is cut into as many parts each way, to see where they are."""

FEW, MANY = 25, 90
"""How many there are in each picture, or in one where the other has none."""

SPREAD = 11
"""Parts of the picture (of 16) in which there are some."""

BRIGHTER = 2.5
"""Times as many bright ones as dark ones: leaves, water and a camera that moved make as many of both."""


def strokes_of(falling: np.ndarray) -> int:
    """How many flakes and streaks a mask holds."""
    import cv2

    return int(cv2.connectedComponents(falling.astype(np.uint8))[0]) - 1


def weather_mask(view: SharedView) -> np.ndarray:
    """Pixels of the shared view, ``(h, w)``, that differ by falling snow or rain; none where none falls."""
    import cv2

    greys = [cv2.cvtColor(np.clip(image, 0, 255), cv2.COLOR_RGB2GRAY) for image in view.aligned]
    width = 2 * round(WIDEST * max(view.shape) / 2) + 1
    bright = _only_in_one(greys, cv2.MORPH_TOPHAT, width)
    found = [_strokes(mask & view.valid) for mask in bright]
    counts, parts = [number for _, number, _ in found], [spread for _, _, spread in found]
    in_both = min(counts) >= FEW and min(parts) >= SPREAD
    if not in_both and (max(counts) < MANY or max(parts) < SPREAD):
        return np.zeros(view.shape, bool)
    dark = [_strokes(mask & view.valid)[1] for mask in _only_in_one(greys, cv2.MORPH_BLACKHAT, width)]
    if sum(counts) < BRIGHTER * sum(dark):
        return np.zeros(view.shape, bool)
    over = np.any([mask for mask, _, _ in found], axis=0).astype(np.uint8)
    rim = 2 * round(RIM * max(view.shape)) + 1
    return cv2.dilate(over, np.ones((rim, rim), np.uint8)).astype(bool)


def _only_in_one(greys: list[np.ndarray], operation: int, width: int) -> list[np.ndarray]:
    """Where something narrow stands out in one picture, and nothing near it in the other, both ways."""
    import cv2

    window = np.ones((width, width), np.uint8)
    lifts = [cv2.morphologyEx(grey, operation, window) for grey in greys]
    sign = 1 if operation == cv2.MORPH_TOPHAT else -1
    found = []
    for own, other in ((0, 1), (1, 0)):
        near = cv2.dilate(lifts[other], np.ones((5, 5), np.uint8))
        apart = sign * (greys[own] - greys[other])
        found.append((np.minimum(lifts[own], apart) >= LIFT) & (near < lifts[own] - LIFT / 2))
    return found


def _strokes(mask: np.ndarray) -> tuple[np.ndarray, int, int]:
    """The flakes and streaks of a mask, how many they are, and in how many parts of the picture."""
    import cv2

    _, labels, stats, centers = cv2.connectedComponentsWithStats(mask.astype(np.uint8))
    longest = LONGEST * max(mask.shape)
    kept = (stats[:, cv2.CC_STAT_AREA] >= 3) & (stats[:, 2:4].max(1) <= longest)
    kept[0] = False
    cells = np.floor(centers[kept] * CELLS / np.array(mask.shape[::-1])).astype(int)
    held = np.bincount(cells[:, 1] * CELLS + cells[:, 0], minlength=CELLS**2) if kept.any() else np.zeros(1)
    return kept[labels], int(kept.sum()), int((held >= 1).sum())
