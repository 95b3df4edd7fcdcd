"""Detector weights that do not ship: where they are on this machine, or are fetched to."""

from __future__ import annotations

import hashlib
import os
from functools import lru_cache
from pathlib import Path

from pipeline.core import messages
from pipeline.core.errors import SpotItError
from pipeline.worlds.finder import cache_folder
from pipeline.worlds.releases import RELEASES, Release

VARIABLE = "SPOT_IT_WEIGHTS"
"""Environment variable that names a local ONNX detector."""

OFFLINE = "SPOT_IT_OFFLINE"
"""Environment variable that, if it is set, forbids to fetch anything unasked."""

PATIENCE = 4.0
"""Seconds to wait for a server that was not asked for."""

PATIENCE_IN_ALL = 60.0
"""Seconds that a download that was not asked for may take."""


def weights_folder() -> Path:
    """Where fetched weights are kept."""
    return cache_folder() / "weights"


def ready_weights(pack: str = "photo") -> Path | None:
    """A weights file to use: the one that ``SPOT_IT_WEIGHTS`` names, the largest fetched before, or one fetched now.

    None where there is none and none can be fetched; a release is asked for once a process.  A file that is not the
    one that was published is passed over, and said.
    """
    named = os.environ.get(VARIABLE)
    if named:
        return Path(named)
    for release in reversed(RELEASES.get(pack, ())):
        path = weights_folder() / release.file
        if path.is_file() and _sound(path, release, pack, path.stat().st_mtime_ns):
            return path
    return _fetched_unasked(pack, weights_folder())


@lru_cache
def _sound(path: Path, release: Release, pack: str, stamp: int) -> bool:
    """Whether a kept file is the one that was published; looked at once a process."""
    try:
        with path.open("rb") as stream:
            if hashlib.file_digest(stream, "sha256").hexdigest() == release.sha256:
                return True
    except OSError as failure:
        raise messages.error(messages.NOT_READABLE, path=path, reason=failure.strerror) from None
    messages.notice(messages.WEIGHTS_DAMAGED, path=path, name=pack)
    return False


@lru_cache
def _fetched_unasked(pack: str, folder: Path) -> Path | None:
    if os.environ.get(OFFLINE) or pack not in RELEASES:
        return None
    from pipeline.worlds.download import fetch

    try:
        return fetch(RELEASES[pack][0], folder, PATIENCE, PATIENCE_IN_ALL)
    except SpotItError:
        return None
