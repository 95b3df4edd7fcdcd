"""Lamps drawn into photographs, off in one picture and on in the other, and white things that look like them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from benchmarks.field_faults.grounds import taken
from detectors.light import GAMMA

DIM = (0.08, 0.7)
"""What is left of the picture's light: lamps are lit when it is not full day."""

RADIUS, REACH = (0.005, 0.02), (4.0, 20.0)
"""Of a lamp, in the picture's longer side; and where half of its light is left, in radii."""

POWER, HALO = (1.0, 8.0), (0.0, 0.4)
"""Light of the lamp right beside it over that of the room, and what the lens scatters, as a share of full light."""

GLASS = (0.1, 3.0)
"""What a lamp that is off throws back of the room's light, in that of the room's mean: dark glass, or a white shade."""

STRETCH, EXPOSURE, QUALITY, NOISE = (0.7, 1.4), (0.7, 1.0), (70, 95), 1.5


@dataclass(frozen=True, eq=False)
class LampPair:
    """Two pictures ``(h, w, 3)``; where the lamp is, ``(x0, y0, x1, y1)``, and how bright beside the room."""

    before: np.ndarray
    after: np.ndarray
    box: np.ndarray
    power: float


def lamp_pair(image: np.ndarray, seed: int, on: bool, shines: bool = True) -> LampPair:
    """A lamp that goes on, or off; without ``shines`` it is a white thing that comes or goes and lights nothing.

    The light falls on what the photograph shows as if all of it were as far away as it looks.  Half of the lamps shine
    on one side alone, as from under a shade; the camera may answer to the lamp with another exposure.
    """
    rng = np.random.default_rng([seed, 77])
    room = (image / 255.0) ** GAMMA * np.exp(rng.uniform(*np.log(DIM)))
    height, width = room.shape[:2]
    down, across = np.mgrid[:height, :width]
    middle = rng.uniform(0.1, 0.9) * width, rng.uniform(0.1, 0.7) * height
    radius = rng.uniform(*RADIUS) * max(height, width)
    stretch = rng.uniform(*STRETCH)
    away = np.hypot(across - middle[0], (down - middle[1]) * stretch)
    color = np.array([1.0, rng.uniform(0.75, 1.0), rng.uniform(0.4, 1.0)])
    body = 1 / (1 + np.exp(np.clip(away - radius, -50, 50)))[..., None]
    glass = np.exp(rng.uniform(*np.log(GLASS))) * room.mean()
    power = float(np.exp(rng.uniform(*np.log(POWER))))
    falls = power / (1 + (away / (rng.uniform(*REACH) * radius)) ** 2)
    if rng.random() < 0.5:
        falls = falls * _below(across - middle[0], down - middle[1], rng)
    halo = rng.uniform(*HALO) * np.exp(-away / (rng.uniform(2, 8) * radius))
    exposure = rng.uniform(*EXPOSURE) if rng.random() < 0.5 else 1.0
    dark = room * (1 - body) + glass * body
    lit = (room * (1 + falls[..., None] * color) + halo[..., None] * color) * exposure if shines else room
    lit = lit * (1 - body) + 1.2 * color**0.3 * body
    shown = (255 * np.clip(light, 0, 1) ** (1 / GAMMA) for light in ((dark if shines else room), lit))
    pictures = [taken(picture, rng, NOISE, QUALITY) for picture in shown]
    box = np.array([middle[0] - radius, middle[1] - radius / stretch, middle[0] + radius, middle[1] + radius / stretch])
    return LampPair(*(pictures if on else pictures[::-1]), box, power)


def _below(across: np.ndarray, down: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """The share of a lamp's light in each direction: a shade keeps most of it from one side."""
    toward = rng.uniform(0, np.pi)  # below the lamp, or to a side of it
    along = (across * np.cos(toward) + down * np.sin(toward)) / np.maximum(np.hypot(across, down), 1)
    return 0.3 + 0.7 / (1 + np.exp(-4 * along))
