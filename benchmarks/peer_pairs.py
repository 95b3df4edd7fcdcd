"""The pairs on which tools stand beside each other: changed ones, and unchanged ones by what disturbs them."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image

from benchmarks.common import json_lines, shared_folder

Seen = Callable[[Image.Image, np.random.Generator], Image.Image]


@dataclass(frozen=True)
class Pair:
    """Two PNG files of one size; what disturbs them where nothing has changed, None where something has."""

    before: Path
    after: Path
    disturbance: str | None


def pairs_of(name: str, limit: int, folder: Path) -> list[Pair]:
    """At most ``limit`` changed pairs of a set, as many unchanged ones, and disturbed ones of each sort.

    Pictures are written to ``folder`` as PNG, the second in the size of the first, as most tools demand.
    """
    data, sorts = SETS[name]
    root = shared_folder() / "data" / data
    pairs, counts = [], {True: 0, False: 0}
    for record in json_lines(root / "pairs.jsonl"):
        kinds = record.get("kinds", [record.get("kind")])
        changed = bool(kinds) and kinds != ["none"]
        if counts[changed] < limit:
            counts[changed] += 1
            own = (record.get("disturbance") or ("camera" if name == "blocks" else "various")).partition(":")[0]
            sort = None if changed else f"own: {own}"
            pairs.append(
                _pair(folder / f"{name}-{record['id']}", root / record["before"], root / record["after"], sort)
            )
    rng = np.random.default_rng(0)
    for sort in sorts:
        for one in [pair for pair in pairs if pair.disturbance is None][: max(1, limit // 2)]:
            image = Image.open(one.before).convert("RGB")
            path = one.before.with_name(f"{one.before.stem}-{sort.replace(' ', '-')}.png")
            DISTURBED[sort](image, rng).save(path)
            pairs.append(Pair(one.before, path, sort))
    return pairs


def _pair(stem: Path, before: Path, after: Path, disturbance: str | None) -> Pair:
    first, second = (Image.open(path).convert("RGB") for path in (before, after))
    paths = stem.with_name(f"{stem.name}-before.png"), stem.with_name(f"{stem.name}-after.png")
    first.save(paths[0])
    if second.size != first.size:
        whole = Image.new("RGB", first.size, "white")
        whole.paste(second, (0, 0))
        second = whole
    second.save(paths[1])
    return Pair(*paths, disturbance)


def _shaken(image: Image.Image, rng: np.random.Generator) -> Image.Image:
    """A hand that holds a camera: up to a degree and a hundredth of the width."""
    width, height = image.size
    turned = image.rotate(rng.uniform(-1, 1), Image.Resampling.BICUBIC)
    left, top = rng.uniform(0.02, 0.04, 2) * (width, height)
    box = (left, top, left + 0.94 * width, top + 0.94 * height)
    return turned.resize(image.size, Image.Resampling.BICUBIC, box=tuple(map(float, box)))


def _lit(image: Image.Image, rng: np.random.Generator) -> Image.Image:
    """Brighter or darker by a fifth."""
    gain = rng.choice([rng.uniform(0.8, 0.92), rng.uniform(1.08, 1.2)])
    return image.point([min(255, round(value * gain)) for value in range(256)] * 3)


def _curved(image: Image.Image, rng: np.random.Generator) -> Image.Image:
    """Another monitor's curve: gamma 0.87 to 1.15."""
    gamma = rng.uniform(0.87, 1.15)
    return image.point([round(255 * (value / 255) ** gamma) for value in range(256)] * 3)


def _compressed(image: Image.Image, rng: np.random.Generator) -> Image.Image:
    stream = io.BytesIO()
    image.save(stream, "JPEG", quality=int(rng.integers(60, 90)))
    return Image.open(stream).convert("RGB")


def _rendered(image: Image.Image, rng: np.random.Generator) -> Image.Image:
    """Other anti-aliasing: everything a third of a pixel to the side."""
    shift = float(rng.uniform(0.2, 0.4))
    return image.transform(image.size, Image.Transform.AFFINE, (1, 0, shift, 0, 1, 0), Image.Resampling.BICUBIC)


DISTURBED: dict[str, Seen] = {
    "camera shake": _shaken,
    "light": _lit,
    "gamma": _curved,
    "compression": _compressed,
    "rendering": _rendered,
}
SETS = {
    "blocks": ("clevr_blender", ("light", "compression")),
    "photo": ("photo_pairs", ("camera shake", "light", "compression")),
    "screen": ("screens", ("gamma", "compression", "rendering")),
}
"""The folder of each set, and what its pictures are disturbed by: cameras do not shake before a screen."""
