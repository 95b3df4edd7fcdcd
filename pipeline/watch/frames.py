"""Pictures of a folder in the order of their names, and those that arrive in it later."""

from __future__ import annotations

import os
import re
import time
from collections.abc import Iterator
from glob import glob
from pathlib import Path

import numpy as np

from pipeline.core import messages
from pipeline.core.errors import SpotItError
from pipeline.core.images import load_picture, picture_endings
from pipeline.watch.video import VideoFrame

RESTLESS = 3
"""Looks that find a file changed each time, after which it is read between two changes."""

STARVED = 30
"""Looks after which it is said that this has not succeeded either."""

_READS, _PAUSE = 5, 0.02
"""How often a file that changes while it is read is read again, and seconds in between."""

Frame = Path | VideoFrame
"""A picture: a file, or one of a video."""

Stamp = tuple[int, int, int]
"""Size, time of last change, and number of a file."""


def frames_of(folder: Path, interval: float) -> Iterator[Path]:
    """Every picture of a folder, and then every one that is put there or written anew, for ever.

    The folder is looked through every ``interval`` seconds.  A picture counts as written when two looks find it the
    same; one that was there at the start is taken as it is, one that another file was put in the place of (as by a
    rename, which puts a finished one there) if it can be read whole, and one that never rests whenever it can.

    Raises
    ------
    SpotItError
        If the folder cannot be read.
    """
    passed: set[str] = set()
    given: dict[Path, Stamp] = {}
    for path, stamp in _look(folder, passed).items():
        given[path] = stamp
        yield path
    seen = dict(given)
    restless: dict[Path, int] = {}
    while True:
        time.sleep(interval)
        now = _look(folder, passed)
        for path, stamp in now.items():
            looks = restless.pop(path, 0) + 1
            if stamp == given.get(path):
                continue
            replaced = path in given and given[path][2] != stamp[2]
            if seen.get(path) == stamp or ((replaced or looks >= RESTLESS) and _is_whole(path)):
                given[path] = stamp
                yield path
                continue
            restless[path] = looks
            if looks == STARVED:
                messages.notice(messages.FRAME_RESTLESS, path=path)
        seen = now
        given = {path: stamp for path, stamp in given.items() if path in now}


def frames_now(folder: Path) -> list[Path]:
    """The pictures that a folder holds, numbers within their names in numerical order.

    Raises
    ------
    SpotItError
        If the folder cannot be read.
    """
    return list(_look(folder, set()))


def frames_like(pattern: str) -> list[Path]:
    """The files whose names are like a pattern with ``*``, ``?`` and ``[...]``, in the order of :func:`frames_now`.

    Raises
    ------
    SpotItError
        If there is none.
    """
    found = sorted((Path(name) for name in glob(pattern, recursive=True) if os.path.isfile(name)), key=_natural)
    if not found:
        raise messages.error(messages.NO_FRAMES, path=pattern)
    return found


def read_frame(path: Frame) -> np.ndarray:
    """A picture as no single moment of writing spoils it: read again where it was written over meanwhile.

    Raises
    ------
    SpotItError
        If it is not a picture that can be read.
    """
    if isinstance(path, VideoFrame):
        return path.image
    for _ in range(_READS):
        before = _stamp(path)
        try:
            image, failure = load_picture(path), None
        except SpotItError as found:
            failure = found
        after = _stamp(path)
        if before == after or (failure is None and before and after and before[2] != after[2]):  # replaced as a whole
            break
        time.sleep(_PAUSE)
    if failure is not None:
        raise failure
    return image


def _is_whole(path: Path) -> bool:
    try:
        read_frame(path)
    except SpotItError:
        return False
    return True


def _stamp(path: Path) -> Stamp | None:
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_size, status.st_mtime_ns, status.st_ino


def _look(folder: Path, passed: set[str]) -> dict[Path, Stamp]:
    """The pictures with their stamps; the first of each kind of other files is said, and its kind put to ``passed``."""
    endings = picture_endings()
    found: dict[Path, Stamp] = {}
    try:
        paths = sorted(folder.iterdir(), key=_natural)
    except OSError as failure:
        raise messages.error(messages.NOT_READABLE, path=folder, reason=failure.strerror) from None
    for path in paths:
        if path.name.startswith("."):
            continue
        ending = "/" if path.is_dir() else path.suffix.lower()
        if ending in endings:
            stamp = _stamp(path)
            if stamp is not None:  # not gone again between the two calls
                found[path] = stamp
        elif ending not in passed:
            passed.add(ending)
            reason = "it is a folder" if ending == "/" else "its ending is not that of a picture"
            messages.notice(messages.NOT_LOOKED_AT, path=path, reason=reason)
    return found


def _natural(path: Path) -> list[tuple[int, str]]:
    """A key that puts frame9 before frame10."""
    return [(int(part), "") if part.isdecimal() else (-1, part) for part in re.split(r"(\d+)", path.name)]
