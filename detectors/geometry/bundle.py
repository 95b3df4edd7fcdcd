"""Bundle adjustment of two cameras over the ground, by iteratively reweighted Levenberg-Marquardt.

Unknowns are, in this order: ``log height, pitch, roll, log focal`` of both views; the turn from the first view's ground
frame to the second's about the first one's target, and by what shift that target then misses the second one's; and the
ground position of every point in the first view's frame.  A view's target is where its optical axis meets the ground.
Triggs et al., "Bundle Adjustment - A Modern Synthesis", 2000; robust weights after Barron, CVPR 2019 (Cauchy).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from detectors.geometry.camera import Camera, GroundMotion

CAMERA = 4
MOTION = 3
SHARED = 2 * CAMERA + MOTION

FLATTEST = 0.15
"""Tangent of the pitch below which the target stays where it would be at that pitch."""


@dataclass(frozen=True)
class Observations:
    """What was seen: ``view`` and ``point`` are indices, ``pixel`` is (n, 2), ``weight`` (n, 3) inverse deviations.

    ``log_scale`` is the logarithm of pixels per world unit; a weight of zero drops a measurement.  ``z`` is the known
    height of every point, shape ``(points,)``.
    """

    view: np.ndarray
    point: np.ndarray
    pixel: np.ndarray
    log_scale: np.ndarray
    weight: np.ndarray
    z: np.ndarray


@dataclass(frozen=True)
class Solution:
    """The unknowns at the optimum, the covariance of cameras and motion, and the robust cost."""

    values: np.ndarray
    covariance: np.ndarray
    cost: float
    centers: np.ndarray

    def camera(self, view: int) -> Camera:
        """The fitted camera of a view."""
        return camera_of(self.values[CAMERA * view : CAMERA * (view + 1)], self.centers[view])

    @property
    def motion(self) -> GroundMotion:
        """From the first view's ground frame to the second's."""
        return motion_of(self.values)


@dataclass(frozen=True)
class Prior:
    """Means, inverse deviations and softness of the unknowns of cameras and motion, each of shape ``(11,)``."""

    mean: np.ndarray
    weight: np.ndarray
    softness: np.ndarray


def camera_of(values: np.ndarray, center: np.ndarray) -> Camera:
    """Camera from ``log height, pitch, roll, log focal``."""
    log_height, pitch, roll, log_focal = (float(value) for value in values)
    return Camera(
        float(np.exp(log_height)), pitch, roll, float(np.exp(log_focal)), (float(center[0]), float(center[1]))
    )


def motion_of(values: np.ndarray) -> GroundMotion:
    """Motion from the first view's ground frame to the second's, from the unknowns."""
    turn = GroundMotion(float(values[2 * CAMERA]), (0.0, 0.0))
    first, second = (target(values[CAMERA * view :])[0] for view in (0, 1))
    x, y = values[2 * CAMERA + 1 : SHARED] - turn.apply(np.array([0.0, first]))
    return GroundMotion(turn.angle, (float(x), float(y + second)))


def target(camera: np.ndarray) -> tuple[float, float, float]:
    """Distance from a camera's foot to its target, and its derivatives by log height and pitch."""
    height, tangent = float(np.exp(camera[0])), float(np.tan(camera[1]))
    if tangent < FLATTEST:
        return height / FLATTEST, height / FLATTEST, 0.0
    return height / tangent, height / tangent, -height / float(np.sin(camera[1])) ** 2


def adjust(
    start: np.ndarray,
    seen: Observations,
    centers: np.ndarray,
    prior: Prior,
    softness: float = 2.5,
    iterations: int = 15,
    tolerance: float = 1e-4,
) -> Solution:
    """Minimise robust reprojection and scale errors plus the priors, from ``start``.

    Residuals beyond ``softness`` deviations count ever less.
    """
    shared = SHARED
    values, damping = start.copy(), 1e-3
    residual, jacobian = _linearise(values, seen, centers)
    cost = _cost(residual, values, prior, softness)
    diagonal = np.arange(len(values))
    for _ in range(iterations):
        weight = 1 / (1 + (residual / softness) ** 2)
        off = values[:shared] - prior.mean
        pull = prior.weight**2 / (1 + (off * prior.weight / prior.softness) ** 2)
        weighted = jacobian * weight[:, None]
        normal = weighted.T @ jacobian
        gradient = weighted.T @ residual
        normal[diagonal[:shared], diagonal[:shared]] += pull
        gradient[:shared] += pull * off
        for _ in range(4):
            damped = normal.copy()
            damped[diagonal, diagonal] *= 1 + damping
            damped[diagonal, diagonal] += 1e-9
            trial = values - np.linalg.solve(damped, gradient)
            trial_residual, trial_jacobian = _linearise(trial, seen, centers)
            trial_cost = _cost(trial_residual, trial, prior, softness)
            if trial_cost < cost:
                break
            damping *= 8
        else:
            break
        gain = cost - trial_cost
        values, residual, jacobian, cost = trial, trial_residual, trial_jacobian, trial_cost
        damping = max(damping / 8, 1e-7)
        if gain < tolerance * (1 + cost):
            break
    weighted = jacobian * (1 / (1 + (residual / softness) ** 2))[:, None]
    normal = weighted.T @ jacobian
    normal[diagonal[:shared], diagonal[:shared]] += prior.weight**2 / (
        1 + ((values[:shared] - prior.mean) * prior.weight / prior.softness) ** 2
    )
    normal[diagonal, diagonal] += 1e-9
    covariance = np.linalg.inv(normal)[:shared, :shared]
    return Solution(values, covariance, float(cost), np.asarray(centers, float))


