"""What is usually done to find out whether two photographs differ: structural similarity, and counting pixels."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

STEP = 30
"""Grey levels by which a pixel differs."""


def dissimilarity(before: np.ndarray, after: np.ndarray) -> float:
    """1 - mean structural similarity (Wang et al., 2004), of the grey pictures, 0 to 2."""
    import cv2

    first, second = (image.astype(np.float32) for image in _grey(before, after))

    def smooth(image: np.ndarray) -> np.ndarray:
        return cv2.GaussianBlur(image, (11, 11), 1.5)

    mean_first, mean_second = smooth(first), smooth(second)
    power_first = smooth(first * first) - mean_first**2
    power_second = smooth(second * second) - mean_second**2
    shared = smooth(first * second) - mean_first * mean_second
    light, structure = (0.01 * 255) ** 2, (0.03 * 255) ** 2
    similar = (2 * mean_first * mean_second + light) * (2 * shared + structure)
    similar /= (mean_first**2 + mean_second**2 + light) * (power_first + power_second + structure)
    return float(1 - similar.mean())


def differing_pixels(before: np.ndarray, after: np.ndarray) -> float:
    """Share of the pixels that differ by more than :data:`STEP` grey levels."""
    first, second = _grey(before, after)
    return float((np.abs(first.astype(int) - second.astype(int)) > STEP).mean())


def best_threshold(changed: Sequence[float], same: Sequence[float]) -> tuple[float, float]:
    """The threshold with the best mean of hits and correct rejections: its false alarms, and its hits, as shares."""
    thresholds = np.unique([*changed, *same, np.inf])
    hits = np.array([np.mean(np.array(changed) >= one) for one in thresholds])
    alarms = np.array([np.mean(np.array(same) >= one) for one in thresholds])
    best = int(np.argmax(hits - alarms))
    return float(alarms[best]), float(hits[best])


def equal_threshold(changed: Sequence[float], same: Sequence[float], hits: float) -> tuple[float, float]:
    """The highest threshold that finds at least the share ``hits`` of the changed: its false alarms, and its hits."""
    falling = np.sort(changed)[::-1]
    wanted = int(np.ceil(hits * len(falling) - 1e-9))
    threshold = falling[wanted - 1] if wanted else np.inf
    return float(np.mean(np.array(same) >= threshold)), float(np.mean(falling >= threshold))


def _grey(before: np.ndarray, after: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    import cv2

    first, second = (cv2.cvtColor(image, cv2.COLOR_RGB2GRAY) for image in (before, after))
    return first, cv2.resize(second, first.shape[::-1], interpolation=cv2.INTER_AREA)
