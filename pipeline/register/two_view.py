"""Two fitted cameras over one ground plane, as a motion between pictures."""

from __future__ import annotations

import numpy as np

from detectors.geometry.bundle import Solution
from detectors.geometry.measure import Measured, Noise, measure
from detectors.geometry.solids import Solids
from detectors.geometry.uncertainty import ground_slopes
from pipeline.core.types import Motion, SceneObject
from pipeline.register.warp import through


class TwoViewMotion(Motion):
    """What two cameras and the motion between them say of any object standing on the ground.

    Parameters
    ----------
    solution
        Both cameras, the motion and their covariance.
    sizes
        Width and height of both pictures.
    solids
        What the objects are like as bodies.
    noise
        How sure a detector's centres and scales are.
    floor
        Standard deviation, in world units, that even a perfect measurement has: what the camera model leaves out.
    """

    def __init__(
        self,
        solution: Solution,
        sizes: tuple[tuple[int, int], tuple[int, int]],
        solids: Solids,
        noise: Noise,
        floor: float,
    ) -> None:
        self.solution = solution
        self.sizes = sizes
        self.solids = solids
        self.noise = noise
        self.floor = floor
        self._measured: dict[tuple[int, tuple[SceneObject, ...]], Measured] = {}

    def project(self, objects: list[SceneObject], to: str) -> np.ndarray:
        """Boxes ``(n, 4)`` the objects would have in the other picture, whole, as if nothing hid or cut them.

        NaN for an object without a known centre, whose outline cannot be told from its box.
        """
        source, target = (0, 1) if to == "after" else (1, 0)
        seen = self._measure(objects, source)
        motion = self.solution.motion if to == "after" else self.solution.motion.inverse()
        here = self.solution.camera(source).backproject(seen.pixel, seen.z)
        there = np.concatenate([motion.apply(here), seen.z[:, None]], -1)
        camera = self.solution.camera(target)
        middle = camera.project(there)
        with np.errstate(divide="ignore", invalid="ignore"):
            scale = np.where(camera.depth(there) > 1e-6, camera.focal / camera.depth(there), np.nan)
        outlines = [self.solids.outline(found) for found in objects]
        extents = np.array([(one.half_width, one.half_height) for one in outlines]).reshape(-1, 2)
        half = extents * (seen.radius * scale)[:, None]
        boxes = np.concatenate([middle - half, middle + half], -1)
        boxes[[found.center is None for found in objects]] = np.nan
        return boxes

    def apart(self, first: list[SceneObject], picture: str, second: list[SceneObject], other: str) -> np.ndarray:
        """Distances on the ground as shares of the sum of both radii, shape ``(len(first), len(second))``.

        ``picture`` and ``other`` say where each list was seen, ``"before"`` or ``"after"``.
        """
        places, radii = zip(self._ground(first, picture), self._ground(second, other), strict=True)
        away = np.linalg.norm(places[0][:, None] - places[1][None], axis=-1)
        return np.nan_to_num(away / (radii[0][:, None] + radii[1][None]), nan=np.inf)

    def ground(self) -> np.ndarray | None:
        """The homography from pixels of the ground in the picture after to the one before."""
        width, height = self.sizes[1]
        x, y = np.meshgrid([0.1 * width, 0.9 * width], [0.5 * height, height])
        pixels = np.stack([x.ravel(), y.ravel()], -1)
        here = self.solution.motion.inverse().apply(self.solution.camera(1).backproject(pixels, 0.0))
        there = self.solution.camera(0).project(np.concatenate([here, np.zeros((len(here), 1))], -1))
        return through(pixels, there) if np.isfinite(there).all() else None

    def displacement(self, before: list[SceneObject], after: list[SceneObject]) -> np.ndarray:
        """Mahalanobis distances on the ground, shape ``(len(before), len(after))``."""
        return self.displacement_of(self._measure(before, 0), self._measure(after, 1))

    def displacement_of(self, first: Measured, second: Measured) -> np.ndarray:
        """As :meth:`displacement`, from measurements."""
        places = [ground_slopes(self.solution, first, 0), ground_slopes(self.solution, second, 1)]
        gap = places[0].ground[:, None] - places[1].ground[None]
        by_camera = places[0].by_camera[:, None] - places[1].by_camera[None]
        covariance = places[0].own[:, None] + places[1].own[None] + self.floor**2 * np.eye(2)
        covariance += by_camera @ self.solution.covariance @ by_camera.swapaxes(-1, -2)
        a, b, d = covariance[..., 0, 0], covariance[..., 0, 1], covariance[..., 1, 1]
        x, y = gap[..., 0], gap[..., 1]
        squared = (d * x * x - 2 * b * x * y + a * y * y) / (a * d - b * b)
        return np.sqrt(np.nan_to_num(np.maximum(squared, 0), nan=1e6, posinf=1e6))

    def _measure(self, objects: list[SceneObject], side: int) -> Measured:
        """What :func:`measure` makes of objects of one picture; the same ones are asked about again and again."""
        key = side, tuple(objects)
        if key not in self._measured:
            self._measured[key] = measure(objects, self.sizes[side], self.solids, self.noise)
        return self._measured[key]

    def _ground(self, objects: list[SceneObject], picture: str) -> tuple[np.ndarray, np.ndarray]:
        """Places in the ground frame of the picture after, ``(n, 2)``, and radii ``(n,)``."""
        side = ("before", "after").index(picture)
        seen = self._measure(objects, side)
        places = self.solution.camera(side).backproject(seen.pixel, seen.z)
        return (self.solution.motion.apply(places) if side == 0 else places), seen.radius
