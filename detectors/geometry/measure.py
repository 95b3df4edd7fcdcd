"""From detected objects to measurements: where, how large, and how surely."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from detectors.geometry.solids import Solids
from pipeline.core.types import SceneObject

SHARPER = 1.5
"""Power of the probabilities of sizes: of 13,000 objects in full view read with 0.99 or more not one was misread."""


@dataclass(frozen=True)
class Noise:
    """Standard deviations of what a detector reports of a fully visible object, and how they grow with hiding.

    ``pixel`` is for a picture 480 pixels wide; ``scale`` is relative.  Each grows by its ``hidden`` times the share of
    the outline that is not seen.
    """

    pixel: float = 1.5
    scale: float = 0.05
    pixel_hidden: float = 7.0
    scale_hidden: float = 0.15


@dataclass(frozen=True)
class Measured:
    """The objects of one picture as arrays: ``pixel`` (n, 2), everything else (n,).

    ``z`` is the expected height of the measured point over the ground, ``z_sd`` its uncertainty, ``scale`` NaN where
    unknown, ``radius`` the expected radius, ``visible`` the share of the outline that is seen inside the frame.
    """

    pixel: np.ndarray
    pixel_sd: np.ndarray
    scale: np.ndarray
    scale_sd: np.ndarray
    z: np.ndarray
    z_sd: np.ndarray
    radius: np.ndarray
    visible: np.ndarray

    def __len__(self) -> int:
        return len(self.pixel)


def measure(objects: list[SceneObject], size: tuple[int, int], solids: Solids, noise: Noise = Noise()) -> Measured:
    """Read the measurements off detected objects.

    An object without a predicted centre is measured at the middle of its box's lower edge, on the ground.
    ``solids`` says what radius each value of the attribute ``size`` stands for.
    """
    rows = [_row(found, size, solids, noise) for found in objects]
    u, v, pixel_sd, scale, scale_sd, z, z_sd, radius, visible, doubt = np.array(rows, float).reshape(len(rows), 10).T
    # A size misread takes the scale along, that of the whole picture: its objects are as wrong together as one alone.
    scale_sd = np.hypot(scale_sd, doubt * np.sqrt(len(rows)))
    return Measured(np.stack([u, v], -1), pixel_sd, scale, scale_sd, z, z_sd, radius, visible)


def _row(found: SceneObject, size: tuple[int, int], solids: Solids, noise: Noise) -> list[float]:
    radius, spread, doubt = _radius(found, solids.radii)
    unit = size[0] / 480
    if found.center is None:
        x0, _, x1, y1 = found.box
        return [(x0 + x1) / 2, y1, 3 * noise.pixel * unit, np.nan, 1.0, 0.0, 0.0, radius, 1.0, 0.0]
    u, v = found.center
    scale = found.scale if found.scale else np.nan
    visible = 1.0 if found.visibility is None else float(found.visibility)
    if scale == scale:
        outline = solids.outline(found)
        half_width, half_height = (radius * scale * extent for extent in (outline.half_width, outline.half_height))
        visible = min(visible, _inside(u, half_width, size[0]) * _inside(v, half_height, size[1]))
    hidden = 1 - min(max(visible, 0.0), 1.0)
    pixel_sd = (noise.pixel + noise.pixel_hidden * hidden) * unit
    return [u, v, pixel_sd, scale, noise.scale + noise.scale_hidden * hidden, radius, spread, radius, visible, doubt]


def _radius(found: SceneObject, radii: Mapping[str, float]) -> tuple[float, float, float]:
    """Its mean, its standard deviation and that of its logarithm."""
    scores = found.attribute_scores.get("size") or {found.attributes.get("size", ""): 1.0}
    known = [(radii[name], p**SHARPER) for name, p in scores.items() if name in radii]
    values, weights = np.array(known or [(radius, 1.0) for radius in radii.values()]).T
    if weights.sum() <= 0:
        weights = np.ones(len(values))
    mean, spread = _moments(values, weights / weights.sum())
    return mean, spread, _moments(np.log(values), weights / weights.sum())[1]


def _moments(values: np.ndarray, weights: np.ndarray) -> tuple[float, float]:
    mean = float(values @ weights)
    return mean, float((values - mean) ** 2 @ weights) ** 0.5


def _inside(middle: float, half: float, length: float) -> float:
    return max(0.0, min(middle + half, length) - max(middle - half, 0.0)) / (2 * half) if half > 0 else 1.0
