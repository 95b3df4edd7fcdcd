"""Birds-to-Words (Forbes et al. 2019): how two birds differ.

``birds-to-words-v1.0.tsv`` has eleven columns: observation, picture, species and selection of the left bird, the same
of the right one, the split, the annotation's number, and the description.  Pictures are looked for as
``images/PHOTO.jpg``, PHOTO being the photograph's number on iNaturalist, and an id is ``LEFT_RIGHT`` in these numbers.
"""

from __future__ import annotations

import re
from pathlib import Path

from pipeline.core import messages
from pipeline.datasets.example import Example
from pipeline.datasets.files import caption_file, find_picture, read_text

_FILE = "birds-to-words-v1.0.tsv"
_COLUMNS = 11
_LEFT, _RIGHT, _SPLIT, _TEXT = 1, 5, 8, 10
_SPLITS = ("train", "val", "test")
_PHOTO = re.compile(r"/photos/(\d+)/")


def read(source: Path, split: str) -> list[Example]:
    """The pairs of a split, with all that was written of each."""
    if split not in _SPLITS:
        raise messages.error(messages.NO_SPLIT, split=split, known=", ".join(_SPLITS))
    path, folder = caption_file(source, [_FILE])
    said: dict[tuple[str, str], list[str]] = {}
    for number, line in enumerate(read_text(path).rstrip("\n").split("\n"), 1):
        row = line.rstrip("\r").split("\t")
        if len(row) != _COLUMNS:
            reason = f"it has {len(row)} columns, not {_COLUMNS}"
            raise messages.error(messages.BAD_LINE, path=path, line=number, reason=reason)
        if row[_SPLIT] == split and row[_TEXT].strip():
            photos = _photo(row[_LEFT], path, number), _photo(row[_RIGHT], path, number)
            said.setdefault(photos, []).append(row[_TEXT].strip())
    return [
        Example(
            f"{left}_{right}",
            (find_picture((folder / "images",), left), find_picture((folder / "images",), right)),
            tuple(captions),
        )
        for (left, right), captions in said.items()
    ]


def _photo(url: str, path: Path, line: int) -> str:
    found = _PHOTO.search(url)
    if found is None:
        raise messages.error(messages.BAD_LINE, path=path, line=line, reason=f"{url!r} names no photograph")
    return found[1]
