"""Two fitted cameras over one ground plane, as a motion between pictures."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from detectors.geometry.bundle import CAMERA, Solution, camera_of, motion_of
from detectors.geometry.measure import Measured, Noise, measure, outline
from pipeline.types import SceneObject


class TwoViewMotion:
    """What two cameras and the motion between them say of any object standing on the ground.

    Parameters
    ----------
    solution
        Both cameras, the motion and their covariance.
    sizes
        Width and height of both pictures.
    radii
        Radius in world units of each value of the attribute ``size``.
    noise
        How sure a detector's centres and scales are.
    floor
        Standard deviation, in world units, that even a perfect measurement has: what the camera model leaves out.
    """

    def __init__(
        self,
        solution: Solution,
        sizes: tuple[tuple[int, int], tuple[int, int]],
        radii: dict[str, float],
        noise: Noise,
        floor: float,
    ) -> None:
        self.solution = solution
        self.sizes = sizes
        self.radii = radii
        self.noise = noise
        self.floor = floor

    def project(self, objects: list[SceneObject], to: str) -> np.ndarray:
        """Boxes ``(n, 4)`` the objects would have in the other picture, whole, as if nothing hid or cut them."""
        source, target = (0, 1) if to == "after" else (1, 0)
        seen = measure(objects, self.sizes[source], self.radii, self.noise)
        motion = self.solution.motion if to == "after" else self.solution.motion.inverse()
        here = self.solution.camera(source).backproject(seen.pixel, seen.z)
        there = np.concatenate([motion.apply(here), seen.z[:, None]], -1)
        camera = self.solution.camera(target)
        middle = camera.project(there)
        with np.errstate(divide="ignore", invalid="ignore"):
            scale = np.where(camera.depth(there) > 1e-6, camera.focal / camera.depth(there), np.nan)
        half = np.array([outline(found) for found in objects]).reshape(-1, 2) * (seen.radius * scale)[:, None]
        return np.concatenate([middle - half, middle + half], -1)

    def distance(self, before: list[SceneObject], after: list[SceneObject]) -> np.ndarray:
        """Distances on the ground in world units, shape ``(len(before), len(after))``."""
        first, second = self._ground(before, after)
        return np.linalg.norm(first[:, None] - second[None], axis=-1)

    def displacement(self, before: list[SceneObject], after: list[SceneObject]) -> np.ndarray:
        """Mahalanobis distances on the ground, shape ``(len(before), len(after))``."""
        seen = [measure(found, size, self.radii, self.noise) for found, size in zip((before, after), self.sizes)]
        first, second = self._places(self.solution.values, *seen)
        gap = first[:, None] - second[None]
        own = [self._spread(seen, side) for side in (0, 1)]
        by_camera = self._camera_slopes(seen)
        slope = by_camera[0][:, None] - by_camera[1][None]
        covariance = own[0][:, None] + own[1][None]
        covariance = covariance + np.einsum("ijkp,pq,ijlq->ijkl", slope, self.solution.covariance, slope)
        covariance = covariance + self.floor**2 * np.eye(2)
        covariance = np.where(np.isfinite(covariance), covariance, 1e6 * np.eye(2))
        solved = np.linalg.solve(covariance, np.nan_to_num(gap, nan=1e6)[..., None])[..., 0]
        return np.sqrt(np.maximum((np.nan_to_num(gap, nan=1e6) * solved).sum(-1), 0))

    def _ground(self, before: list[SceneObject], after: list[SceneObject]) -> tuple[np.ndarray, np.ndarray]:
        seen = [measure(found, size, self.radii, self.noise) for found, size in zip((before, after), self.sizes)]
        return self._places(self.solution.values, *seen)

    def _places(self, values: np.ndarray, first: Measured, second: Measured) -> tuple[np.ndarray, np.ndarray]:
        """Ground positions of both pictures' objects in the frame of the second camera."""
        centers = self.solution.centers
        here = camera_of(values[:CAMERA], centers[0]).backproject(first.pixel, first.z)
        there = camera_of(values[CAMERA : 2 * CAMERA], centers[1]).backproject(second.pixel, second.z)
        return motion_of(values).apply(here), there

    def _spread(self, seen: list[Measured], side: int) -> np.ndarray:
        """Covariances ``(n, 2, 2)`` from each object's own measurement."""
        own = seen[side]
        base = self._places(self.solution.values, *seen)[side]
        slopes = []
        for nudge, spread in (
            (replace(own, pixel=own.pixel + [0.5, 0.0]), own.pixel_sd / 0.5),
            (replace(own, pixel=own.pixel + [0.0, 0.5]), own.pixel_sd / 0.5),
            (replace(own, z=own.z + 0.01), own.z_sd / 0.01),
        ):
            both = [nudge if k == side else other for k, other in enumerate(seen)]
            slopes.append((self._places(self.solution.values, *both)[side] - base) * spread[:, None])
        stacked = np.stack(slopes, -1)
        return stacked @ stacked.transpose(0, 2, 1)

    def _camera_slopes(self, seen: list[Measured]) -> tuple[np.ndarray, np.ndarray]:
        """Derivatives of the ground positions by cameras and motion, ``(n, 2, p)`` and ``(m, 2, p)``."""
        base = self._places(self.solution.values, *seen)
        slopes: tuple[list[np.ndarray], list[np.ndarray]] = ([], [])
        for k in range(len(self.solution.covariance)):
            values = self.solution.values.copy()
            values[k] += 1e-4
            for side, moved in enumerate(self._places(values, *seen)):
                slopes[side].append((moved - base[side]) / 1e-4)
        return np.stack(slopes[0], -1), np.stack(slopes[1], -1)
