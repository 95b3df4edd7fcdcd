"""Writes a folder of composed pairs with truth: the same from the same pictures and seed.

The folder holds ``images/`` and ``pairs.jsonl``, in the form of other folders of pairs of photographs.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from pipeline.core import messages
from pipeline.core.files import write_file
from pipeline.core.images import load_picture, picture_endings
from pipeline.synth.photo.compose import KINDS, Composed, compose
from pipeline.synth.photo.cutouts import Cutout, Detect, cutouts

TRIES = 12
"""Scenes tried until one has room for the wanted change."""

MOST_CUT = 400
"""Pictures that things are cut out of: more add little variety, and take a minute a thousand."""

BUSY = 0.3
"""Score of a detection from which its place in a scene is taken."""


@dataclass(frozen=True)
class Order:
    """What to compose: of the ``pictures`` in a folder, so many pairs of these kinds in turn."""

    out: Path
    pictures: Path
    count: int
    seed: int
    kinds: tuple[str, ...] = KINDS


def generate(order: Order, detect: Detect, progress: Callable[[Iterator[int]], Iterable[int]] = iter) -> Path:
    """Compose the pairs and return the path of their manifest.

    Raises
    ------
    SpotItError
        If the kinds are unknown, or the pictures are too few or show nothing that can be cut out.
    """
    if set(order.kinds) - set(KINDS) or not order.kinds or order.count < 1:
        raise messages.error(messages.NO_PAIRS_TO_COMPOSE, known=", ".join(KINDS))
    if order.seed < 0:
        raise messages.error(messages.NEGATIVE_SEED)
    files, things = material(order.pictures, order.seed, detect)
    (order.out / "images").mkdir(parents=True, exist_ok=True)
    records: list[dict[str, Any]] = []
    for number in progress(iter(range(order.count))):
        records.append(_pair(order, number, files, things, detect))
    manifest = order.out / "pairs.jsonl"
    write_file(manifest, "".join(json.dumps(record) + "\n" for record in records).encode())
    return manifest


def material(pictures: Path, seed: int, detect: Detect) -> tuple[list[Path], list[Cutout]]:
    """The pictures of a folder, and what can be cut out of those that the seed draws.

    Raises
    ------
    SpotItError
        If the pictures are too few or show nothing that can be cut out.
    """
    endings = picture_endings()
    files = sorted(path for path in pictures.glob("*") if path.suffix.lower() in endings)
    drawn = np.random.default_rng(seed).permutation(len(files))[:MOST_CUT]
    things = list(cutouts([files[i] for i in drawn], detect))
    if len({one.label for one in things}) < 2 or len(files) < 2:
        raise messages.error(messages.NOTHING_TO_CUT_OUT, path=pictures)
    return files, things


def _pair(order: Order, number: int, files: list[Path], things: list[Cutout], detect: Detect) -> dict[str, Any]:
    rng = np.random.default_rng([order.seed, number])
    kind = order.kinds[number % len(order.kinds)]
    for _ in range(TRIES):
        path = files[int(rng.integers(len(files)))]
        made = _composed(path, [one for one in things if one.source != path.name], kind, detect, rng)
        if made is not None:
            break
    else:
        raise messages.error(messages.NO_ROOM_FOR_CHANGE, kind=kind)
    names = [f"images/{number:06d}_{when}.png" for when in ("before", "after")]
    for name, image in zip(names, (made.before, made.after), strict=True):
        Image.fromarray(image).save(order.out / name)
    return {
        "id": f"composed_{order.seed}_{number:06d}",
        "world": "composed",
        "before": names[0],
        "after": names[1],
        "kinds": [kind],
        "objects": made.objects,
        "captions": [],
        "scene": path.name,
    }


def _composed(path: Path, things: list[Cutout], kind: str, detect: Detect, rng: np.random.Generator) -> Composed | None:
    scene = load_picture(path)
    busy = [one.box for one in detect(scene) if one.score >= BUSY]
    return compose(scene, things, np.array(busy, float).reshape(-1, 4), kind, rng) if things else None
