"""Two solid things cannot stand in one place."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from pipeline.core.types import Motion, SceneObject


def within(
    motion: Motion,
    first: Sequence[SceneObject],
    picture: str,
    second: Sequence[SceneObject],
    other: str,
    least: float,
) -> np.ndarray | None:
    """Which objects of ``first`` and ``second`` would stand in one another, bool ``(n, m)``.

    ``picture`` and ``other`` name the picture of each list, ``"before"`` or ``"after"``; ``least`` is the distance that
    two solid things keep, as a share of the sum of their radii.  None for a motion that knows no ground.
    """
    apart = motion.apart(list(first), picture, list(second), other)
    return None if apart is None else apart < least


def intruders(motion: Motion, objects: Sequence[SceneObject], picture: str, least: float) -> np.ndarray:
    """Which objects stand in another of the same picture, bool ``(n,)``: one body taken for two.

    Either may be the true one, whatever their scores, so that only its partner in the other picture vouches for it.
    """
    inside = within(motion, objects, picture, objects, picture, least)
    if inside is None:
        return np.zeros(len(objects), bool)
    return np.asarray((inside & ~np.eye(len(objects), dtype=bool)).any(1))
