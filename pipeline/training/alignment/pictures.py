"""Rendered pictures as the detector sees them, each detection tied to the object that it shows."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.core import messages
from pipeline.core.types import SceneObject
from pipeline.datasets.files import read_json
from pipeline.evaluate.shown import shown
from pipeline.flow.captioner import Captioner


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
        found = captioner.inspect(path).objects
        numbers = shown([one["bbox"] for one in record["objects"]], [one.box for one in found])
        seen.append(SeenPicture(record, tuple(None if number is None else found[number] for number in numbers)))
        if progress:
            progress(place + 1, len(records))
    return seen


def _records(folder: Path, most: int) -> list[tuple[Path, dict[str, Any]]]:
    files = sorted((folder / "truth").glob("*.json"))[:most]
    records = [read_json(file, dict) for file in files]
    if not records or "image" not in records[0]:
        raise messages.error(messages.NO_SINGLE_PICTURES, path=folder)
    return [(folder / record["image"], record) for record in records]
