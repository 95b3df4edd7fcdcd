"""One thing to describe, what people said of it, and what is known to be true of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

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
    object.
    """

    kind: str
    label: str = ""
    attributes: dict[str, str] = field(default_factory=dict)
    new: str = ""
    newcomer: dict[str, str] = field(default_factory=dict)
    boxes: Boxes = (None, None)


@dataclass(frozen=True, eq=False)
class Truth:
    """What is true of a pair: its changes, most important first, and perhaps all of both scenes.

    By the ``situation`` any sentence can be judged; ``objects`` says where all objects are.
    """

    changes: tuple[TrueChange, ...]
    situation: Situation | None = None
    objects: dict[ObjectKey, Boxes] = field(default_factory=dict)

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
