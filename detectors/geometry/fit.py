"""The most probable cameras of two views, given their objects and which of them are the same."""

from __future__ import annotations

import numpy as np

from detectors.geometry.bundle import CAMERA, SHARED, Observations, Prior, Solution, adjust, camera_of, motion_of
from detectors.geometry.camera import Camera
from detectors.geometry.measure import Measured
from detectors.geometry.prior import CameraPrior


def fit_pair(
    first: Measured,
    second: Measured,
    matches: list[tuple[int, int]],
    start: np.ndarray,
    sizes: tuple[tuple[int, int], tuple[int, int]],
    prior: CameraPrior,
    iterations: int = 12,
) -> Solution:
    """Most probable cameras of two pictures and the motion between their ground frames.

    ``matches`` are pairs of objects that did not move; the others count for their own camera alone.  ``start`` holds
    cameras and motion in the order of :mod:`detectors.geometry.bundle`, shape ``(11,)``.
    """
    centers = np.array([[width / 2, height / 2] for width, height in sizes])
    partner = {j: i for i, j in matches}
    lone = [j for j in range(len(second)) if j not in partner]
    fresh = {j: len(first) + k for k, j in enumerate(lone)}
    point_of_second = np.array([partner[j] if j in partner else fresh[j] for j in range(len(second))], int)
    z = np.concatenate([first.z, second.z[lone]])
    for i, j in matches:
        z[i] = first.z[i] if first.z_sd[i] <= second.z_sd[j] else second.z[j]
    seen = _observations([first, second], [np.arange(len(first)), point_of_second], z)
    ground = _spread_out(camera_of(start[:CAMERA], centers[0]), first)
    back = motion_of(start).inverse().apply(_spread_out(camera_of(start[CAMERA : 2 * CAMERA], centers[1]), second))
    values = np.concatenate([start, ground.ravel(), back[lone].ravel()])
    return adjust(values, seen, centers, pair_prior(prior, sizes), iterations=iterations, tolerance=1e-3)


def pair_prior(prior: CameraPrior, sizes: tuple[tuple[int, int], tuple[int, int]]) -> Prior:
    """The prior over all shared unknowns of two pictures of these sizes."""
    mean = np.concatenate([prior.mean(sizes[0][0]), prior.mean(sizes[1][0]), np.zeros(SHARED - 2 * CAMERA)])
    spread = np.concatenate([prior.spread(), prior.spread(), prior.motion_spread()])
    softness = np.concatenate([prior.softness(), prior.softness(), prior.motion_softness()])
    return Prior(mean, 1 / spread, softness)


def _spread_out(camera: Camera, measured: Measured) -> np.ndarray:
    """Ground positions under a camera; a place before it where the ray misses the ground."""
    ground = camera.backproject(measured.pixel, measured.z)
    missing = ~np.isfinite(ground).all(-1) | (np.abs(np.nan_to_num(ground)).max(-1) > 60)
    ground[missing] = (0.0, 20.0)
    return ground


def _observations(views: list[Measured], points: list[np.ndarray], z: np.ndarray) -> Observations:
    pixel_sd = np.concatenate([v.pixel_sd for v in views])
    scale = np.concatenate([v.scale for v in views])
    known = np.isfinite(scale) & (scale > 0)
    scale = np.where(known, scale, 1.0)
    height_blur = np.concatenate([v.z_sd for v in views]) * np.where(known, scale, 0.0)
    across, down = 1 / pixel_sd, 1 / np.hypot(pixel_sd, height_blur)
    by_scale = known / np.concatenate([v.scale_sd for v in views])
    return Observations(
        view=np.concatenate([np.full(len(v), k) for k, v in enumerate(views)]),
        point=np.concatenate(points),
        pixel=np.concatenate([v.pixel for v in views]),
        log_scale=np.log(scale),
        weight=np.stack([across, down, by_scale], -1),
        z=z,
    )
