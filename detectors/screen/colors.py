"""Which colours an element has: what is written on it, what it is painted with, and its border."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from detectors.color_terms import COLORS, lab_of, name_pixels

FAR = 40
"""Difference in a channel, of 255, from which a pixel is not the background's."""

CORE = 0.8
"""Share of the strongest contrast from which a pixel shows the ink itself and not its soft edge."""

RING = 3
"""Pixels next to the box's edge in which a border is looked for."""

SPREAD = 5.0
"""Distance in CIE Lab within which a colour might as well have been another: what people and screens differ by."""

DARK_ORANGE = 52
"""Lightness below which a painted orange is called brown; in a photograph it may be an orange in the shade."""

MOST = 10_000
"""Pixels that are looked at; larger boxes are thinned out."""


@dataclass(frozen=True)
class ElementColors:
    """``ink``, ``background`` and ``border`` as RGB triples; None where there is none."""

    ink: tuple[int, int, int] | None
    background: tuple[int, int, int]
    border: tuple[int, int, int] | None


def element_colors(image: np.ndarray, box: np.ndarray) -> ElementColors:
    """Colours of the element in a box of whole pixels of a ``uint8`` RGB picture."""
    height, width = image.shape[:2]
    x0, y0 = max(0, int(box[0])), max(0, int(box[1]))
    x1, y1 = min(width, max(x0 + 1, int(box[2]))), min(height, max(y0 + 1, int(box[3])))
    crop = image[y0:y1, x0:x1]
    ring = min(RING, (min(crop.shape[:2]) - 1) // 4)
    inner = _thinned(crop[ring : crop.shape[0] - ring, ring : crop.shape[1] - ring])
    background = most_frequent(inner)
    return ElementColors(_ink(inner, background), background, _border(image, (x0, y0, x1, y1), background, ring))


def term_scores(color: tuple[int, int, int]) -> dict[str, float]:
    """Probability of each of the eleven terms for one colour; sums to 1.

    The share of the colours within ``SPREAD`` that bear the term.
    """
    return dict(_term_shares(color))


@lru_cache(4096)
def _term_shares(color: tuple[int, int, int]) -> tuple[tuple[str, float], ...]:
    near = lab_of(np.asarray(color)[None]) + _around()
    names = name_pixels(near)
    names = np.where((names == COLORS.index("orange")) & (near[:, 0] < DARK_ORANGE), COLORS.index("brown"), names)
    share = np.bincount(names, _weights(), minlength=len(COLORS)) + 1e-4
    share /= share.sum()
    return tuple((name, float(value)) for name, value in zip(COLORS, share, strict=True))


def most_frequent(pixels: np.ndarray) -> tuple[int, int, int]:
    """The mean of the commonest shade; near shades count as one, so that noise and gradients have a colour too."""
    rows = pixels.reshape(-1, 3)
    coarse = (rows[:, 0] >> 3).astype(np.int32) << 10 | (rows[:, 1] >> 3).astype(np.int32) << 5 | rows[:, 2] >> 3
    chosen = rows[coarse == np.bincount(coarse).argmax()]
    return _triple(np.median(chosen, axis=0))


def _ink(pixels: np.ndarray, background: tuple[int, int, int]) -> tuple[int, int, int] | None:
    rows = pixels.reshape(-1, 3)
    contrast = np.abs(rows.astype(np.int16) - np.array(background, np.int16)).max(1)
    if (contrast >= FAR).sum() < max(3, 0.002 * len(rows)):
        return None
    seen = contrast[contrast >= FAR]
    core = rows[contrast >= CORE * np.quantile(seen, 0.95)]
    return most_frequent(core)


def _border(
    image: np.ndarray, box: tuple[int, int, int, int], background: tuple[int, int, int], ring: int
) -> tuple[int, int, int] | None:
    """The colour that the outermost lines of three sides share, if it is neither the inside's nor the outside's."""
    x0, y0, x1, y1 = box
    if ring < 1:
        return None
    for depth in range(ring):
        top, bottom = image[y0 + depth, x0:x1], image[y1 - 1 - depth, x0:x1]
        left, right = image[y0:y1, x0 + depth], image[y0:y1, x1 - 1 - depth]
        lines = [_middle(line) for line in (top, bottom, left, right)]
        color = most_frequent(np.concatenate(lines))
        alike = [(np.abs(line.astype(int) - color).max(1) <= 12).mean() > 0.8 for line in lines]
        if sum(alike) >= 3 and _differ(color, background, 8):
            outside = _outside(image, box)
            return color if outside is None or _differ(color, outside, 8) else None
    return None


def _outside(image: np.ndarray, box: tuple[int, int, int, int]) -> tuple[int, int, int] | None:
    x0, y0, x1, y1 = box
    height, width = image.shape[:2]
    lines = [image[y, x0:x1] for y in (y0 - 2, y1 + 1) if 0 <= y < height]
    lines += [image[y0:y1, x] for x in (x0 - 2, x1 + 1) if 0 <= x < width]
    return most_frequent(np.concatenate(lines)) if lines else None


def _middle(line: np.ndarray) -> np.ndarray:
    """A side without its round corners."""
    cut = len(line) // 4
    return line[cut : len(line) - cut]


def _thinned(pixels: np.ndarray) -> np.ndarray:
    step = int(np.ceil(np.sqrt(max(1.0, pixels.shape[0] * pixels.shape[1] / MOST))))
    return pixels[::step, ::step]


def _differ(one: tuple[int, int, int], other: tuple[int, int, int], least: int) -> bool:
    return max(abs(a - b) for a, b in zip(one, other, strict=True)) > least


def _triple(values: np.ndarray) -> tuple[int, int, int]:
    red, green, blue = (int(v) for v in values)
    return red, green, blue


def _around() -> np.ndarray:
    """Offsets in Lab on a grid of three a side, shape ``(27, 3)``."""
    line = (-SPREAD, 0.0, SPREAD)
    return np.array([(a, b, c) for a in line for b in line for c in line])


def _weights() -> np.ndarray:
    distance = (_around() ** 2).sum(1) / SPREAD**2
    return np.exp(-distance / 2)
