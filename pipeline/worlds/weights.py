"""Detector weights that do not ship: where they are on this machine, or are fetched to."""

from __future__ import annotations

import os
from functools import lru_cache
from pathlib import Path

from pipeline.core.errors import SpotItError
from pipeline.worlds.finder import cache_folder
from pipeline.worlds.releases import RELEASES

VARIABLE = "SPOT_IT_WEIGHTS"
"""Environment variable that names a local ONNX detector."""

OFFLINE = "SPOT_IT_OFFLINE"
"""Environment variable that, if it is set, forbids to fetch anything unasked."""

PATIENCE = 4.0
"""Seconds to wait for a server that was not asked for."""


def weights_folder() -> Path:
    """Where fetched weights are kept."""
    return cache_folder() / "weights"


def ready_weights(pack: str = "photo") -> Path | None:
    """A weights file to use: the one that ``SPOT_IT_WEIGHTS`` names, the largest fetched before, or one fetched now.

    None where there is none and none can be fetched; a release is asked for once a process.
    """
    named = os.environ.get(VARIABLE)
    if named:
        return Path(named)
    kept = [weights_folder() / release.file for release in reversed(RELEASES.get(pack, ()))]
    return next((path for path in kept if path.is_file()), None) or _fetched_unasked(pack, weights_folder())


@lru_cache
def _fetched_unasked(pack: str, folder: Path) -> Path | None:
    if os.environ.get(OFFLINE) or pack not in RELEASES:
        return None
    from pipeline.worlds.download import fetch

    try:
        return fetch(RELEASES[pack][0], folder, PATIENCE)
    except SpotItError:
        return None
