"""How much a box looks like one whole thing: two cues of Alexe et al., "What is an object?" (2010)."""

from __future__ import annotations

import numpy as np
from PIL import Image

BINS = (4, 6, 6)
"""Bins of lightness and of the two colour axes in :func:`color_contrast`."""


def color_contrast(image: np.ndarray, boxes: np.ndarray, ring: float = 0.25) -> np.ndarray:
    """Chi-squared distance between the colours of each box and those of the ring around it, shape ``(n,)``, 0 to 1.

    The ring reaches out by ``ring`` times the box's sides.  A box that fills the picture scores 0.
    """
    height, width = image.shape[:2]
    table = _integral(_color_bins(image), int(np.prod(BINS)))
    inner = np.rint(np.asarray(boxes, dtype=float).reshape(-1, 4)).astype(int)
    margin = np.maximum(np.rint((inner[:, 2:] - inner[:, :2]) * ring), 1).astype(int)
    outer = np.concatenate([inner[:, :2] - margin, inner[:, 2:] + margin], axis=1)
    outer = np.clip(outer, 0, [width, height, width, height])
    inside = _sums(table, inner)
    around = _sums(table, outer) - inside
    inside_size, around_size = inside.sum(1, keepdims=True), around.sum(1, keepdims=True)
    inside, around = inside / np.maximum(inside_size, 1), around / np.maximum(around_size, 1)
    total = inside + around
    distance = np.divide((inside - around) ** 2, total, out=np.zeros_like(total), where=total > 0).sum(1) / 2
    return np.where((around_size[:, 0] > 0) & (inside_size[:, 0] > 0), distance, 0.0)


def segment_fit(segments: np.ndarray, boxes: np.ndarray) -> np.ndarray:
    """How well each box holds whole segments only, shape ``(n,)``: 1 where none crosses its border, 0 at worst.

    ``segments`` numbers the superpixel of each pixel.  A box inside one segment scores 0.
    """
    count = int(segments.max()) + 1
    boxes = np.rint(np.asarray(boxes, dtype=float).reshape(-1, 4)).astype(int)
    inside = _sums(_integral(segments, count), boxes)
    outside = np.bincount(segments.ravel(), minlength=count)[None] - inside
    size = np.maximum(inside.sum(1), 1)
    return np.maximum(1 - np.minimum(inside, outside).sum(1) / size, 0.0)


def shrink(image: np.ndarray, max_side: int) -> tuple[np.ndarray, float]:
    """The picture with its longer side cut down to ``max_side`` pixels, and the scale that was applied (at most 1)."""
    height, width = image.shape[:2]
    scale = min(1.0, max_side / max(height, width))
    if scale == 1.0:
        return image, 1.0
    size = max(1, round(width * scale)), max(1, round(height * scale))
    return np.asarray(Image.fromarray(image).resize(size, Image.Resampling.BOX)), scale


def _color_bins(image: np.ndarray) -> np.ndarray:
    red, green, blue = np.moveaxis(image.astype(np.float32) / 255, -1, 0)
    axes = ((red + green + blue) / 3, (red - green + 1) / 2, (red + green - 2 * blue + 2) / 4)
    codes = np.zeros(image.shape[:2], np.int64)
    for value, bins in zip(axes, BINS, strict=True):
        spread = value if bins == BINS[0] else np.clip((value - 0.5) * 2 + 0.5, 0, 1)
        codes = codes * bins + np.minimum((spread * bins).astype(np.int64), bins - 1)
    return codes


def _integral(codes: np.ndarray, count: int) -> np.ndarray:
    """Summed-area table of shape ``(height + 1, width + 1, count)`` of how often each code occurs."""
    height, width = codes.shape
    table = np.zeros((height + 1, width + 1, count), np.float32)
    rows, columns = np.indices(codes.shape)
    table[rows + 1, columns + 1, codes] = 1
    return table.cumsum(0, out=table).cumsum(1, out=table)


def _sums(table: np.ndarray, boxes: np.ndarray) -> np.ndarray:
    height, width = table.shape[0] - 1, table.shape[1] - 1
    x0, y0, x1, y1 = np.clip(boxes, 0, [width, height, width, height]).T
    return (table[y1, x1] - table[y0, x1] - table[y1, x0] + table[y0, x0]).astype(float)
