"""Rendered pictures as the detector sees them, each detection tied to the object that it shows."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from pipeline.core.boxes import iou
from pipeline.core.errors import SpotItError
from pipeline.core.types import SceneObject
from pipeline.datasets.files import read_json
from pipeline.flow.captioner import Captioner

OVERLAP = 0.5
"""IoU from which a detection shows a true object."""


@dataclass(frozen=True, eq=False)
class SeenPicture:
    """The truth of a picture, and for each of its objects what the detector says of it, None where it missed it."""

    record: dict[str, Any]
    shown: tuple[SceneObject | None, ...]


def look(
    folders: Iterable[Path], most: int, captioner: Captioner, progress: Callable[[int, int], None] | None = None
) -> list[SeenPicture]:
    """Detect the objects of at most so many pictures, as many of each folder.

    Raises
    ------
    SpotItError
        If a folder holds no rendered pictures.
    """
    folders = list(folders)
    records = [found for folder in folders for found in _records(folder, most // len(folders))]
    seen = []
    for place, (path, record) in enumerate(records):
        seen.append(SeenPicture(record, _tied(record["objects"], captioner.inspect(path).objects)))
        if progress:
            progress(place + 1, len(records))
    return seen


def _records(folder: Path, most: int) -> list[tuple[Path, dict[str, Any]]]:
    files = sorted((folder / "truth").glob("*.json"))[:most]
    records = [read_json(file, dict) for file in files]
    if not records or "image" not in records[0]:
        raise SpotItError(f"{folder} holds no single rendered pictures: make some with `pipeline synth --single`")
    return [(folder / record["image"], record) for record in records]


def _tied(objects: list[dict[str, Any]], found: list[SceneObject]) -> tuple[SceneObject | None, ...]:
    """For each true object its detection: the pairs of greatest overlap first."""
    made: list[SceneObject | None] = [None] * len(objects)
    true = [place for place, one in enumerate(objects) if one["bbox"]]
    if not true or not found:
        return tuple(made)
    overlap = iou(np.array([one.box for one in found]), np.array([objects[place]["bbox"] for place in true], float))
    while overlap.max() >= OVERLAP:
        one, other = np.unravel_index(overlap.argmax(), overlap.shape)
        made[true[other]] = found[one]
        overlap[one], overlap[:, other] = 0, 0
    return tuple(made)
