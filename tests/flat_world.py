"""A world of flat rectangles on white, with a detector that reads it without fail: what tests of the flow need.

It is installed as a third party's package would be: through entry points, and a pack in ``SPOT_IT_PACKS``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

import numpy as np
from PIL import Image

from pipeline.core.protocols import Detector, Recogniser
from pipeline.core.types import Recognition, SceneObject

COLOURS = {"red": (200, 30, 30), "green": (30, 130, 30), "blue": (40, 70, 210), "yellow": (240, 230, 50)}

CONFIG = """
[pack]
name = "flat"
summary = "rectangles"
trained_on = "nothing"
node_score = 0.5

[scores]
"its own pictures" = 1.0

[stages]
recogniser = "flat"
detector = "flat"
relater = "image_plane"
registrar = "none"
differ = "hungarian"
generator = ["templates"]
ranker = "first"
grounder = "provenance"

[vocabulary]
color = ["red", "green", "blue", "yellow"]
shape = ["cube", "cylinder"]

[recogniser.flat]
white = 0.3

[detector.flat]
palette_file = "palette.json"
"""


@dataclass(frozen=True)
class Tile:
    """A rectangle: a cube where it is square, a cylinder where it is not."""

    color: str
    box: tuple[int, int, int, int]


def draw(path: Path, *tiles: Tile, size: tuple[int, int] = (160, 120)) -> Path:
    """Write a picture of some tiles."""
    image = Image.new("RGB", size, "white")
    for tile in tiles:
        image.paste(COLOURS[tile.color], tile.box)
    image.save(path)
    return path


class FlatGround(Recogniser):
    """Knows pictures that are made of white and of the tiles' colours, and of nothing else."""

    effort: ClassVar[int] = -1  # before those who know any painted picture

    def __init__(self, white: float = 0.5) -> None:
        self.white = white

    def glance(self, images: Sequence[np.ndarray]) -> Recognition:
        """Yes or no, never a doubt."""
        colours = np.array([(255, 255, 255), *COLOURS.values()])
        shares = [(image[..., None, :] == colours).all(-1).mean((0, 1)) for image in images]
        known = all(share.sum() == 1 and share[0] >= self.white for share in shares)
        return Recognition(known, f"{min(share[0] for share in shares):.0%} of it white")


class FlatDetector(Detector):
    """Finds one tile of each colour.  A picture whose corner is black kills it; one of nearly black holds it up."""

    writes = ("attributes",)

    def __init__(self, palette: Path | None = None, threads: int | None = None) -> None:
        self.palette = palette
        self.threads = threads

    def detect(self, image: np.ndarray) -> list[SceneObject]:
        """Objects from left to right, all certain."""
        if not image[0, 0].any():
            import os

            os._exit(9)
        if (image[0, 0] == 1).all():
            import time

            time.sleep(600)
        found = []
        for color, value in COLOURS.items():
            patch = (image == value).all(axis=2)
            if patch.any():
                rows, columns = np.flatnonzero(patch.any(axis=1)), np.flatnonzero(patch.any(axis=0))
                found.append(_tile(color, columns[0], rows[0], columns[-1] + 1, rows[-1] + 1))
        return sorted(found, key=lambda tile: tuple(tile.box))


class BrokenDetector:
    """Cannot be made."""

    def __init__(self) -> None:
        raise TypeError("no such lens")


def _tile(color: str, x0: int, y0: int, x1: int, y1: int) -> SceneObject:
    shape = "cube" if x1 - x0 == y1 - y0 else "cylinder"
    values = {"size": "large", "color": color, "material": "rubber", "shape": shape}
    known = {
        "size": ("large", "small"),
        "color": tuple(COLOURS),
        "material": ("rubber", "metal"),
        "shape": ("cube", "cylinder", "sphere"),
    }
    scores = {name: {value: 0.999 if value == values[name] else 0.0005 for value in known[name]} for name in known}
    return SceneObject(np.array([x0, y0, x1, y1], float), shape, 0.999, values, scores)


def install(site: Path, packs: Path) -> None:
    """Write what an installed package would bring: its metadata, and a pack."""
    import json

    from pipeline.worlds.seal import seal

    metadata = site / "flat_world-1.0.dist-info"
    metadata.mkdir(parents=True)
    (metadata / "METADATA").write_text("Metadata-Version: 2.1\nName: flat-world\nVersion: 1.0\n")
    (metadata / "entry_points.txt").write_text(
        "[spot_it.detector]\nflat = flat_world:FlatDetector\nbroken = flat_world:BrokenDetector\n"
        "[spot_it.recogniser]\nflat = flat_world:FlatGround\n"
    )
    pack = packs / "flat"
    pack.mkdir(parents=True)
    (pack / "config.toml").write_text(CONFIG)
    (pack / "palette.json").write_text(json.dumps(COLOURS))
    seal(pack)
