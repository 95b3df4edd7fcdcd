"""Checksums of a pack's files, so that a damaged download is recognised before it gives a wrong answer."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from pipeline.core.files import sha256, write_file
from pipeline.core.reading import WRONG, parse_json

FILE_NAME = "checksums.json"


@dataclass(frozen=True)
class Checksums:
    """Size and sha256 of each file.  A file that is not listed matches: a pack in the making has no checksums yet."""

    entries: Mapping[str, tuple[int, str]] = field(default_factory=dict)

    @classmethod
    def read(cls, folder: Path) -> Checksums:
        """Read ``checksums.json`` of a pack; none listed where there is no such file.

        Raises
        ------
        ValueError
            If the file is not a list of checksums.
        """
        path = folder / FILE_NAME
        if not path.is_file():
            return cls()
        try:
            listed = parse_json(path.read_bytes())
            return cls({name: _entry(entry["size"], entry["sha256"]) for name, entry in listed.items()})
        except WRONG:
            raise ValueError(f"{FILE_NAME} is not a list of checksums") from None

    @classmethod
    def of(cls, folder: Path, names: Iterable[str]) -> Checksums:
        """Compute the checksums of some files of a folder."""
        return cls({name: ((folder / name).stat().st_size, sha256(folder / name)) for name in names})

    def match(self, path: Path, name: str) -> bool:
        """Whether a file is the one that was sealed; the size is compared before anything is read."""
        if name not in self.entries:
            return True
        size, digest = self.entries[name]
        return path.stat().st_size == size and sha256(path) == digest

    def write(self, folder: Path) -> None:
        """Write ``checksums.json``."""
        listed = {name: {"size": size, "sha256": digest} for name, (size, digest) in sorted(self.entries.items())}
        write_file(folder / FILE_NAME, (json.dumps(listed, indent=1) + "\n").encode())


def _entry(size: object, digest: object) -> tuple[int, str]:
    if type(size) is not int or not isinstance(digest, str) or not re.fullmatch("[0-9a-f]{64}", digest):
        raise ValueError("neither a size nor a sha256")
    return size, digest