def _cost(residual: np.ndarray, values: np.ndarray, prior: Prior, softness: float) -> float:
    off = (values[:SHARED] - prior.mean) * prior.weight / prior.softness
    cost = 0.5 * softness**2 * np.log1p((residual / softness) ** 2).sum()
    cost += 0.5 * (prior.softness**2 * np.log1p(off**2)).sum()
    return float(cost) if np.isfinite(cost) else float("inf")


def _linearise(values: np.ndarray, seen: Observations, centers: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Whitened residuals ``(3n,)`` and their Jacobian."""
    n = len(seen.view)
    cameras = values[: 2 * CAMERA].reshape(-1, CAMERA)[seen.view]
    ground = values[SHARED:].reshape(-1, 2)[seen.point]
    second = seen.view == 1
    angle, shift_x, shift_y = values[2 * CAMERA : SHARED]
    cos_turn, sin_turn = np.where(second, np.cos(angle), 1.0), np.where(second, np.sin(angle), 0.0)
    targets = target(values), target(values[CAMERA:])
    x, y = ground[:, 0], ground[:, 1] - second * targets[0][0]
    turned_x, turned_y = cos_turn * x - sin_turn * y, sin_turn * x + cos_turn * y
    x, y = turned_x + second * shift_x, turned_y + second * (shift_y + targets[1][0])
    height, focal = np.exp(cameras[:, 0]), np.exp(cameras[:, 3])
    cos_pitch, sin_pitch = np.cos(cameras[:, 1]), np.sin(cameras[:, 1])
    cos_roll, sin_roll = np.cos(cameras[:, 2]), np.sin(cameras[:, 2])
    drop = height - seen.z[seen.point]
    down = drop * cos_pitch - y * sin_pitch
    depth = np.maximum(drop * sin_pitch + y * cos_pitch, 0.05)
    across, below = x / depth, down / depth

    right_by = np.zeros((n, 6))
    depth_by = np.zeros((n, 6))
    down_by = np.zeros((n, 6))
    right_by[:, 4] = 1
    down_by[:, 0], down_by[:, 1], down_by[:, 5] = height * cos_pitch, -depth, -sin_pitch
    depth_by[:, 0], depth_by[:, 1], depth_by[:, 5] = height * sin_pitch, down, cos_pitch
    relative = depth_by / depth[:, None]
    across_by = right_by / depth[:, None] - across[:, None] * relative
    below_by = down_by / depth[:, None] - below[:, None] * relative
    u = focal * (cos_roll * across - sin_roll * below)
    v = focal * (sin_roll * across + cos_roll * below)
    u_by = (focal * cos_roll)[:, None] * across_by - (focal * sin_roll)[:, None] * below_by
    v_by = (focal * sin_roll)[:, None] * across_by + (focal * cos_roll)[:, None] * below_by
    u_by[:, 2], v_by[:, 2] = -v, u
    u_by[:, 3], v_by[:, 3] = u, v
    scale_by = -relative
    scale_by[:, 3] = 1

    predicted = np.stack([u + centers[seen.view, 0], v + centers[seen.view, 1], np.log(focal / depth)], -1)
    observed = np.concatenate([seen.pixel, seen.log_scale[:, None]], -1)
    residual = (predicted - observed) * seen.weight
    by = np.stack([u_by, v_by, scale_by], 1) * seen.weight[:, :, None]

    jacobian = np.zeros((n, 3, len(values)))
    rows = np.arange(n)
    for k in range(CAMERA):
        jacobian[rows, :, CAMERA * seen.view + k] = by[:, :, k]
    by_x, by_y = by[:, :, 4], by[:, :, 5]
    column = SHARED + 2 * seen.point
    jacobian[rows, :, column] = by_x * cos_turn[:, None] + by_y * sin_turn[:, None]
    jacobian[rows, :, column + 1] = by_y * cos_turn[:, None] - by_x * sin_turn[:, None]
    moved = second[:, None]
    jacobian[:, :, 2 * CAMERA] = moved * (by_y * turned_x[:, None] - by_x * turned_y[:, None])
    jacobian[:, :, 2 * CAMERA + 1] = moved * by_x
    jacobian[:, :, 2 * CAMERA + 2] = moved * by_y
    for k in range(2):
        jacobian[:, :, k] += moved * (by_x * sin_turn[:, None] - by_y * cos_turn[:, None]) * targets[0][k + 1]
        jacobian[:, :, CAMERA + k] += moved * by_y * targets[1][k + 1]
    return residual.reshape(-1), jacobian.reshape(3 * n, len(values))
