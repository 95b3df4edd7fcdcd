"""The most probable cameras of one or two views, given their objects."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from detectors.geometry.bundle import CAMERA, MOTION, Observations, Solution, adjust, camera_of, motion_of
from detectors.geometry.camera import Camera
from detectors.geometry.measure import Measured


@dataclass(frozen=True)
class CameraPrior:
    """Where cameras usually are, with standard deviations; angles in degrees, ``focal`` in picture widths.

    A pair of views shares a ``target`` on the ground that both roughly look at, ``target_sd`` world units, and the
    second has gone around it by an angle of ``turn_sd`` degrees.
    """

    height: float = 5.34
    height_sd: float = 1.2
    pitch: float = 28.3
    pitch_sd: float = 6.0
    roll_sd: float = 0.7
    focal: float = 35 / 32
    focal_sd: float = 0.04
    target_sd: float = 1.0
    turn_sd: float = 12.0

    def mean(self, width: int) -> np.ndarray:
        """``log height, pitch, roll, log focal`` for a picture of this width."""
        return np.array([np.log(self.height), np.radians(self.pitch), 0.0, np.log(self.focal * width)])

    def weight(self) -> np.ndarray:
        """Inverse standard deviations in the same order."""
        spread = [self.height_sd / self.height, np.radians(self.pitch_sd), np.radians(self.roll_sd), self.focal_sd]
        return 1 / np.array(spread)

    def motion_weight(self) -> np.ndarray:
        """Inverse standard deviations of turn and shift between two views."""
        return 1 / np.array([np.radians(self.turn_sd), self.target_sd, self.target_sd])


def fit_camera(measured: Measured, size: tuple[int, int], prior: CameraPrior = CameraPrior()) -> Solution:
    """Most probable camera of one picture of ``size`` (width, height), from its objects' centres and scales."""
    center = np.array([[size[0] / 2, size[1] / 2]])
    mean = prior.mean(size[0])
    seen = _observations([measured], [np.arange(len(measured))], measured.z)
    ground = _spread_out(camera_of(mean, center[0]), measured)
    return adjust(np.concatenate([mean, ground.ravel()]), seen, center, np.zeros((1, 2)), mean, prior.weight())


def fit_pair(
    first: Measured,
    second: Measured,
    matches: list[tuple[int, int]],
    start: np.ndarray,
    pivots: np.ndarray,
    sizes: tuple[tuple[int, int], tuple[int, int]],
    prior: CameraPrior = CameraPrior(),
    iterations: int = 12,
) -> Solution:
    """Most probable cameras of two pictures and the motion between their ground frames.

    ``matches`` are pairs of objects that did not move; the others count for their own camera alone.  ``start`` holds
    both cameras and the motion (turn about the first pivot, shift after it), shape ``(11,)``; ``pivots`` is ``(2, 2)``,
    the place on the ground each camera is thought to look at.
    """
    centers = np.array([[width / 2, height / 2] for width, height in sizes])
    partner = {j: i for i, j in matches}
    point_of_second, free = [], len(first)
    for j in range(len(second)):
        point_of_second.append(partner.get(j, free))
        free += j not in partner
    z = np.zeros(free)
    z[: len(first)] = first.z
    for j, point in enumerate(point_of_second):
        z[point] = second.z[j] if point >= len(first) else _agreed(first, second, point, j)
    seen = _observations([first, second], [np.arange(len(first)), np.array(point_of_second, int)], z)
    mean = np.concatenate([prior.mean(sizes[0][0]), prior.mean(sizes[1][0]), np.zeros(MOTION)])
    weight = np.concatenate([prior.weight(), prior.weight(), prior.motion_weight()])
    ground = np.zeros((free, 2))
    ground[: len(first)] = _spread_out(camera_of(start[:CAMERA], centers[0]), first)
    motion = motion_of(start[2 * CAMERA :], pivots)
    back = motion.inverse().apply(_spread_out(camera_of(start[CAMERA : 2 * CAMERA], centers[1]), second))
    for j, point in enumerate(point_of_second):
        if point >= len(first):
            ground[point] = back[j]
    values = np.concatenate([start, ground.ravel()])
    return adjust(values, seen, centers, pivots, mean, weight, iterations=iterations, tolerance=1e-3)


def _agreed(first: Measured, second: Measured, i: int, j: int) -> float:
    """Height of a point seen twice: the surer of the two readings."""
    return float(first.z[i] if first.z_sd[i] <= second.z_sd[j] else second.z[j])


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
