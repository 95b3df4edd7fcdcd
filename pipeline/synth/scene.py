"""What a scene is: objects on a ground plane, a camera, lights and the look of the materials.

World units; the ground is z = 0 and z points up.  All dataclasses are plain values that survive pickling.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np

from detectors.rcnn.vocabulary import VALUES

RADII = {"large": 0.7, "small": 0.35}
COLORS = {
    "gray": (87, 87, 87),
    "red": (173, 35, 35),
    "blue": (42, 75, 215),
    "green": (29, 105, 20),
    "brown": (129, 74, 25),
    "purple": (129, 38, 192),
    "cyan": (41, 208, 208),
    "yellow": (255, 238, 51),
}
"""sRGB values of the CLEVR palette (Johnson et al., 2017)."""

WIDTH, HEIGHT = 480, 320

Triple = tuple[float, float, float]


def triple(values: Iterable[float]) -> Triple:
    """A point or a colour as plain floats."""
    x, y, z = (float(value) for value in values)
    return x, y, z


@dataclass(frozen=True)
class Thing:
    """One object: its four attributes, where it stands, how it is turned, and the look of its surface."""

    size: str
    color: str
    material: str
    shape: str
    x: float
    y: float
    turn: float
    rgb: Triple
    roughness: Triple
    bevel: float
    soft: bool
    """Whether shading runs smoothly over edges and faces alike, as on CLEVR's objects."""

    @property
    def radius(self) -> float:
        """Half the height; also half the side of a cube."""
        return RADII[self.size]

    @property
    def center(self) -> np.ndarray:
        """The 3-D centre, shape ``(3,)``."""
        return np.array([self.x, self.y, self.radius])

    @property
    def attributes(self) -> dict[str, str]:
        """The four attributes in the order of a noun phrase."""
        return {name: getattr(self, name) for name in VALUES}


@dataclass(frozen=True)
class Camera:
    """A pinhole camera that looks from ``position`` to ``target``, turned by ``roll`` radians about its axis."""

    position: Triple
    target: Triple
    roll: float = 0.0
    lens: float = 35.0
    """Focal length in mm on a sensor 32 mm wide."""
    width: int = WIDTH
    height: int = HEIGHT

    @property
    def focal(self) -> float:
        """Focal length in pixels."""
        return self.lens / 32.0 * self.width

    @property
    def rotation(self) -> np.ndarray:
        """Rows are the camera's right, down and forward directions in the world, shape ``(3, 3)``."""
        return _rotation(self.position, self.target, self.roll)

    def project(self, points: np.ndarray) -> np.ndarray:
        """World points ``(n, 3)`` to ``(n, 3)``: pixel x, pixel y and depth along the optical axis."""
        local = (np.asarray(points, float) - self.position) @ self.rotation.T
        depth = local[:, 2:3]
        pixels = local[:, :2] / depth * self.focal + [self.width / 2, self.height / 2]
        return np.hstack([pixels, depth])


@lru_cache(maxsize=64)
def _rotation(position: Triple, target: Triple, roll: float) -> np.ndarray:
    """Kept, since each object of a scene asks for it anew."""
    forward = np.subtract(target, position)
    forward = forward / np.linalg.norm(forward)
    right = np.cross(forward, [0.0, 0.0, 1.0])
    right = right / np.linalg.norm(right)
    down = np.cross(forward, right)
    c, s = np.cos(roll), np.sin(roll)
    rotation = np.stack([c * right + s * down, c * down - s * right, forward])
    rotation.setflags(write=False)
    return rotation


@dataclass(frozen=True)
class Lamp:
    """A square area light that faces the origin: ``power`` in watts, ``size`` in world units."""

    position: Triple
    size: float
    power: float
    rgb: Triple


@dataclass(frozen=True)
class Surroundings:
    """What both views of a pair share apart from the objects."""

    ground: Triple
    ground_roughness: float
    ground_size: float
    backdrop: float
    """Distance from the origin at which the ground begins to curve up, 0 where it stays flat."""
    texture: float
    """Strength of a procedural ground texture, 0 for none."""
    texture_scale: float


@dataclass(frozen=True)
class View:
    """One picture to be rendered: the objects as they stand then, seen by one camera under one light."""

    things: tuple[Thing, ...]
    camera: Camera
    lamps: tuple[Lamp, ...]
    sun: float
    sky: Triple
    surroundings: Surroundings
    samples: int
    denoise: bool
    seed: int


@dataclass(frozen=True)
class Step:
    """One change: ``before`` and ``after`` are indices into the two lists of objects, None where absent."""

    kind: str
    before: int | None
    after: int | None


@dataclass(frozen=True)
class Pair:
    """Two views of one scene and the changes between them."""

    before: View
    after: View
    steps: tuple[Step, ...] = field(default=())
