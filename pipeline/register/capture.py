"""How otherwise two pictures of a scene were taken: brighter, warmer, sharper, more compressed."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from PIL import Image, ImageFilter, ImageStat

SIDE = 320
"""Pixels of the longer side at which light and sharpness are compared."""

DARKEST, BRIGHTEST = 12, 243
"""Grey levels between which a pixel tells of the light."""

GRID = 8
"""Pixels a side of the blocks of JPEG."""


@dataclass(frozen=True)
class Capture:
    """``light`` is how many times as bright the picture after is, ``warmth`` how many times as red against blue, and
    ``sharpness`` how many times as much fine structure it has for its coarse one.  ``blocks`` says for each picture
    how many times as large the steps at the edges of blocks are as those elsewhere: 1 where it was not compressed."""

    light: float
    warmth: float
    sharpness: float
    blocks: tuple[float, float]


def capture(
    before: np.ndarray,
    after: np.ndarray,
    aligned: tuple[np.ndarray, np.ndarray] | None = None,
    left_out: np.ndarray | None = None,
) -> Capture:
    """Compare two pictures ``(h, w, 3)``; ``aligned`` are the same in one view, where they could be brought to one.

    Pixels of that view that are ``left_out``, ``(h, w)``, say nothing of light and warmth: what is in them changed.
    """
    own = [_small(image) for image in (before, after)]
    sharp = [_sharpness(np.asarray(image)) for image in own]
    ratio = _ratio(*own) if aligned is None else _ratio_by_pixel(_small(aligned[0]), _small(aligned[1]), left_out)
    return Capture(
        light=float(ratio.mean()),
        warmth=float(ratio[0] / max(ratio[2], 1e-3)),
        sharpness=sharp[1] / max(sharp[0], 1e-3),
        blocks=(_blocks(before), _blocks(after)),
    )


def _small(image: np.ndarray) -> Image.Image:
    scale = min(1.0, SIDE / max(image.shape[:2]))
    size = max(1, round(image.shape[1] * scale)), max(1, round(image.shape[0] * scale))
    return Image.fromarray(image).resize(size, Image.Resampling.BOX)


def _ratio(first: Image.Image, second: Image.Image) -> np.ndarray:
    """How many times as bright the second picture is as a whole, in each channel, ``(3,)``."""
    dark, bright = (np.array(ImageStat.Stat(image).mean) for image in (first, second))
    return (bright + 1) / (dark + 1)


def _ratio_by_pixel(before: Image.Image, after: Image.Image, left_out: np.ndarray | None) -> np.ndarray:
    """The same of pictures in one view, pixel by pixel, so that what changed in the scene has no say."""
    first, second = (np.asarray(image, np.float32) for image in (before, after))
    telling = ((first > DARKEST) & (first < BRIGHTEST) & (second > DARKEST) & (second < BRIGHTEST)).all(-1)
    if left_out is not None:
        telling &= np.asarray(_small(left_out.astype(np.uint8))) == 0
    if telling.sum() < 20:
        return np.ones(3)
    return np.median(second[telling] / first[telling], 0)


def _sharpness(image: np.ndarray) -> float:
    """Fine structure over coarse structure."""
    red, green, blue = np.moveaxis(image, -1, 0)
    grey = ((np.add(red, green, dtype=np.uint16) + blue + 1) // 3).astype(np.uint8)  # rounded
    blurred = np.asarray(Image.fromarray(grey).filter(ImageFilter.GaussianBlur(1.2)), np.float32)
    return float((grey - blurred).std() / max(float(blurred.std()), 1.0))


def _blocks(image: np.ndarray) -> float:
    """Mean step of brightness across the edges of blocks, over that inside of them."""
    grey = image[: 4 * 480, : 4 * 480, 1].astype(np.int16)
    ratios = []
    for turned in (grey, grey.T):
        if turned.shape[1] < 4 * GRID:
            continue
        gap = np.abs(turned[:, 1:] - turned[:, :-1])
        steps = np.minimum(gap, 24).sum(0, dtype=np.int64) / len(gap)  # edges of things have no more say than others
        at = np.arange(len(steps)) % GRID == GRID - 1
        ratios.append((steps[at].mean() + 0.05) / (steps[~at].mean() + 0.05))
    return float(np.mean(ratios)) if ratios else 1.0
