"""What the network is told of a proposal beside its pixels: size, place, kind, and its place in the hierarchy."""

from __future__ import annotations

import numpy as np

from detectors.screen.layout import KINDS, Layout

NUMBERS = 26
"""Plain numbers of a proposal, before the two kinds, its own and its holder's."""

LENGTH = NUMBERS + 2 * len(KINDS)


def geometry(layout: Layout, shape: tuple[int, int]) -> np.ndarray:
    """Features of every proposal of a picture of ``shape`` height, width: ``float32`` of shape ``(n, LENGTH)``."""
    boxes = layout.boxes.astype(float)
    wide, high = np.maximum(1, boxes[:, 2] - boxes[:, 0]), np.maximum(1, boxes[:, 3] - boxes[:, 1])
    holder = np.where(layout.parents < 0, 0, layout.parents)
    held = boxes[holder]
    held_wide, held_high = np.maximum(1, held[:, 2] - held[:, 0]), np.maximum(1, held[:, 3] - held[:, 1])
    count = len(boxes)
    painted = np.isin(layout.kinds, [KINDS.index("panel"), KINDS.index("frame")])
    word = np.isin(layout.kinds, [KINDS.index("word"), KINDS.index("phrase")])
    numbers = [
        np.log(wide / 64),
        np.log(high / 24),
        np.log(wide / high),
        (boxes[:, 0] + boxes[:, 2]) / 2 / shape[1],
        (boxes[:, 1] + boxes[:, 3]) / 2 / shape[0],
        wide / shape[1],
        high / shape[0],
        np.full(count, np.log(shape[1] / 1280)),
        np.full(count, np.log(shape[0] / 800)),
        (boxes[:, 0] < 2).astype(float),
        (boxes[:, 2] > shape[1] - 2).astype(float),
        (boxes[:, 1] < 2).astype(float),
        (boxes[:, 3] > shape[0] - 2).astype(float),
        wide / held_wide,
        high / held_high,
        np.log1p(np.maximum(0, boxes[:, 0] - held[:, 0])) / 5,
        np.log1p(np.maximum(0, boxes[:, 1] - held[:, 1])) / 5,
        np.log1p(np.maximum(0, held[:, 2] - boxes[:, 2])) / 5,
        np.log1p(np.maximum(0, held[:, 3] - boxes[:, 3])) / 5,
        np.log(held_wide * held_high / (wide * high)) / 5,
        np.log1p(_children(layout.parents, np.ones(count))),
        np.log1p(_children(layout.parents, painted)),
        np.log1p(_children(layout.parents, word)),
        np.log1p(_alike(np.stack([layout.parents, boxes[:, 0]], 1))),
        np.log1p(_alike(np.stack([layout.parents, boxes[:, 1]], 1))),
        np.log1p(_alike(np.stack([wide, high, layout.kinds], 1))),
    ]
    kinds = np.eye(len(KINDS))
    table = np.concatenate([np.stack(numbers, axis=1), kinds[layout.kinds], kinds[layout.kinds[holder]]], axis=1)
    return table.astype(np.float32)


def _children(parents: np.ndarray, which: np.ndarray) -> np.ndarray:
    held = parents >= 0
    return np.bincount(parents[held], which[held].astype(float), minlength=len(parents))


def _alike(keys: np.ndarray) -> np.ndarray:
    """How many others have the same key."""
    _, rows, counts = np.unique(keys, axis=0, return_inverse=True, return_counts=True)
    return counts[rows.reshape(-1)] - 1.0
