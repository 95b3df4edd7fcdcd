"""Guesses at the motion between two ground frames, from one or two matched objects each.

Fischler and Bolles, "Random sample consensus", 1981; the samples are few enough here to try them all.
"""

from __future__ import annotations

import numpy as np


def propose(
    first: np.ndarray, second: np.ndarray, affinity: np.ndarray, limit: int, least: float
) -> tuple[np.ndarray, np.ndarray]:
    """Motions ``(h,)`` angles and ``(h, 2)`` shifts that bring ground positions ``first`` onto ``second``.

    ``affinity`` (n, m) says how well two objects agree; pairs below ``least`` are not tried, nor more than ``limit``.
    Two matches fix a motion; one match gives a motion for each of a fan of angles.
    """
    rows, columns = np.nonzero(affinity >= least)
    order = np.argsort(-affinity[rows, columns], kind="stable")[:limit]
    rows, columns = rows[order], columns[order]
    p, q = np.triu_indices(len(rows), 1)
    distinct = (rows[p] != rows[q]) & (columns[p] != columns[q])
    p, q = p[distinct], q[distinct]
    ours, theirs = first[rows[q]] - first[rows[p]], second[columns[q]] - second[columns[p]]
    lengths = np.hypot(*ours.T), np.hypot(*theirs.T)
    alike = (np.abs(lengths[0] - lengths[1]) < 0.5 + 0.1 * lengths[0]) & (np.minimum(*lengths) > 0.5)
    p, q, ours, theirs = p[alike], q[alike], ours[alike], theirs[alike]
    angles = np.arctan2(theirs[:, 1], theirs[:, 0]) - np.arctan2(ours[:, 1], ours[:, 0])
    fan = np.radians(np.arange(-24.0, 25.0, 6.0))
    angles = np.concatenate([(angles + np.pi) % (2 * np.pi) - np.pi, np.tile(fan, len(rows))])
    middle = (first[rows[p]] + first[rows[q]]) / 2, (second[columns[p]] + second[columns[q]]) / 2
    pivot = np.concatenate([middle[0], np.repeat(first[rows], len(fan), 0)])
    goal = np.concatenate([middle[1], np.repeat(second[columns], len(fan), 0)])
    return angles, goal - turn(pivot, angles)


def turn(points: np.ndarray, angles: np.ndarray) -> np.ndarray:
    """Rotate points ``(h, 2)``, or ``(h, n, 2)``, by ``angles`` ``(h,)``."""
    cos, sin = np.cos(angles), np.sin(angles)
    if points.ndim == 3:
        cos, sin = cos[:, None], sin[:, None]
    x, y = points[..., 0], points[..., 1]
    return np.stack([cos * x - sin * y, sin * x + cos * y], -1)


def support(
    angles: np.ndarray,
    shifts: np.ndarray,
    first: np.ndarray,
    second: np.ndarray,
    affinity: np.ndarray,
    spread: np.ndarray,
    bonus: float,
) -> np.ndarray:
    """How well each motion explains the scene, shape ``(h,)``.

    Every object counts the best of its possible partners: agreement, plus ``bonus``, less half the squared distance in
    deviations ``spread`` (n, m); never less than nothing.
    """
    moved = turn(np.broadcast_to(first, (len(angles), *first.shape)), angles) + shifts[:, None]
    squared = ((moved[:, :, None] - second[None, None]) ** 2).sum(-1) / spread**2
    gain = np.maximum(affinity + bonus - squared / 2, 0)
    return (gain.max(2).sum(1) + gain.max(1).sum(1)) / 2
