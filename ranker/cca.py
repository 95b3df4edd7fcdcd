"""Canonical correlation analysis in closed form: where two views of the same things have a space in common."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True, eq=False)
class Map:
    """An affine map of one view into the common space: ``(vectors - mean) @ turn``."""

    mean: np.ndarray
    turn: np.ndarray

    def __call__(self, vectors: np.ndarray) -> np.ndarray:
        """Shape ``(..., size)`` from ``(..., d)``."""
        return ((vectors - self.mean) @ self.turn).astype(np.float32)


def fit(
    images: np.ndarray, sentences: np.ndarray, owner: np.ndarray, size: int, ridge: float = 1.0, power: float = 1.0
) -> tuple[Map, Map]:
    """The two maps under which images and their sentences correlate most (Hotelling 1936).

    Directions are weighted by a power of their correlation, so that cosines count sure ones more (Gong et al. 2014,
    "A multi-view embedding space for modeling internet images, tags, and their semantics").

    Parameters
    ----------
    images, sentences
        Vectors ``(n, d)`` and ``(m, e)``.
    owner
        Each sentence's image, ``(m,)``.
    size
        Directions kept; fewer where a view has fewer dimensions.
    ridge
        Added to each view's covariance, in mean variances: keeps directions that hardly vary from being blown up.
    """
    x, y = images - images.mean(axis=0), sentences - sentences.mean(axis=0)
    told = np.zeros((len(images), y.shape[1]))
    np.add.at(told, owner, y)
    image_whitener, text_whitener = _whitener(x, ridge), _whitener(y, ridge)
    across = image_whitener.T @ (x.T @ told / len(sentences)) @ text_whitener
    left, correlations, right = np.linalg.svd(across, full_matrices=False)
    weights = correlations[:size] ** power
    turns = image_whitener @ left[:, :size] * weights, text_whitener @ right[:size].T * weights
    means = images.mean(axis=0), sentences.mean(axis=0)
    first, second = (
        Map(mean.astype(np.float32), turn.astype(np.float32)) for mean, turn in zip(means, turns, strict=True)
    )
    return first, second


def _whitener(centred: np.ndarray, ridge: float) -> np.ndarray:
    """Columns turn the covariance, ridge and all, into the identity."""
    covariance = (centred.T @ centred / len(centred)).astype(np.float64)
    mean = max(float(np.trace(covariance)) / len(covariance), 1e-12)
    variances, directions = np.linalg.eigh(covariance + ridge * mean * np.eye(len(covariance)))
    return directions / np.sqrt(variances)
