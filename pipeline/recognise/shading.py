"""Whether coloured things are shaded as light does it, or painted with one colour each."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from pipeline.recognise.flat import sampled

SAMPLES = 60_000
"""Pixels of a picture that are looked at, about."""

COLORED = 40
"""Chroma (greatest less least channel) of a pixel of a coloured thing."""

LEAST_THING = 0.0005
"""Share of the picture that a thing takes up, without its rim."""

WITHIN = (10, 90)
"""Percentiles between which a thing's colour is looked at: its rim, a highlight or a letter on it do not count."""


def shading(images: Sequence[np.ndarray]) -> float | None:
    """Grey levels by which the colour of the coloured things in pictures ``(h, w, 3)`` varies, of the middle one.

    A solid in the light is bright on one side and dark on the other, and so is what is rendered; paint is even, also on
    a ground over which light or a gradient falls off.  None where nothing is coloured.
    """
    ranges = [one for image in images for one in _ranges(image)]
    return float(np.median(ranges)) if ranges else None


def _ranges(image: np.ndarray) -> list[float]:
    """How far the channel that varies most does so within each coloured thing."""
    from scipy import ndimage

    pixels = sampled(image, SAMPLES).astype(np.int16)
    planes = np.ascontiguousarray(np.moveaxis(pixels, -1, 0))
    colored = ndimage.binary_erosion(np.ptp(planes, axis=0) >= COLORED, np.ones((5, 5)))
    labels, _ = ndimage.label(colored)
    things = ndimage.find_objects(labels)
    found = []
    for number, window in enumerate(things, 1):
        inside = pixels[window][labels[window] == number]
        if len(inside) >= LEAST_THING * colored.size:
            low, high = np.percentile(inside, WITHIN, axis=0)
            found.append(float((high - low).max()))
    return found
