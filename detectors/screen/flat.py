"""Flat regions: connected pixels that differ from their neighbours by no more than the picture's noise."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from pipeline.core.channels import highest, lowest

CLEAN = 2
"""Largest step between two neighbours of one region in a picture without noise: gradients of style sheets stay whole,
while the faintest borders in use (#fff beside #f8f9fa) are seen."""

NOISY = 10
"""The same at most, however much a lossy format has disturbed the picture."""


BLOCK = 8
"""Side in pixels of the squares in which noise is measured: those of JPEG."""

INK = 60
"""Contrast, of 255, of a square with ink in it."""

FAINT = 16
"""Largest difference from the ground that may be noise."""

RINGING = 0.1
"""Share of a square's pixels that faintly differ from its ground, above which the picture has been through a lossy
format; soft edges of letters are fewer."""

LEAST_BLOCKS, MOST_BLOCKS = 12, 3000
"""Squares that a measurement needs, and that are looked at."""


@dataclass(frozen=True, eq=False)
class FlatRegions:
    """Regions of one picture.

    ``labels`` ``(height, width)`` holds each pixel's region, ``boxes`` ``(n, 4)`` their bounding boxes in whole pixels,
    ``areas`` ``(n,)`` how many pixels they have, ``seeds`` ``(n, 2)`` a pixel ``x, y`` of each.
    """

    labels: np.ndarray
    boxes: np.ndarray
    areas: np.ndarray
    seeds: np.ndarray


def flat_regions(image: np.ndarray, tolerance: int | None = None) -> FlatRegions:
    """Regions of ``uint8`` RGB by single linkage: runs of each row, joined where rows touch."""
    from scipy.sparse import coo_matrix
    from scipy.sparse.csgraph import connected_components

    across, down = steps(image)
    limit = step_limit(image) if tolerance is None else tolerance
    height, width = image.shape[:2]
    starts = np.ones((height, width), bool)
    starts[:, 1:] = across > limit
    runs = np.cumsum(starts.ravel(), dtype=np.int32).reshape(height, width) - 1
    joined = down <= limit
    above, below = runs[:-1][joined], runs[1:][joined]
    fresh = np.ones(len(above), bool)
    fresh[1:] = (np.diff(above) != 0) | (np.diff(below) != 0)
    above, below = above[fresh], below[fresh]
    count = int(runs[-1, -1]) + 1
    links = coo_matrix((np.ones(len(above), np.int8), (above, below)), shape=(count, count))
    _, region = connected_components(links, directed=False)
    region = region.astype(np.int32)
    first = np.flatnonzero(starts.ravel())
    return FlatRegions(region[runs], *_measured(region, first, height * width, width))


def steps(image: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Greatest difference of a channel to the right neighbour ``(h, w - 1)`` and to the lower one ``(h - 1, w)``."""
    import cv2

    def greatest(one: np.ndarray, other: np.ndarray) -> np.ndarray:
        if not one.size:
            return np.zeros(one.shape[:2], np.uint8)
        return highest(cv2.absdiff(one, other))

    return greatest(image[:, 1:], image[:, :-1]), greatest(image[1:], image[:-1])


def step_limit(image: np.ndarray) -> int:
    """The largest step that is noise, measured where there is writing or a line on a flat ground.

    A browser leaves such a ground untouched; lossy formats ring around the ink.
    """
    rows, columns = image.shape[0] // BLOCK, image.shape[1] // BLOCK
    if rows * columns < LEAST_BLOCKS:
        return CLEAN
    green = image[: rows * BLOCK, : columns * BLOCK, 1].reshape(rows, BLOCK, columns, BLOCK)
    inked = highest(green.max(1)).astype(np.int16) - lowest(green.min(1)) > INK
    blocks = green.transpose(0, 2, 1, 3)[inked].reshape(-1, BLOCK * BLOCK).astype(np.int16)
    blocks = blocks[:: max(1, len(blocks) // MOST_BLOCKS)]
    if len(blocks) < LEAST_BLOCKS:
        return CLEAN
    away = np.abs(blocks - np.median(blocks, axis=1, keepdims=True))
    ground = away <= FAINT
    plain = ground.mean(1) > 0.5
    if not plain.any() or np.median((ground & (away > CLEAN)).mean(1)[plain]) < RINGING:
        return CLEAN
    return int(np.clip(np.quantile(away[plain][ground[plain]], 0.9), CLEAN + 2, NOISY))


def _measured(region: np.ndarray, first: np.ndarray, size: int, width: int) -> tuple[np.ndarray, ...]:
    """Boxes, areas and seeds from the runs: ``region`` of each, and the flat place of its ``first`` pixel."""
    length = np.diff(np.append(first, size))
    y, x = np.divmod(first, width)
    order = np.argsort(region, kind="stable")
    edges = np.flatnonzero(np.diff(region[order], prepend=-1))
    x, y, length = x[order], y[order], length[order]
    boxes = np.stack(
        [
            np.minimum.reduceat(x, edges),
            np.minimum.reduceat(y, edges),
            np.maximum.reduceat(x + length, edges),
            np.maximum.reduceat(y, edges) + 1,
        ],
        axis=1,
    )
    return boxes, np.add.reduceat(length, edges), np.stack([x[edges], y[edges]], axis=1)
