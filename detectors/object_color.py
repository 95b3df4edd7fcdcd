"""What colour people would call an object by, from its pixels and what is around it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from detectors.color_terms import color_scores, lab_of
from pipeline.core.labels import CLOTHED
from pipeline.core.types import SceneObject

GRID = 24
"""Samples along each side of a box: enough for shares of eleven terms, and the same work for every size."""

CLEAR = 0.45
"""Share of the pixels that one term must name for the object to have a colour."""

LEAST_SCORE = 0.2
"""Weaker detections are not shown, so nobody asks for their colour."""

CLOTHES = (0.15, 0.5)
"""Where a person's upper body is, in heights of the box."""

FAR = 15.0
"""Distance in CIE Lab from which a pixel is none of the background's."""


def with_colors(image: np.ndarray, objects: Sequence[SceneObject]) -> list[SceneObject]:
    """The objects with the attribute ``color`` and the share of every term, where one term clearly leads.

    ``image`` is ``uint8`` RGB of shape ``(height, width, 3)``.  Of a person it is the colour of the clothes on the
    upper body.
    """
    return [
        _with_color(image, one) if one.score >= LEAST_SCORE and "color" not in one.attributes else one
        for one in objects
    ]


def box_colors(image: np.ndarray, box: np.ndarray, label: str) -> dict[str, float]:
    """Share of the object's pixels that each colour term names; sums to 1.

    Pixels of the inscribed ellipse count in full, those of the corners little, and those that look like what surrounds
    the box least.
    """
    rows, columns = ((np.arange(GRID) + 0.5) / GRID for _ in range(2))
    if label in CLOTHED:
        rows = CLOTHES[0] + (CLOTHES[1] - CLOTHES[0]) * rows
    down, across = (axis.ravel() for axis in np.meshgrid(rows, columns, indexing="ij"))
    inside = _sampled(image, box, across, down)
    central = ((across - 0.5) ** 2 + (down - 0.5) ** 2) < 0.25
    return color_scores(inside, np.where(central, 1.0, 0.2) * _foreground(inside, _surroundings(image, box)))


def _with_color(image: np.ndarray, found: SceneObject) -> SceneObject:
    scores = box_colors(image, found.box, found.label)
    best = max(scores, key=lambda name: scores[name])
    if scores[best] < CLEAR:
        return found
    return replace(
        found,
        attributes={**found.attributes, "color": best},
        attribute_scores={**found.attribute_scores, "color": scores},
    )


def _foreground(inside: np.ndarray, around: np.ndarray) -> np.ndarray:
    """How unlike its surroundings each pixel is, 0.1 to 1, shape ``(n,)``."""
    if not len(around):
        return np.ones(len(inside))
    nearest = np.sqrt(((inside[:, None] - around[None]) ** 2).sum(-1)).min(1)
    return np.clip(nearest / FAR, 0.1, 1.0)


def _surroundings(image: np.ndarray, box: np.ndarray, gap: float = 0.1) -> np.ndarray:
    """CIE Lab of samples on a frame around the box, those outside of the picture left out, shape ``(n, 3)``."""
    along, edge = np.linspace(-gap, 1 + gap, GRID), np.full(GRID, 1 + gap)
    across = np.concatenate([along, along, edge, 1 - edge])
    down = np.concatenate([edge, 1 - edge, along, along])
    x, y = _pixels(box, across, down)
    seen = (x >= 0) & (y >= 0) & (x < image.shape[1]) & (y < image.shape[0])
    return _sampled(image, box, across[seen], down[seen])


def _sampled(image: np.ndarray, box: np.ndarray, across: np.ndarray, down: np.ndarray) -> np.ndarray:
    """CIE Lab at places given in widths and heights of the box, shape ``(n, 3)``."""
    x, y = _pixels(box, across, down)
    return lab_of(image[np.clip(y, 0, image.shape[0] - 1), np.clip(x, 0, image.shape[1] - 1)])


def _pixels(box: np.ndarray, across: np.ndarray, down: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    x0, y0, x1, y1 = box
    return np.floor(x0 + across * (x1 - x0)).astype(int), np.floor(y0 + down * (y1 - y0)).astype(int)
