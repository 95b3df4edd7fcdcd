"""Where on the ground an object stands, and how that depends on what was measured and fitted."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from detectors.geometry.bundle import CAMERA, FLATTEST, SHARED, Solution
from detectors.geometry.measure import Measured

STEP = 1e-4


@dataclass(frozen=True)
class Placed:
    """Ground positions ``(n, 2)`` in the second view's frame, their covariances ``(n, 2, 2)`` from each object's own
    measurement, and their derivatives ``(n, 2, 11)`` by the unknowns of cameras and motion."""

    ground: np.ndarray
    own: np.ndarray
    by_camera: np.ndarray


def ground_slopes(solution: Solution, seen: Measured, view: int) -> Placed:
    """Places of the objects of one view, by finite differences taken all at once."""
    n, steps = len(seen), SHARED + 4
    values = np.repeat(solution.values[None, :SHARED], steps, 0)
    values[np.arange(1, SHARED + 1), np.arange(SHARED)] += STEP
    pixel = np.repeat(seen.pixel[None] - solution.centers[view], steps, 0)
    pixel[SHARED + 1, :, 0] += 0.1
    pixel[SHARED + 2, :, 1] += 0.1
    z = np.repeat(seen.z[None], steps, 0)
    z[SHARED + 3] += 0.01
    places = _places(values, pixel, z, view)
    slopes = places[1:] - places[0]
    own = slopes[SHARED:] * np.stack([seen.pixel_sd / 0.1, seen.pixel_sd / 0.1, seen.z_sd / 0.01])[..., None]
    return Placed(
        places[0],
        np.einsum("knx,kny->nxy", own, own).reshape(n, 2, 2),
        slopes[:SHARED].transpose(1, 2, 0) / STEP,
    )


def _places(values: np.ndarray, pixel: np.ndarray, z: np.ndarray, view: int) -> np.ndarray:
    """Ground positions ``(steps, n, 2)`` in the second frame of pixels ``(steps, n, 2)``, for each row of unknowns."""
    height, pitch, roll, focal = (values[:, CAMERA * view + k, None] for k in range(CAMERA))
    across, below = pixel[..., 0] * np.exp(-focal), pixel[..., 1] * np.exp(-focal)
    cos, sin = np.cos(roll), np.sin(roll)
    across, below = cos * across + sin * below, cos * below - sin * across
    fall = np.sin(pitch) + below * np.cos(pitch)
    drop = np.exp(height) - z
    with np.errstate(divide="ignore", invalid="ignore"):
        depth = np.where(fall * drop > 1e-6, drop / fall, np.nan)
    x, y = depth * across, depth * (np.cos(pitch) - below * np.sin(pitch))
    if view == 0:
        angle, shift_x, shift_y = (values[:, 2 * CAMERA + k, None] for k in range(3))
        y = y - _target(values[:, :CAMERA])
        x, y = np.cos(angle) * x - np.sin(angle) * y + shift_x, np.sin(angle) * x + np.cos(angle) * y + shift_y
        y = y + _target(values[:, CAMERA:])
    return np.stack([x, y], -1)


def _target(cameras: np.ndarray) -> np.ndarray:
    return np.exp(cameras[:, 0, None]) / np.maximum(np.tan(cameras[:, 1, None]), FLATTEST)
