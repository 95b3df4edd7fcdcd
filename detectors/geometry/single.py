"""The most probable camera of one picture, from how large its objects look and where."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from detectors.geometry.bundle import camera_of
from detectors.geometry.camera import Camera
from detectors.geometry.measure import Measured
from detectors.geometry.prior import CameraPrior

UNUSUAL = ((0.5, 0.78, 0.0), (0.5, 1.3, 0.0), (1.7, 0.78, 0.0), (1.7, 1.3, 0.0), (1.0, 1.0, 0.25), (1.0, 1.0, -0.25))
"""Other cameras to start from: pitch and focal length as multiples of the usual ones, and roll in radians."""

POOR = 1.2
"""Cost an object above which the usual camera is not the only start."""


@dataclass(frozen=True)
class SingleView:
    """``log height, pitch, roll, log focal``, shape ``(4,)``, and the robust cost."""

    values: np.ndarray
    cost: float
    center: np.ndarray

    @property
    def camera(self) -> Camera:
        """The fitted camera."""
        return camera_of(self.values, self.center)


def fit_camera(
    measured: Measured,
    size: tuple[int, int],
    prior: CameraPrior,
    softness: float = 2.5,
    iterations: int = 14,
) -> SingleView:
    """Most probable camera of a picture of ``size`` (width, height).

    A ray through an object's centre meets the height of that centre at one depth, which the object's size in pixels
    must agree with.  Levenberg-Marquardt runs from the usual camera, and from several others where that fits poorly.
    """
    mean = prior.mean(size[0])
    fit = _descend(mean[None], measured, size, prior, softness, iterations)
    if fit.cost > POOR * len(measured):
        pitches, lenses, rolls = np.array(UNUSUAL).T
        starts = np.tile(mean, (len(UNUSUAL), 1))
        starts[:, 1] *= pitches
        starts[:, 2] = rolls
        starts[:, 3] += np.log(lenses)
        other = _descend(starts, measured, size, prior, softness, iterations)
        fit = min(fit, other, key=lambda one: one.cost)
    return fit


def _descend(
    values: np.ndarray,
    measured: Measured,
    size: tuple[int, int],
    prior: CameraPrior,
    softness: float,
    iterations: int,
) -> SingleView:
    """The best of several descents side by side."""
    center = np.array([size[0] / 2, size[1] / 2])
    mean, spread, soft = prior.mean(size[0]), prior.spread(), prior.softness()
    used = np.isfinite(measured.scale) & (measured.scale > 0)
    offset = measured.pixel[used] - center
    log_scale, z = np.log(measured.scale[used]), measured.z[used]
    # An uncertain size shifts the height of the centre, and with it the depth.
    weight = 1 / np.hypot(measured.scale_sd[used], measured.z_sd[used] / max(prior.height - 0.5, 1.0))
    damping = np.full(len(values), 1e-3)

    def linearise(at: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        residual, jacobian = _depth_errors(at, offset, log_scale, z)
        residual, jacobian = residual * weight, jacobian * weight[:, None]
        off = (at - mean) / (spread * soft)
        cost = softness**2 / 2 * np.log1p((residual / softness) ** 2).sum(1)
        cost += (soft**2 / 2 * np.log1p(off**2)).sum(1)
        return residual, jacobian, np.where(np.isfinite(cost), cost, np.inf)

    residual, jacobian, cost = linearise(values)
    for _ in range(iterations):
        by = 1 / (1 + (residual / softness) ** 2)
        pull = 1 / (1 + ((values - mean) / (spread * soft)) ** 2) / spread**2
        weighted = jacobian * by[..., None]
        normal = weighted.swapaxes(1, 2) @ jacobian
        gradient = (weighted * residual[..., None]).sum(1) + pull * (values - mean)
        diagonal = normal.reshape(-1, 16)[:, ::5]
        diagonal += pull
        diagonal *= 1 + damping[:, None]
        trial = values - np.linalg.solve(normal, gradient[..., None])[..., 0]
        trial_residual, trial_jacobian, trial_cost = linearise(trial)
        better = trial_cost < cost
        done = np.abs(trial_cost - cost) < 1e-3 * (1 + cost)
        values = np.where(better[:, None], trial, values)
        residual = np.where(better[:, None], trial_residual, residual)
        jacobian = np.where(better[:, None, None], trial_jacobian, jacobian)
        cost = np.where(better, trial_cost, cost)
        damping = np.clip(np.where(better, damping / 6, damping * 6), 1e-7, 1e7)
        if done.all():
            break
    best = int(np.argmin(cost))
    return SingleView(values[best], float(cost[best]), center)


def _depth_errors(
    values: np.ndarray, offset: np.ndarray, log_scale: np.ndarray, z: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Log of predicted over seen size, ``(starts, n)``, and its derivatives ``(starts, n, 4)``."""
    log_height, pitch, roll, log_focal = (values[:, k, None] for k in range(4))
    height, focal = np.exp(log_height), np.exp(log_focal)
    across, below = offset[:, 0] / focal, offset[:, 1] / focal
    turned = np.cos(roll) * below - np.sin(roll) * across
    fall = np.sin(pitch) + turned * np.cos(pitch)
    drop = height - z
    good = (fall > 1e-3) & (drop > 1e-3)
    fall, drop = np.where(good, fall, 1e-3), np.where(good, drop, 1e-3)
    error = np.where(good, log_focal - np.log(drop) + np.log(fall) - log_scale, 1e3)
    by_roll = -(np.sin(roll) * below + np.cos(roll) * across) * np.cos(pitch) / fall
    by_pitch = (np.cos(pitch) - turned * np.sin(pitch)) / fall
    by_focal = 1 - turned * np.cos(pitch) / fall
    return error, np.stack(np.broadcast_arrays(-height / drop, by_pitch, by_roll, by_focal), -1)
