"""Features of pictures by an ImageNet network, kept in a folder: computed once, a block of pictures at a time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image

from detectors.feature_map import FeatureMap
from pipeline.core import messages
from pipeline.core.files import write_failure, write_file
from pipeline.core.images import load_picture
from pipeline.core.tensors import as_bytes, read_tensors
from pipeline.training.captioner.views import seen

BLOCK = 100
"""Pictures in a file."""
DIRECTIONS = 256
"""Principal directions that the features of a place are reduced to, for attention's sake: it reads all at each word."""
FORM = "spot-it features 1"


@dataclass(frozen=True, eq=False)
class Features:
    """Of ``n`` pictures: the mean over each map ``(n, channels)``, and places of it ``(n, places, DIRECTIONS)``."""

    pooled: np.ndarray
    grid: np.ndarray

    def __len__(self) -> int:
        return len(self.pooled)


def features_of(
    pictures: Sequence[Path],
    weights: Path,
    folder: Path,
    name: str,
    progress: Callable[[int], None] = lambda _: None,
    view: int = 0,
) -> Features:
    """The features of a view of a list of pictures, from the blocks ``NAME-000.safetensors`` ... that the folder holds.

    Those of other views than the first are called ``NAME-view1-000.safetensors`` and so on.  The directions are those
    of the first block that was ever computed into the folder.

    Raises
    ------
    SpotItError
        If a picture cannot be read, the folder cannot be written, or a block is damaged or of other pictures.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as failure:
        raise write_failure(failure, folder) from None
    network: FeatureMap | None = None
    blocks = []
    for first in range(0, len(pictures), BLOCK):
        some = [path.stem for path in pictures[first : first + BLOCK]]
        file = folder / f"{name}{f'-view{view}' if view else ''}-{first // BLOCK:03d}.safetensors"
        if not file.is_file():
            network = network or FeatureMap(weights)
            maps = np.stack([_map(path, network, view) for path in pictures[first : first + BLOCK]])
            write_file(file, as_bytes(_reduced(maps, folder), FORM, some))
        blocks.append(_read(file, some))
        progress(min(first + BLOCK, len(pictures)))
    return Features(*(np.concatenate([block[part] for block in blocks]) for part in ("pooled", "grid")))


def _map(path: Path, network: FeatureMap, view: int) -> np.ndarray:
    """Places in rows, ``(places, channels)``."""
    found = network(np.asarray(seen(Image.fromarray(load_picture(path)), path.stem, view, network.side)))
    return found.reshape(len(found), -1).T


def _reduced(maps: np.ndarray, folder: Path) -> dict[str, np.ndarray]:
    """``pooled`` and ``grid`` of maps ``(n, places, channels)``."""
    file = folder / "directions.safetensors"
    if not file.is_file():
        write_file(file, as_bytes(_principal(maps), FORM, []))
    known = _read(file, [])
    grid = (maps - known["mean"]) @ known["directions"]
    return {"pooled": maps.mean(axis=1).astype(np.float16), "grid": grid.astype(np.float16)}


def _principal(maps: np.ndarray) -> dict[str, np.ndarray]:
    rows = maps.reshape(-1, maps.shape[-1])
    mean = rows.mean(axis=0)
    values, vectors = np.linalg.eigh(np.cov(rows - mean, rowvar=False))
    best = np.argsort(-values)[:DIRECTIONS]
    spread = np.sqrt(values[best].sum() / len(best))  # one scale for all: faint directions stay faint
    return {"mean": mean.astype(np.float32), "directions": (vectors[:, best] / spread).astype(np.float32)}


def _read(file: Path, pictures: list[str]) -> dict[str, np.ndarray]:
    try:
        arrays, about = read_tensors(file)
    except ValueError:
        raise messages.error(messages.FEATURES_DAMAGED, path=file) from None
    if about != pictures:
        raise messages.error(messages.OTHER_FEATURES, path=file)
    return arrays
