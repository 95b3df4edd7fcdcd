"""Checksums of a pack's files, so that a damaged download is recognised before it gives a wrong answer."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from pipeline.core.files import sha256

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
            listed = json.loads(path.read_text(encoding="utf-8"))
            return cls({name: (int(entry["size"]), str(entry["sha256"])) for name, entry in listed.items()})
        except (AttributeError, KeyError, TypeError, ValueError):
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
        (folder / FILE_NAME).write_text(json.dumps(listed, indent=1) + "\n", encoding="utf-8")
