"""How far two aligned pictures show the same structure, whatever their exposure."""

from __future__ import annotations

import numpy as np


def agreement(first: np.ndarray, second: np.ndarray, valid: np.ndarray, block: int = 16, least: float = 4.0) -> float:
    """Share of the textured blocks that correlate: near 1 for one scene aligned, under 0.2 for two scenes.

    Pictures are aligned grey arrays ``(h, w)``; a block counts as textured where both standard deviations of its fine
    structure reach ``least`` grey levels.  NaN where no block is textured.
    """
    import cv2

    grey = (first.astype(np.float32), second.astype(np.float32))
    fine = [image - cv2.GaussianBlur(image, (0, 0), block / 2) for image in grey]
    mean = [_blocks(image, block) for image in fine]
    power = [_blocks(image * image, block) - m * m for image, m in zip(fine, mean, strict=True)]
    shared = _blocks(fine[0] * fine[1], block) - mean[0] * mean[1]
    textured = (np.minimum(*power) >= least**2) & (_blocks(valid.astype(np.float32), block) > 0.99)
    if textured.sum() < 8:
        return float("nan")
    correlation = shared[textured] / np.sqrt(power[0][textured] * power[1][textured])
    return float((correlation > 0.5).mean())


def _blocks(values: np.ndarray, block: int) -> np.ndarray:
    """Means of square blocks."""
    height, width = (side // block * block for side in values.shape)
    return values[:height, :width].reshape(height // block, block, width // block, block).mean((1, 3))
