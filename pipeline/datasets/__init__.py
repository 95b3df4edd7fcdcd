"""Readers of the field's data sets, each in the files that its authors released.

Every reader turns one split of a data set into :class:`Example`s; nothing is downloaded, and pictures are not opened.
"""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

from pipeline.core import messages
from pipeline.datasets import birds_to_words, clevr_change, coco_captions, flickr, spot_the_diff
from pipeline.datasets.example import Example


class Reader(Protocol):
    """One data set's files to examples."""

    def __call__(self, source: Path, split: str) -> list[Example]:
        """The examples of one split; ``source`` is the data set's folder, or its file of captions where it has one.

        Raises
        ------
        SpotItError
            If a file is missing or not in the format, or there is no such split.
        """
        ...


READERS: dict[str, Reader] = {
    "clevr_change": clevr_change.read,
    "spot_the_diff": spot_the_diff.read,
    "birds_to_words": birds_to_words.read,
    "flickr8k": flickr.read,
    "flickr30k": flickr.read,
    "coco_captions": coco_captions.read,
}


def read_dataset(name: str, source: Path, split: str) -> list[Example]:
    """Read one split of a data set by its name.

    Raises
    ------
    SpotItError
        If it cannot be read, or has no examples.
    """
    if not source.exists():
        raise messages.error(messages.NO_SUCH_FILE, path=source)
    examples = READERS[name](source, split)
    if not examples:
        raise messages.error(messages.EMPTY_SPLIT, path=source, split=split)
    return examples
