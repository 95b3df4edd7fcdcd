"""A made-up blocks world: exact objects as two cameras would report them, and what may happen to them."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from detectors.geometry.camera import Camera, GroundMotion
from detectors.geometry.measure import Noise
from pipeline.core.types import ObjectGraph, SceneObject
from pipeline.diff.graphs.hungarian import HungarianDiffer
from pipeline.register.objects import ObjectRegistrar
from pipeline.worlds.finder import find_world

SIZE = (480, 320)
WORLD = find_world("blocks")
SOLIDS, CAMERA, VALUES = WORLD.solids, WORLD.camera, WORLD.vocabulary
NOISE = Noise(pixel=1.5, scale=0.05, pixel_hidden=7.0, scale_hidden=0.15)
"""More than our detector's own, so that what is exact is judged with doubt."""
HERE = Camera(height=5.34, pitch=np.radians(28.3), roll=0.0, focal=525.0, center=(240.0, 160.0))
THERE = Camera(height=6.1, pitch=np.radians(33.0), roll=0.0, focal=525.0, center=(240.0, 160.0))


@dataclass(frozen=True)
class Block:
    """A block at a place on the ground of the first camera's frame."""

    name: str
    x: float
    y: float

    @property
    def attributes(self) -> dict[str, str]:
        """Its four attributes, from a name like ``large red metal cube``."""
        return dict(zip(VALUES, self.name.split(), strict=True))

    def but(self, **changed: str) -> Block:
        """The block with other attributes."""
        return replace(self, name=" ".join({**self.attributes, **changed}.values()))

    def at(self, x: float, y: float) -> Block:
        """The block elsewhere."""
        return replace(self, x=x, y=y)


SCENE = (
    Block("large red metal cube", -1.6, 9.2),
    Block("small blue rubber sphere", 0.9, 8.3),
    Block("large green rubber cylinder", 1.5, 11.0),
    Block("small gray metal cube", -0.6, 11.8),
    Block("large yellow metal sphere", -0.1, 9.6),
)


def motion_to(camera: Camera, turn: float = 0.15) -> GroundMotion:
    """The motion from ``HERE`` to a camera that looks at the same spot from a little to the side."""
    here, there = HERE.height / np.tan(HERE.pitch), camera.height / np.tan(camera.pitch)
    bare = GroundMotion(turn, (0.0, 0.0))
    x, y = np.array([0.0, there]) - bare.apply(np.array([0.0, here]))
    return GroundMotion(turn, (float(x), float(y)))


def see(block: Block, camera: Camera = HERE, motion: GroundMotion | None = None, doubt: float = 1e-4) -> SceneObject:
    """What a perfect detector reports of a block; the box is cut off by the frame."""
    radius = SOLIDS.radii[block.attributes["size"]]
    ground = np.array([block.x, block.y])
    point = np.append(ground if motion is None else motion.apply(ground), radius)
    scale = camera.focal / float(camera.depth(point))
    u, v = camera.project(point)
    outline = SOLIDS.outlines[block.attributes["shape"]]
    half = np.array([outline.half_width, outline.half_height]) * radius * scale
    whole = np.array([u - half[0], v - half[1], u + half[0], v + half[1]])
    box = np.clip(whole, 0, [*SIZE, *SIZE])
    share = np.prod(np.maximum(box[2:] - box[:2], 0)) / np.prod(whole[2:] - whole[:2])
    scores = {
        name: {value: 1 - doubt if value == own else doubt / (len(VALUES[name]) - 1) for value in VALUES[name]}
        for name, own in block.attributes.items()
    }
    return SceneObject(
        box, block.attributes["shape"], 0.99, block.attributes, scores,
        center=(float(u), float(v)), scale=scale, visibility=float(share),
    )  # fmt: skip


def graph_before(blocks, faint=()) -> ObjectGraph:
    """The blocks through the first camera."""
    return ObjectGraph.of([see(block) for block in blocks], *SIZE, faint=[see(block) for block in faint])


def graph_after(blocks, faint=(), camera: Camera = THERE, turn: float = 0.15) -> ObjectGraph:
    """The blocks through the second camera."""
    motion = motion_to(camera, turn)
    seen, weak = ([see(block, camera, motion) for block in group] for group in (blocks, faint))
    return ObjectGraph.of(seen, *SIZE, faint=weak)


def registrar(**options) -> ObjectRegistrar:
    """The registrar that knows what this world is like."""
    return ObjectRegistrar(**{"solids": SOLIDS, "camera": CAMERA, "noise": NOISE} | options)


def differ(**options) -> HungarianDiffer:
    """The differ that knows what this world is like."""
    return HungarianDiffer(**{"solids": SOLIDS} | options)


NO_IMAGE = np.zeros((1, 1, 3), np.uint8)
