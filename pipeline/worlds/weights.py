"""Weights that do not ship: where they are on this machine, or are fetched to."""

from __future__ import annotations

import os
from contextlib import suppress
from functools import lru_cache
from pathlib import Path

from pipeline.core import messages
from pipeline.core.errors import SpotItError
from pipeline.core.files import sha256
from pipeline.worlds.finder import cache_folder, known_worlds
from pipeline.worlds.releases import Release
from pipeline.worlds.world import World, load_world

VARIABLE = "SPOT_IT_WEIGHTS"
"""Environment variable that names a local file of weights."""

OFFLINE = "SPOT_IT_OFFLINE"
"""Environment variable that, if it is set, forbids to fetch anything unasked."""

PATIENCE = 4.0
"""Seconds to wait for a server that was not asked for."""

PATIENCE_IN_ALL = 60.0
"""Seconds that a download that was not asked for may take."""


def weights_folder() -> Path:
    """Where fetched weights are kept."""
    return cache_folder() / "weights"


def local_weights(world: World) -> Path | None:
    """A file to use that is on this machine: the one that ``SPOT_IT_WEIGHTS`` names, or the largest fetched before.

    A fetched file that is not the one that was published is passed over, and said.
    """
    if world.needs is None:
        return None
    named = os.environ.get(VARIABLE)
    if named:
        return Path(named)
    for release in reversed(world.releases):
        path = weights_folder() / release.file
        if path.is_file() and _sound(path, release, world.name, path.stat().st_mtime_ns):
            return path
    return None


def fetched_releases(world: World) -> list[str]:
    """Names of the world's releases that are on this machine."""
    return [release.name for release in world.releases if (weights_folder() / release.file).is_file()]


def released_weights(model: str) -> Path:
    """The file of a published detector, such as ``yolox-tiny``; fetched, unless it is on this machine.

    Raises
    ------
    SpotItError
        If no pack knows it, or it cannot be fetched.
    """
    from pipeline.worlds.download import fetch

    releases: dict[str, Release] = {}
    for folder in known_worlds():
        with suppress(SpotItError):  # a pack that is broken is named where it is asked for
            releases |= {one.model: one for one in load_world(folder).releases}
    if model not in releases:
        hint = messages.did_you_mean(model, releases)
        raise messages.error(messages.NO_SUCH_DETECTOR, model=model, hint=hint, known=", ".join(releases))
    return fetch(releases[model], weights_folder())


def fetch_unasked(world: World) -> Path | None:
    """The world's first release, downloaded if that is quickly done; asked for once a process.

    None where there is none, none can be fetched, or nothing may be (``SPOT_IT_OFFLINE``).
    """
    if not world.releases or os.environ.get(OFFLINE):
        return None
    return _fetched(world.releases[0], weights_folder())


@lru_cache
def _sound(path: Path, release: Release, pack: str, stamp: int) -> bool:
    """Whether a kept file is the one that was published; looked at once a process."""
    try:
        if sha256(path) == release.sha256:
            return True
    except OSError as failure:
        raise messages.error(messages.NOT_READABLE, path=path, reason=failure.strerror) from None
    messages.notice(messages.WEIGHTS_DAMAGED, path=path, name=pack)
    return False


@lru_cache
def _fetched(release: Release, folder: Path) -> Path | None:
    from pipeline.worlds.download import fetch

    try:
        return fetch(release, folder, PATIENCE, PATIENCE_IN_ALL)
    except SpotItError:
        return None
