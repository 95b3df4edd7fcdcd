"""Where two aligned pictures differ by more than light, compression and noise explain."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from pipeline.diff.pixels.rounded_hues import rounded_hues
from pipeline.register.shared_view import SharedView

SMOOTH = 1.0
"""Deviation in pixels of the blur that both pictures get."""

LIGHT_SIDE, LEAST_LIGHT_SIDE = 48, 4
"""Longer side, and least side, of the small picture that the change of light is read from."""

LIGHT_WINDOW, LIGHT_SMOOTH = 17, 2.0
"""Side of the median's window in the small picture, and the deviation of the blur after it."""

TEXTURE_SIDE = 7
"""Pixels of the neighbourhood whose spread is the texture."""

SAMPLE_STEP, TEXTURE_BINS = 7, 12
"""Every so manieth pixel tells of the noise, and in so many kinds of texture."""

COHERENT_SIDE = 12
"""Parts of the longer side over which a change of hue is coherent: compression shifts the hue of blocks only."""

MOST_COHERENT = 3.0
"""Times the noise of fine structure that a change of hue over whole parts of the picture may pass for noise: where half
of a picture is recoloured, the median difference is that of the other colour."""

MAD_TO_DEVIATION = 1.4826
"""Standard deviations in a median absolute deviation of normal noise."""


@dataclass(frozen=True, eq=False)
class ChangeMap:
    """Per-pixel evidence of change in the shared view, in units of this pair's own noise.

    ``structure`` is about brightness once smooth changes of light are undone, ``hue`` about chromaticity; both have the
    shape ``(h, w)`` and are 0 where a picture shows nothing.  ``before`` and ``after`` are the aligned pictures in CIE
    Lab, ``float32``.  ``rounded`` marks where their hues differ by no more than compression has rounded them by, which
    is no evidence.
    """

    structure: np.ndarray
    hue: np.ndarray
    before: np.ndarray
    after: np.ndarray
    valid: np.ndarray
    rounded: np.ndarray

    @property
    def strength(self) -> np.ndarray:
        """The stronger of both kinds of evidence."""
        return np.maximum(self.structure, self.hue)


def change_map(view: SharedView, floor: float, most_light: float) -> ChangeMap:
    """Compare the two pictures of a view.

    A pixel's difference is taken to the range of values among its neighbours in the other picture, both ways, so that
    an error of alignment by a pixel makes none.  It is measured in units of the median difference of all pixels of
    like texture, at least ``floor`` (of L, a or b): where the whole picture flickers, one more flicker is no change.
    Light changes no place by more than ``most_light`` (of L): what differs by more is another thing.
    """
    import cv2

    first, second = (lab_image(image) for image in view.aligned)
    valid = view.valid
    light = _light(first[..., 0], second[..., 0], valid, most_light)
    lit = first.copy()
    lit[..., 0] += light
    texture = np.maximum(_texture(lit[..., 0]), _texture(second[..., 0]))
    evidence = []
    window = (max(valid.shape) // COHERENT_SIDE | 1,) * 2
    for channels in ((0,), (1, 2)):
        squares, plain, grained = (np.zeros(valid.shape, np.float32) for _ in range(3))
        for channel in channels:
            one, other = (cv2.GaussianBlur(image[..., channel], (0, 0), SMOOTH) for image in (lit, second))
            gap = one - other
            squares += _interval(one, other) ** 2
            plain += gap**2
            grained += (gap - cv2.blur(gap, window)) ** 2
        noise = _noise(np.sqrt(plain), texture, valid, floor)
        if len(channels) > 1:
            noise = np.minimum(noise, MOST_COHERENT * _noise(np.sqrt(grained), texture, valid, floor / MOST_COHERENT))
        evidence.append(np.where(valid, np.sqrt(squares) / noise, 0).astype(np.float32))
    rounded = rounded_hues(view)
    return ChangeMap(evidence[0], np.where(rounded, 0, evidence[1]), lit, second, valid, rounded)


def lab_image(image: np.ndarray) -> np.ndarray:
    """CIE Lab of an RGB picture ``(h, w, 3)`` of 0 to 255, ``float32``."""
    import cv2

    return cv2.cvtColor(np.clip(image / 255, 0, 1).astype(np.float32), cv2.COLOR_RGB2LAB)


def _light(first: np.ndarray, second: np.ndarray, valid: np.ndarray, most_light: float) -> np.ndarray:
    """Smooth change of light from the first picture to the second: the median of differences over a wide window."""
    import cv2

    height, width = first.shape
    scale = LIGHT_SIDE / max(height, width)
    size = max(LEAST_LIGHT_SIDE, round(width * scale)), max(LEAST_LIGHT_SIDE, round(height * scale))
    gap = np.where(valid, second - first, 0)
    small = cv2.resize(gap, size, interpolation=cv2.INTER_AREA)
    small = np.clip(small, -most_light, most_light)
    # The median of 8-bit values alone has a window as wide as this, so that differences of L are shifted by 128.
    whole = np.clip(np.rint(small) + 128, 0, 255).astype(np.uint8)
    smooth = cv2.medianBlur(whole, LIGHT_WINDOW).astype(np.float32) - 128
    smooth = cv2.GaussianBlur(smooth, (0, 0), LIGHT_SMOOTH)
    return cv2.resize(smooth, (width, height), interpolation=cv2.INTER_LINEAR)


def _texture(lightness: np.ndarray) -> np.ndarray:
    """Standard deviation of a small neighbourhood."""
    import cv2

    window = (TEXTURE_SIDE, TEXTURE_SIDE)
    mean = cv2.blur(lightness, window)
    return np.sqrt(np.maximum(cv2.blur(lightness * lightness, window) - mean * mean, 0))


def _interval(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    """Distance of every pixel from the range of its neighbours in the other picture, the lesser of both ways."""
    import cv2

    around = np.ones((3, 3), np.uint8)

    def outside(value: np.ndarray, image: np.ndarray) -> np.ndarray:
        return np.maximum(np.maximum(value - cv2.dilate(image, around), cv2.erode(image, around) - value), 0)

    return np.minimum(outside(one, other), outside(other, one))


def _noise(error: np.ndarray, texture: np.ndarray, valid: np.ndarray, floor: float) -> np.ndarray:
    """Standard deviation of the error among pixels of like texture, shape ``(h, w)``."""
    if not valid.any():
        return np.full(error.shape, floor, np.float32)
    known = texture[valid][::SAMPLE_STEP]
    wrong = error[valid][::SAMPLE_STEP]
    bins = TEXTURE_BINS
    edges = np.quantile(known, np.linspace(0, 1, bins + 1))
    level = np.clip(np.searchsorted(edges, known, side="right") - 1, 0, bins - 1)
    table = np.array([np.median(wrong[level == i]) if (level == i).any() else np.nan for i in range(bins)])
    table = np.where(np.isnan(table), np.nanmedian(table), table)
    centers = (edges[:-1] + edges[1:]) / 2
    return np.maximum(MAD_TO_DEVIATION * np.interp(texture, centers, table), floor).astype(np.float32)
