"""What became of the light of a whole picture, where that is worth a word: it is no change of any thing."""

from __future__ import annotations

import numpy as np

from language.photo.words import BLEACHED, BRIGHTER, COLORED, DARKER, NO_CHANGE, Choices

LEAST_LIGHT = 22.0
"""Grey levels by which the middle brightness must differ: exposure that is set anew changes it by about ten."""

LEAST_COLORS, MOST_TINT = 12.0, 3.0
"""Mean distance of channels, in grey levels, of a picture in colours; and of one in black and white."""

LEAST_VARIETY = 1.5
"""Mean distance, in grey levels, of its tints from those of a toned picture, such as a sepia one, that is as bright."""

SAMPLES = 20000


def nothing_but_light(before: np.ndarray | None, after: np.ndarray | None, plainly: Choices = NO_CHANGE) -> Choices:
    """Ways to say that nothing changed, ``plainly`` or with what became of the light where that is plain to see.

    Pictures are ``uint8`` RGB; None where they are not known.
    """
    if before is None or after is None:
        return plainly
    first, second = (_sampled(image) for image in (before, after))
    colors = _colors(first), _colors(second)
    if (
        min(colors) <= MOST_TINT
        and max(colors) >= LEAST_COLORS
        and max(map(_variety, (first, second))) >= LEAST_VARIETY
    ):
        return BLEACHED if colors[1] < colors[0] else COLORED
    lighter = float(np.median(second.mean(-1)) - np.median(first.mean(-1)))
    if abs(lighter) < LEAST_LIGHT:
        return plainly
    return BRIGHTER if lighter > 0 else DARKER


def _sampled(image: np.ndarray) -> np.ndarray:
    """Pixels on a regular grid, shape ``(n, 3)``."""
    step = max(1, int(np.sqrt(image.shape[0] * image.shape[1] / SAMPLES)))
    return image[::step, ::step].reshape(-1, 3).astype(float)


def _variety(pixels: np.ndarray) -> float:
    """How far tints are from what brightness explains, as it does those of a black and white picture that was toned."""
    luma = pixels.mean(-1) / 255
    terms = np.stack([np.ones_like(luma), luma, luma**2], -1)
    tints = pixels[:, [0, 2]] - pixels[:, [1]]
    return float(np.abs(tints - terms @ np.linalg.lstsq(terms, tints, rcond=None)[0]).mean())


def _colors(pixels: np.ndarray) -> float:
    """How colourful pixels are: the mean distance of their largest and least channel."""
    return float((pixels.max(-1) - pixels.min(-1)).mean())
