"""What a result rests on, so that a later run can tell whether it still holds: both pictures, pack and options."""

from __future__ import annotations

import hashlib
import json
import os
import stat
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from pipeline.batch.addresses import address_mark
from pipeline.batch.job import Job
from pipeline.batch.pairs import Pair
from pipeline.core.files import sha256
from pipeline.core.version import VERSION
from pipeline.worlds.checksums import Checksums
from pipeline.worlds.finder import AUTO, known_worlds
from pipeline.worlds.weights import VARIABLE, weights_folder

Mark = list[Any] | None
"""A file's size, time of last change in nanoseconds, and sha256; None where there is no file."""

SET_BY_HAND = 2_000_000_000
"""Nanoseconds from a file's time of change to that of its entry from which the former was set and says nothing."""


def fingerprint(pair: Pair, settings: str) -> dict[str, Any]:
    """What stands in a result line.  It is taken before the pictures are read, so that it is never newer than they."""
    before, after = map(mark, pair.places)
    return {"before": before, "after": after, "settings": settings}


def fits(result: Mapping[str, Any], pair: Pair, settings: str) -> bool:
    """Whether a result line is of these pictures, as they are now, and of these settings.

    Files are compared by size and time; only where the time differs, or was set by hand after the file was written (as
    archives, copies and checkouts do, of which all files may have one time), are they read.
    """
    known = result.get("fingerprint")
    if not isinstance(known, dict) or known.get("settings") != settings:
        return False
    if (result.get("before"), result.get("after")) != (pair.before, pair.after):
        return False
    return all(_is_still(path, known.get(side)) for side, path in zip(("before", "after"), pair.places, strict=True))


def mark(path: Path | str) -> Mark:
    """What a file, or what is at an address, is known by."""
    if isinstance(path, str):
        return address_mark(path)
    found = _status(path)
    return None if found is None else [found.st_size, found.st_mtime_ns, _digest(path)]


def settings_mark(job: Job) -> str:
    """One word for everything that answers depend on, apart from the pictures.

    For "auto" it covers every pack that could be chosen.
    """
    packs = known_worlds() if job.pack == AUTO else [Path(job.pack)]
    told = {
        "version": VERSION,
        "packs": {folder.name: _pack(folder) for folder in packs},
        "stages": job.stages,
        "parameters": {name: _with_content(value) for name, value in job.parameters.items()},
        "ignore": [_digest(Path(area)) or area for area in job.ignore],
        "ignore_text": job.ignore_text,
        "least": [job.min_size, job.min_confidence, job.at],
        "every": job.every,
        "style": job.style,
        "weights": _weights(job.weights),
    }
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()[:32]


def _is_still(path: Path | str, known: object) -> bool:
    if isinstance(path, str):
        return known == address_mark(path)
    found = _status(path)
    if found is None or not isinstance(known, list) or len(known) != 3:
        return found is None and known is None
    size, time, digest = known
    if size != found.st_size:
        return False
    told = time == found.st_mtime_ns and found.st_ctime_ns <= found.st_mtime_ns + SET_BY_HAND
    return told or (digest is not None and digest == _digest(path))


def _status(path: Path) -> os.stat_result | None:
    """None for what is no ordinary file too: reading a pipe could wait for ever."""
    try:
        found = path.stat()
    except (OSError, ValueError):
        return None
    return found if stat.S_ISREG(found.st_mode) else None


def _digest(path: Path) -> str | None:
    if _status(path) is None:
        return None
    try:
        return sha256(path)
    except OSError:
        return None


def _pack(folder: Path) -> dict[str, str | None]:
    """Files that are sealed are known by the list of checksums; the others are read."""
    try:
        sealed = Checksums.read(folder).entries
    except (OSError, ValueError):  # whoever uses the pack says so
        sealed = {}
    return _digests(path for path in folder.iterdir() if path.name not in sealed)


def _with_content(value: object) -> object:
    """A parameter; of one that names a file, as a classifier, what is in it as well."""
    content = _digest(Path(value)) if isinstance(value, str) else None
    return value if content is None else [value, content]


def _weights(given: Path | None) -> dict[str, str | None]:
    """Of the file that is named, or of all that are kept on this machine."""
    named = given or os.environ.get(VARIABLE)
    if named:
        return {"": _digest(Path(named))}
    return {path.name: str(path.stat().st_size) for path in weights_folder().glob("*.onnx")}


def _digests(paths: Iterable[Path]) -> dict[str, str | None]:
    return {path.name: _digest(path) for path in sorted(paths) if path.is_file()}
