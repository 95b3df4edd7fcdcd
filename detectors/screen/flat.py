"""Flat regions: connected pixels that differ from their neighbours by no more than the picture's noise."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

CLEAN = 2
"""Largest step between two neighbours of one region in a picture without noise: gradients of style sheets stay whole,
while the faintest borders in use (#fff beside #f8f9fa) are seen."""

NOISY = 10
"""The same at most, however much a lossy format has disturbed the picture."""


FAINT = 16
"""Largest step that may be noise."""

CALM = 0.75
"""Share of equal neighbours, among those that differ by noise at most, above which a picture has none."""


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
    limit = step_limit(across) if tolerance is None else tolerance
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

    return tuple(
        np.maximum(np.maximum(gap[..., 0], gap[..., 1]), gap[..., 2])
        for gap in (cv2.absdiff(image[:, 1:], image[:, :-1]), cv2.absdiff(image[1:], image[:-1]))
    )  # type: ignore[return-value]


def step_limit(across: np.ndarray) -> int:
    """The largest step that is noise: small where neighbours are equal or plainly differ, as a browser paints them."""
    small = across[across <= FAINT]
    if not small.size or (small == 0).mean() > CALM:
        return CLEAN
    return int(np.clip(2 + 2 * np.quantile(small, 0.75), CLEAN + 1, NOISY))


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
