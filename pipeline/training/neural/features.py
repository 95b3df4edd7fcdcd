"""Features of the pictures that the network learns from, kept in a folder: the trunk looks once at every view."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from hashlib import sha256
from io import BytesIO
from pathlib import Path

import numpy as np

from language.neural.feed import CHANNELS, COLUMNS, ROWS, trunk_of
from pipeline.core import messages
from pipeline.core.checkpoint import fingerprint
from pipeline.core.files import write_failure, write_file
from pipeline.core.images import load_picture
from pipeline.training.neural.samples import Sample
from pipeline.training.neural.views import View

BLOCK = 100
"""Pairs in a file, of 77 MB."""
SHAPE = (2, CHANNELS, ROWS, COLUMNS)
"""Of a pair."""


def features_of(
    samples: Sequence[Sample],
    views: Sequence[View],
    trunk: Path,
    folder: Path,
    progress: Callable[[int], None] = lambda _: None,
) -> list[np.ndarray]:
    """The features of a view of each pair, in blocks ``(BLOCK, *SHAPE)`` of bytes that are read when they are needed.

    A block is called by what it was made of, trunk, pictures and views, and is never taken for another one.

    Raises
    ------
    SpotItError
        If a picture cannot be read, the folder cannot be written, or a file in it is damaged.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as failure:
        raise write_failure(failure, folder) from None
    see, by = trunk_of(trunk), sha256(trunk.read_bytes()).hexdigest()
    blocks = []
    for first in range(0, len(samples), BLOCK):
        some = list(zip(samples[first : first + BLOCK], views[first : first + BLOCK], strict=True))
        file = folder / f"{fingerprint(by, *(_known_by(sample, view) for sample, view in some))[:24]}.npy"
        if not file.is_file():
            made = BytesIO()
            np.save(made, np.stack([_looked(see, sample, view) for sample, view in some]))
            write_file(file, made.getvalue())
        blocks.append(_opened(file, len(some)))
        progress(first + len(some))
    return blocks


def _looked(see: Callable[[np.ndarray], np.ndarray], sample: Sample, view: View) -> np.ndarray:
    pictures = load_picture(sample.before), load_picture(sample.after)
    return np.stack([see(view.picture(picture, side)) for side, picture in enumerate(pictures)])


def _known_by(sample: Sample, view: View) -> str:
    stats = [path.stat() for path in (sample.before, sample.after) if path.is_file()]
    times = [(one.st_size, one.st_mtime_ns) for one in stats]
    return repr((str(sample.before), str(sample.after), times, view))


def _opened(file: Path, pairs: int) -> np.ndarray:
    try:
        block = np.load(file, mmap_mode="r", allow_pickle=False)
    except (OSError, ValueError):
        raise messages.error(messages.FEATURES_DAMAGED, path=file) from None
    if block.shape != (pairs, *SHAPE) or block.dtype != np.uint8:
        raise messages.error(messages.FEATURES_DAMAGED, path=file)
    return block
