"""The pairs of a batch: from ``PAIRS.jsonl``, a table, or from two folders with equal file names.

A manifest is checked whole before any work is done: a broken line or an id used twice is an error, because half a
batch under the wrong names is worth less than none.  A picture that cannot be read is found out later, and then is
the result of its pair alone.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import nullcontext
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from pipeline.batch.addresses import is_address
from pipeline.batch.tables import SEPARATORS, read_columns, read_rows
from pipeline.core import messages
from pipeline.core.pipes import open_for_reading
from pipeline.core.reading import parse_json


@dataclass(frozen=True)
class Pair:
    """Two pictures under one id.  ``before`` and ``after`` are as the manifest says; paths start in ``folder``."""

    id: str
    before: str
    after: str
    folder: Path

    @property
    def places(self) -> tuple[Path | str, Path | str]:
        """Where the two pictures are: files, or addresses."""
        before, after = (name if is_address(name) else self.folder / name for name in (self.before, self.after))
        return before, after

    @property
    def paths(self) -> list[Path]:
        """The files among them."""
        return [place for place in self.places if isinstance(place, Path)]


def read_pairs(source: Path, second: Path | None = None) -> list[Pair]:
    """Read one manifest, or pair the pictures of two folders by file name.

    Raises
    ------
    SpotItError
        If there is nothing to read, a line is broken, or an id is used twice.
    """
    if second is None:
        if source.is_dir():
            raise messages.error(messages.ONE_FOLDER, path=source)
        return _manifest(source)
    for folder in (source, second):
        if not folder.is_dir():
            raise messages.error(messages.TWO_SOURCES, path=folder)
    return _folders(source, second)


def read_dataset_pairs(name: str, source: Path, split: str) -> list[Pair]:
    """The pairs of one split of a data set.

    Raises
    ------
    SpotItError
        If it cannot be read, or has single pictures.
    """
    from pipeline.datasets import read_dataset

    examples = read_dataset(name, source, split)
    pairs = []
    for example in examples:
        if len(example.pictures) != 2:
            raise messages.error(messages.SINGLE_PICTURES, name=name)
        before, after = map(str, example.pictures)
        pairs.append(Pair(example.id, before, after, Path()))
    return pairs


def _manifest(path: Path) -> list[Pair]:
    from_stdin = str(path) == "-"
    if not from_stdin and not path.exists():
        raise messages.error(messages.NO_SUCH_FILE, path=path)
    pairs: list[Pair] = []
    lines: dict[str, int] = {}
    for number, read in _entries(path, from_stdin):
        try:
            pair = read()
        except ValueError as failure:
            raise messages.error(messages.BROKEN_LINE, path=path, line=number, reason=failure) from None
        if pair.id in lines:
            raise messages.error(messages.DUPLICATE_ID, path=path, line=number, id=pair.id, first=lines[pair.id])
        lines[pair.id] = number
        pairs.append(pair)
    if not pairs:
        raise messages.error(messages.EMPTY_MANIFEST, path=path)
    return pairs


def _entries(path: Path, from_stdin: bool) -> Iterator[tuple[int, Callable[[], Pair]]]:
    """The number of each line that is not blank, and what reads it."""
    if path.suffix.lower() in SEPARATORS:
        for number, row in read_rows(path):
            yield number, partial(_checked, row, path.parent)
        return
    if path.suffix.lower() == ".parquet":
        for number, row in read_columns(path):
            yield number, partial(_checked, row, path.parent)
        return
    try:
        with nullcontext(sys.stdin.buffer) if from_stdin else open_for_reading(path) as stream:
            for number, line in enumerate(stream, 1):
                if line.strip():
                    yield number, partial(_pair, line, path.parent)
    except OSError as failure:
        raise messages.error(messages.NOT_READABLE, path=path, reason=failure.strerror) from None


def _pair(line: bytes, folder: Path) -> Pair:
    entry: Any = parse_json(line)
    if not isinstance(entry, dict):
        raise ValueError("it is not an object with id, before and after")
    return _checked(entry, folder)


def _checked(entry: Mapping[str, Any], folder: Path) -> Pair:
    name = entry.get("id")
    if isinstance(name, int) and not isinstance(name, bool):
        name = str(name)
    if not isinstance(name, str) or not name:
        raise ValueError("its id is missing, or neither text nor a whole number")
    for key in ("before", "after"):
        if not isinstance(entry.get(key), str) or not entry[key] or "\0" in entry[key]:
            raise ValueError(f"its {key} is missing, or not the path of a picture")
    return Pair(name, entry["before"], entry["after"], folder)


def _folders(before: Path, after: Path) -> list[Pair]:
    names = [_pictures(folder) for folder in (before, after)]
    alone = sorted(names[0] ^ names[1])
    if alone:
        folder = before if alone[0] in names[0] else after
        messages.notice(messages.ONLY_IN_ONE, count=len(alone), path=folder / alone[0])
    common = sorted(names[0] & names[1])
    if not common:
        raise messages.error(messages.NO_COMMON_NAMES, before=before, after=after)
    return [Pair(name, str(before / name), str(after / name), Path()) for name in common]


def _pictures(folder: Path) -> set[str]:
    from pipeline.core.images import picture_endings

    endings = picture_endings()
    try:
        return {
            entry.name
            for entry in folder.iterdir()
            if entry.suffix.lower() in endings and not entry.name.startswith(".") and entry.is_file()
        }
    except OSError as failure:
        raise messages.error(messages.NOT_READABLE, path=folder, reason=failure.strerror) from None
