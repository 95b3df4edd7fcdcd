"""One thing to describe, what people said of it, and what is known to be true of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from pipeline.core.relations import Relations

if TYPE_CHECKING:
    from language.parser import Situation

Boxes = tuple[np.ndarray | None, np.ndarray | None]
"""Where something is in the first and in the second picture; None where it is not visible."""

ObjectKey = tuple[str, int]
"""An object by the scene (``before`` or ``after``) and its number there."""

NO_CHANGE = "none"
"""The kind of a pair in which nothing changed."""


@dataclass(frozen=True, eq=False)
class TrueChange:
    """One true change, in the terms of :class:`pipeline.core.types.Change`.

    What is empty is not known, and is not asked of an answer.  ``newcomer`` are the attributes of what replaced the
    object, ``nodes`` the object's number in either scene.
    """

    kind: str
    label: str = ""
    attributes: dict[str, str] = field(default_factory=dict)
    new: str = ""
    newcomer: dict[str, str] = field(default_factory=dict)
    boxes: Boxes = (None, None)
    nodes: tuple[int | None, int | None] = (None, None)


@dataclass(frozen=True, eq=False)
class TrueObject:
    """An object of a scene.

    ``box`` encloses the ``pixels`` of it that are visible, and is None where none is or none is known; ``visibility``
    is their share of its outline.  ``center`` is where its middle falls in the picture, ``place`` that middle in world
    units, ``depth`` its distance along the view in the same, and ``scale`` pixels a world unit there.  What the truth
    does not say is None.
    """

    attributes: dict[str, str]
    box: np.ndarray | None = None
    center: tuple[float, float] | None = None
    visibility: float | None = None
    place: tuple[float, ...] | None = None
    depth: float | None = None
    scale: float | None = None
    pixels: int | None = None


@dataclass(frozen=True, eq=False)
class TrueScene:
    """All objects of one picture; ``relations[R][i]`` lists the objects that stand ``R`` of object ``i``."""

    objects: tuple[TrueObject, ...]
    relations: Relations


@dataclass(frozen=True, eq=False)
class Truth:
    """What is true of a pair: its changes, most important first, and perhaps all of both scenes.

    ``scenes`` are those of the first and of the second picture.  By the ``situation`` any sentence can be judged;
    ``objects`` says where all objects are in both pictures.
    """

    changes: tuple[TrueChange, ...]
    situation: Situation | None = None
    objects: dict[ObjectKey, Boxes] = field(default_factory=dict)
    scenes: tuple[TrueScene, TrueScene] | None = None

    @property
    def described(self) -> bool:
        """Whether the changed objects are described, not only located."""
        return all(change.label or change.attributes for change in self.changes)


@dataclass(frozen=True, eq=False)
class Example:
    """A picture, or a picture before and one after, under one id.

    ``captions`` are the references, none of them blank.  ``kind`` is the kind of change, ``none`` where nothing
    changed, empty where that is not known or the question makes no sense.
    """

    id: str
    pictures: tuple[Path, ...]
    captions: tuple[str, ...]
    kind: str = ""
    truth: Truth | None = None
