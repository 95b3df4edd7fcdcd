"""Trained files in memory: read once a process, and again when they have changed."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, wraps
from pathlib import Path
from typing import TypeVar

from pipeline.core import messages

Loaded = TypeVar("Loaded")

MOST = 4
"""Files of a kind that are held in memory at a time."""


def loaded_once(missing: str) -> Callable[[Callable[[Path], Loaded]], Callable[[str | Path], Loaded]]:
    """Let a function that reads a file give the same value again until the file's time of last change is another one.

    So a model that was trained again is loaded again.  Where there is no such file, the message ``missing``, a template
    that takes its ``path``, is raised as a :class:`~pipeline.core.errors.SpotItError`.
    """

    def remembering(read: Callable[[Path], Loaded]) -> Callable[[str | Path], Loaded]:
        @lru_cache(maxsize=MOST)
        def read_at(path: Path, changed: int) -> Loaded:
            return read(path)

        @wraps(read)
        def load(path: str | Path) -> Loaded:
            path = Path(path)
            if not path.is_file():
                raise messages.error(missing, path=path)
            return read_at(path, path.stat().st_mtime_ns)

        return load

    return remembering
