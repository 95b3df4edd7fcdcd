"""A pinhole camera over the ground plane z = 0."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Camera:
    """A pinhole camera described in its own ground frame.

    The frame's origin is the foot of the camera on the ground; x points to the right, y forward, z up.

    Parameters
    ----------
    height
        Of the optical centre over the ground, in world units.
    pitch
        Angle of the optical axis below the horizon, in radians.
    roll
        Turn about the optical axis, in radians.
    focal
        Focal length in pixels.
    center
        Principal point in pixels.
    """

    height: float
    pitch: float
    roll: float
    focal: float
    center: tuple[float, float]

    def project(self, points: np.ndarray) -> np.ndarray:
        """Pixels, shape ``(..., 2)``, of points ``(..., 3)`` of the ground frame; NaN behind the camera."""
        right, down, depth = self._axes(points)
        with np.errstate(divide="ignore", invalid="ignore"):
            inverse = np.where(depth > 1e-6, 1 / depth, np.nan)
        across, below = right * inverse, down * inverse
        cos, sin = np.cos(self.roll), np.sin(self.roll)
        u = self.center[0] + self.focal * (cos * across - sin * below)
        v = self.center[1] + self.focal * (sin * across + cos * below)
        return np.stack([u, v], -1)

    def depth(self, points: np.ndarray) -> np.ndarray:
        """Distance along the optical axis of points ``(..., 3)``."""
        return self._axes(points)[2]

    def backproject(self, pixels: np.ndarray, z: np.ndarray | float) -> np.ndarray:
        """Ground positions ``(..., 2)`` of points at height ``z`` seen at ``pixels`` ``(..., 2)``.

        NaN where the ray does not meet that height in front of the camera.
        """
        offset = (np.asarray(pixels, float) - self.center) / self.focal
        cos, sin = np.cos(self.roll), np.sin(self.roll)
        across = cos * offset[..., 0] + sin * offset[..., 1]
        below = -sin * offset[..., 0] + cos * offset[..., 1]
        fall = np.sin(self.pitch) + below * np.cos(self.pitch)
        drop = self.height - np.asarray(z, float)
        with np.errstate(divide="ignore", invalid="ignore"):
            depth = np.where(fall * drop > 1e-6, drop / fall, np.nan)
        forward = depth * (np.cos(self.pitch) - below * np.sin(self.pitch))
        return np.stack([depth * across, forward], -1)

    def _axes(self, points: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        points = np.asarray(points, float)
        cos, sin = np.cos(self.pitch), np.sin(self.pitch)
        drop = self.height - points[..., 2]
        return points[..., 0], drop * cos - points[..., 1] * sin, drop * sin + points[..., 1] * cos


@dataclass(frozen=True)
class GroundMotion:
    """A turn by ``angle`` radians and a shift: from one camera's ground frame to another's."""

    angle: float
    shift: tuple[float, float]

    def apply(self, ground: np.ndarray) -> np.ndarray:
        """Move ground positions ``(..., 2)``."""
        return ground @ self._turn().T + np.asarray(self.shift)

    def inverse(self) -> GroundMotion:
        """The motion back."""
        x, y = -np.asarray(self.shift) @ self._turn()
        return GroundMotion(-self.angle, (float(x), float(y)))

    def _turn(self) -> np.ndarray:
        cos, sin = np.cos(self.angle), np.sin(self.angle)
        return np.array([[cos, -sin], [sin, cos]])
