"""Cameras: CLEVR's usual place with its jitter, moved after-views, pans and zooms, and odd angles."""

from __future__ import annotations

import numpy as np

from pipeline.synth.scene import Camera, Triple, triple

USUAL = np.array([7.48, -6.51, 5.34])


def usual(rng: np.random.Generator) -> Camera:
    """CLEVR's camera, jittered by up to half a unit an axis."""
    return _at(USUAL + rng.uniform(-0.5, 0.5, 3))


def moved(camera: Camera, reach: float, rng: np.random.Generator) -> Camera:
    """The camera shifted by up to ``reach`` units an axis, still looking at the same point."""
    shifted = np.asarray(camera.position) + rng.uniform(-reach, reach, 3)
    return _at(shifted, camera.target, camera.lens)


def panned(camera: Camera, rng: np.random.Generator) -> Camera:
    """The camera turned to another point of the scene, and zoomed."""
    target = triple((*rng.uniform(-1.6, 1.6, 2), rng.uniform(-0.2, 0.5)))
    return _at(np.asarray(camera.position), target, float(35 * np.exp(rng.uniform(-0.3, 0.5))), rng.normal(0, 0.03))


def odd(rng: np.random.Generator) -> Camera:
    """Any direction, height, distance, roll and lens from which the scene can be made out."""
    azimuth = rng.uniform(0, 2 * np.pi)
    elevation = np.radians(rng.uniform(12, 75))
    lens = 35 * np.exp(rng.uniform(-0.35, 0.45))
    distance = 11.3 * np.exp(rng.uniform(-0.45, 0.4)) * lens / 35
    target = np.array([*rng.uniform(-1.3, 1.3, 2), rng.uniform(-0.3, 0.6)])
    direction = [np.cos(elevation) * np.cos(azimuth), np.cos(elevation) * np.sin(azimuth), np.sin(elevation)]
    roll = rng.normal(0, 0.2) if rng.random() < 0.5 else 0.0
    return _at(distance * np.array(direction) + target * [1, 1, 0], triple(target), float(lens), roll)


def _at(position: np.ndarray, target: Triple = (0.0, 0.0, 0.0), lens: float = 35.0, roll: float = 0.0) -> Camera:
    x, y, z = (float(v) for v in position)
    return Camera((x, y, max(z, 1.8)), target, float(roll), lens)
