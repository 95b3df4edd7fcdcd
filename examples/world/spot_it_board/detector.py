"""Counters on the board: patches that are not green, read by two small softmax heads that were trained."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path

import numpy as np
from PIL import Image
from safetensors.numpy import load_file
from scipy import ndimage

from spot_it import Detector, SceneObject
from spot_it_board.draw import COLORS, SHAPES

SIDE = 12
"""Cells a side of the outline that a head sees."""

VALUES = {"color": tuple(COLORS), "shape": SHAPES}


class CounterDetector(Detector):
    """Finds the counters and reads colour and shape.

    Parameters
    ----------
    weights : Path
        The trained heads, ``heads.safetensors`` of the pack.
    contrast : float
        How far a pixel's share of red, green and blue is from the board's, to belong to a counter.
    least : int
        Pixels that a counter has.
    """

    reads = ()
    writes = ("attributes",)

    def __init__(self, weights: Path | None = None, contrast: float = 0.06, least: int = 60) -> None:
        self.weights = weights
        self.contrast = contrast
        self.least = least

    def detect(self, image: np.ndarray) -> list[SceneObject]:
        """Counters in order of falling score; the score is how sure the heads are."""
        found = [self._read(*patch) for patch in patches(image, self.contrast, self.least)]
        return sorted(found, key=lambda one: -one.score)

    def _read(self, box: np.ndarray, seen: dict[str, np.ndarray]) -> SceneObject:
        scores = {}
        for name, values in VALUES.items():
            logits = seen[name] @ self._heads[f"{name}.weight"] + self._heads[f"{name}.bias"]
            shares = np.exp(logits - logits.max())
            scores[name] = dict(zip(values, (shares / shares.sum()).tolist(), strict=True))
        best = {name: max(table, key=table.__getitem__) for name, table in scores.items()}
        return SceneObject(box, best["shape"], min(max(table.values()) for table in scores.values()), best, scores)

    @cached_property
    def _heads(self) -> dict[str, np.ndarray]:
        """Loaded when the first counter is read, not when the stage is made."""
        return load_file(self.weights)


def patches(image: np.ndarray, contrast: float, least: int) -> list[tuple[np.ndarray, dict[str, np.ndarray]]]:
    """Boxes of what is not board, and what each head sees of it: shares of colour, and the outline."""
    shares = image / np.maximum(image.sum(-1, keepdims=True), 1.0)
    board = np.median(shares.reshape(-1, 3), 0)
    odd = ndimage.binary_opening(np.abs(shares - board).max(-1) > contrast, iterations=2)
    numbered, _ = ndimage.label(odd)
    light = np.median(image.reshape(-1, 3), 0)
    found = []
    for number, place in enumerate(ndimage.find_objects(numbered), 1):
        mask = numbered[place] == number
        if mask.sum() < least:
            continue
        rows, columns = place
        box = np.array([columns.start, rows.start, columns.stop, rows.stop], float)
        color = np.log(image[place][mask].mean(0) / light)  # what the light does to both falls out
        outline = np.asarray(Image.fromarray(np.uint8(255 * mask)).resize((SIDE, SIDE), Image.Resampling.BOX)) / 255
        found.append((box, {"color": color, "shape": outline.ravel()}))
    return found
