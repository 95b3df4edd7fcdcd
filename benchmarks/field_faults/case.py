"""One case: two pictures, and what may be said of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from benchmarks.field_faults.grounds import Grounds
from pipeline.core.kinds import ADD, DROP, MOVE, REPLACE
from pipeline.core.pictures import Source

ANY = frozenset({ADD, DROP, MOVE, REPLACE, "color", "size", "text", "state"})
"""Kinds of what changed in one place, where the truth does not say which of them it is."""


@dataclass(frozen=True, eq=False)
class Right:
    """What is right.

    Parameters
    ----------
    kinds
        Kinds of the changes that may be told; none where nothing changed.
    boxes
        Where it changed, in the pixels of either picture, ``(4,)`` each; empty where it is the whole picture.
    by_reason
        Whether a reason at the place is right, too: what is too small or too faint to be told as a change.
    unnamed
        Whether nothing may be called by a name.
    never
        Kinds that are wrong where others, or nothing, may be told.
    refused
        Whether one line that refuses the pictures is right, too.
    packs
        Worlds that may not answer.
    """

    kinds: frozenset[str] = frozenset()
    boxes: tuple[np.ndarray, ...] = ()
    by_reason: bool = False
    unnamed: bool = False
    never: frozenset[str] = frozenset()
    refused: bool = False
    packs: frozenset[str] = frozenset()


QUIET = Right()


@dataclass(frozen=True, eq=False)
class Case:
    """Two pictures, what is right, and in a few words how they were made."""

    before: Source
    after: Source
    right: Right
    made: str = ""


Make = Callable[[np.random.Generator, Grounds], Case | None]
"""A case of a kind; None where the grounds have no room or nothing for it."""


def told(kinds: frozenset[str] | set[str], *boxes: object, **more: object) -> Right:
    """What is told of one place, or of several."""
    return Right(frozenset(kinds), tuple(np.asarray(box, float) for box in boxes), **more)  # type: ignore[arg-type]
