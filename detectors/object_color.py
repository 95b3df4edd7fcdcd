"""What colour people would call an object by, from its pixels and what is around it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from detectors.color_terms import color_scores, lab_of
from detectors.light import Light
from detectors.sure_color import sure_color
from detectors.worn import TRUNK, UPPER_BODY, worn_weights
from pipeline.core.labels import CLOTHED
from pipeline.core.types import SceneObject

GRID = 24
"""Samples along each side of a box: enough for shares of eleven terms, and the same work for every size."""

COARSE = 60
"""Pixels along each side of a picture whose light is looked at."""

CLEAR = 0.45
"""Share of the pixels that one term must name for the object to have a colour."""

LEAST_SCORE = 0.2
"""Weaker detections are not shown, so nobody asks for their colour."""

FAR = 15.0
"""Distance in CIE Lab from which a pixel is none of the background's."""


def with_colors(image: np.ndarray, objects: Sequence[SceneObject]) -> list[SceneObject]:
    """The objects with the attribute ``color`` and the share of every term, where one term clearly leads.

    ``image`` is ``uint8`` RGB of shape ``(height, width, 3)``.  Of a person it is the colour of the clothes on the
    upper body, and of anything its colour in the picture's own light.
    """
    light = Light.of(image[:: max(1, image.shape[0] // COARSE), :: max(1, image.shape[1] // COARSE)])
    return [
        _with_color(image, one, light) if one.score >= LEAST_SCORE and "color" not in one.attributes else one
        for one in objects
    ]


def own_pixels(
    image: np.ndarray, box: np.ndarray, label: str, light: Light
) -> tuple[tuple[np.ndarray, ...], np.ndarray]:
    """Samples of an object in CIE Lab, ``(n, 3)`` in each light, and how much each is the object's or its clothes'.

    Pixels of the inscribed ellipse count in full, those of the corners little, and those that look like what surrounds
    the box least.
    """
    rows, columns = ((np.arange(GRID) + 0.5) / GRID for _ in range(2))
    if label in CLOTHED:
        rows = UPPER_BODY[0] + (UPPER_BODY[1] - UPPER_BODY[0]) * rows
        columns = TRUNK[0] + (TRUNK[1] - TRUNK[0]) * columns
    down, across = (axis.ravel() for axis in np.meshgrid(rows, columns, indexing="ij"))
    inside = _sampled(image, box, across, down)
    central = ((across - 0.5) ** 2 + (down - 0.5) ** 2) < 0.25
    weights = np.where(central, 1.0, 0.2) * _foreground(lab_of(inside), lab_of(_surroundings(image, box)))
    lights = light.seen(inside)
    return lights, worn_weights(lights[0], weights) if label in CLOTHED else weights


def _with_color(image: np.ndarray, found: SceneObject, light: Light) -> SceneObject:
    lights, weights = own_pixels(image, found.box, found.label, light)
    best = sure_color(lights, weights, CLEAR, found.label)
    if best is None:
        return found
    return replace(
        found,
        attributes={**found.attributes, "color": best},
        attribute_scores={**found.attribute_scores, "color": color_scores(lights[0], weights)},
    )


def _foreground(inside: np.ndarray, around: np.ndarray) -> np.ndarray:
    """How unlike its surroundings each pixel is, 0.1 to 1, shape ``(n,)``."""
    from scipy.spatial.distance import cdist

    if not len(around):
        return np.ones(len(inside))
    nearest = cdist(inside, around).min(1)
    return np.clip(nearest / FAR, 0.1, 1.0)


def _surroundings(image: np.ndarray, box: np.ndarray, gap: float = 0.1) -> np.ndarray:
    """RGB of samples on a frame around the box, those outside of the picture left out, shape ``(n, 3)``."""
    along, edge = np.linspace(-gap, 1 + gap, GRID), np.full(GRID, 1 + gap)
    across = np.concatenate([along, along, edge, 1 - edge])
    down = np.concatenate([edge, 1 - edge, along, along])
    x, y = _pixels(box, across, down)
    seen = (x >= 0) & (y >= 0) & (x < image.shape[1]) & (y < image.shape[0])
    return _sampled(image, box, across[seen], down[seen])


def _sampled(image: np.ndarray, box: np.ndarray, across: np.ndarray, down: np.ndarray) -> np.ndarray:
    """RGB at places given in widths and heights of the box, shape ``(n, 3)``."""
    x, y = _pixels(box, across, down)
    return image[np.clip(y, 0, image.shape[0] - 1), np.clip(x, 0, image.shape[1] - 1)]


def _pixels(box: np.ndarray, across: np.ndarray, down: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    x0, y0, x1, y1 = box
    return np.floor(x0 + across * (x1 - x0)).astype(int), np.floor(y0 + down * (y1 - y0)).astype(int)
