"""Where packs are: inside the package, in folders named by ``SPOT_IT_PACKS``, in the user's cache, or at a path."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from pipeline.core import messages
from pipeline.core.errors import SpotItError
from pipeline.worlds.world import CONFIG, World, load_world

AUTO = "auto"
"""Not a pack, but the choice of the one that suits the pictures."""

_BUILT_IN = Path(__file__).parent


def find_world(name: str | os.PathLike[str]) -> World:
    """A world by the name of its pack, or by the path of its folder.

    Raises
    ------
    SpotItError
        If there is none of that name, or it cannot be used.
    """
    name = os.fspath(name)
    if not _is_path(name):
        for folder in known_worlds():
            if folder.name == name:
                return load_world(folder)
    if Path(name).is_dir():
        return load_world(Path(name))
    known = [AUTO, *dict.fromkeys(folder.name for folder in known_worlds())]
    hint = messages.did_you_mean(name, known)
    raise messages.error(messages.NO_PACK, name=name, hint=hint, known=", ".join(known))


def recognised_worlds() -> list[World]:
    """All worlds that say how their pictures are recognised, the first of a name being the one that counts.

    One whose pack cannot be used is named on stderr and left out.
    """
    found: dict[str, World] = {}
    for folder in known_worlds():
        try:
            world = load_world(folder)
        except SpotItError as failure:
            messages.notice("{text}", text=failure)
            continue
        if "recogniser" in world.stages:
            found.setdefault(world.name, world)
    return list(found.values())


def known_worlds() -> list[Path]:
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
    """The packs of one place; one that cannot be read is said, and costs no other, as is one that was named in vain."""
    try:
        if not place.is_dir() and place in _named_places():
            _leave_out(place, "not a folder" if place.exists() else "there is none")
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
    return [_BUILT_IN, *_named_places(), user_folder()]


def _named_places() -> list[Path]:
    return [Path(entry) for entry in os.environ.get("SPOT_IT_PACKS", "").split(os.pathsep) if entry]


def _is_path(name: str) -> bool:
    return name in (".", "..") or os.sep in name or (os.altsep is not None and os.altsep in name)
