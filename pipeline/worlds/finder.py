"""Where packs are: inside the package, in folders named by ``SPOT_IT_PACKS``, in the user's cache, or at a path."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from pipeline.core import messages
from pipeline.worlds.world import CONFIG, Pack, load_pack

AUTO = "auto"
"""Not a pack, but the choice of the one that suits the pictures."""

_BUILT_IN = Path(__file__).parent


def find_pack(name: str | os.PathLike[str]) -> Pack:
    """A pack by its name, or by the path of its folder.

    Raises
    ------
    SpotItError
        If there is none of that name, or it cannot be used.
    """
    name = os.fspath(name)
    if not _is_path(name):
        for folder in known_packs():
            if folder.name == name:
                return load_pack(folder)
    if Path(name).is_dir():
        return load_pack(Path(name))
    known = ", ".join([AUTO, *dict.fromkeys(folder.name for folder in known_packs())])
    raise messages.error(messages.NO_PACK, name=name, known=known)


def known_packs() -> list[Path]:
    """Folders of all packs in the known places, the first of a name being the one that counts."""
    return [folder for place in _places() for folder in _packs_in(place)]


def user_folder() -> Path:
    """Where packs that a user adds are kept."""
    return cache_folder() / "packs"


def cache_folder() -> Path:
    """Where this user's files are kept: ``~/.cache/spot-it`` on Linux, or under ``XDG_CACHE_HOME``."""
    home = Path.home()
    if sys.platform == "win32":
        cache = Path(os.environ.get("LOCALAPPDATA", home / "AppData" / "Local"))
    elif sys.platform == "darwin":
        cache = home / "Library" / "Caches"
    else:
        cache = Path(os.environ.get("XDG_CACHE_HOME") or home / ".cache")
    return cache / "spot-it"


def _packs_in(place: Path) -> Iterator[Path]:
    """The packs of one place; one that cannot be read is said, and costs no other."""
    try:
        folders = sorted(place.iterdir()) if place.is_dir() else []
    except OSError as failure:
        _leave_out(place, failure.strerror)
        return
    for folder in folders:
        try:
            if (folder / CONFIG).is_file():
                yield folder
        except OSError as failure:
            _leave_out(folder, failure.strerror)


@lru_cache
def _leave_out(path: Path, reason: str) -> None:
    """Say it once a process."""
    messages.notice(messages.PACKS_LEFT_OUT, path=path, reason=reason)


def _places() -> list[Path]:
    added = [Path(entry) for entry in os.environ.get("SPOT_IT_PACKS", "").split(os.pathsep) if entry]
    return [_BUILT_IN, *added, user_folder()]


def _is_path(name: str) -> bool:
    return name in (".", "..") or os.sep in name or (os.altsep is not None and os.altsep in name)
