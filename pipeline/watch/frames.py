"""Pictures of a folder in the order of their names, and those that arrive in it later."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from pathlib import Path

from pipeline.core import messages

ENDINGS = frozenset((".png", ".jpg", ".jpeg", ".webp", ".tif", ".tiff", ".bmp", ".gif"))

Stamp = tuple[int, int]
"""Size and time of last change of a file."""


def frames_of(folder: Path, interval: float) -> Iterator[Path]:
    """Every picture of a folder, and then every one that is put there or written anew, for ever.

    The folder is looked through every ``interval`` seconds.  A picture counts as written when two looks find it the
    same; one that was there at the start is taken as it is.

    Raises
    ------
    SpotItError
        If the folder cannot be read.
    """
    given: dict[Path, Stamp] = {}
    for path, stamp in _look(folder).items():
        given[path] = stamp
        yield path
    seen = dict(given)
    while True:
        time.sleep(interval)
        now = _look(folder)
        for path, stamp in now.items():
            if seen.get(path) == stamp != given.get(path):
                given[path] = stamp
                yield path
        seen = now
        given = {path: stamp for path, stamp in given.items() if path in now}


def frames_now(folder: Path) -> list[Path]:
    """The pictures that a folder holds, numbers within their names in numerical order.

    Raises
    ------
    SpotItError
        If the folder cannot be read.
    """
    return list(_look(folder))


def _look(folder: Path) -> dict[Path, Stamp]:
    found: dict[Path, Stamp] = {}
    try:
        paths = sorted(folder.iterdir(), key=_natural)
    except OSError as failure:
        raise messages.error(messages.NOT_READABLE, path=folder, reason=failure.strerror) from None
    for path in paths:
        if path.suffix.lower() in ENDINGS and not path.name.startswith("."):
            try:
                status = path.stat()
            except OSError:  # gone again between the two calls
                continue
            found[path] = (status.st_size, status.st_mtime_ns)
    return found


def _natural(path: Path) -> list[tuple[int, str]]:
    """A key that puts frame9 before frame10."""
    return [(int(part), "") if part.isdecimal() else (-1, part) for part in re.split(r"(\d+)", path.name)]
