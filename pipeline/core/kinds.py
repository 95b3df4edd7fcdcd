"""The kinds of change that a fact may be of: one vocabulary, which every world extends by its own."""

from __future__ import annotations

from collections.abc import Iterable

ADD, DROP, MOVE, REPLACE = "add", "drop", "move", "replace"

OBJECT_KINDS = (ADD, DROP, MOVE, REPLACE)
"""What becomes of an object as a whole; that an attribute of it has another value is of the kind of that name."""

COUNT = "count"
"""A group has more or fewer members."""

SCENE = "scene"
"""The two pictures show different scenes."""

LIGHT = "light"
"""The light alone is another, which is said to be no change."""

FURTHER_KINDS = (COUNT, SCENE, LIGHT)
"""Kinds that are neither an object's nor an attribute's, known to worlds of photographs."""


def kinds_of(attributes: Iterable[str], further: Iterable[str] = ()) -> tuple[str, ...]:
    """All kinds of a world whose objects have these attributes; ``further`` are those that the world adds.

    >>> kinds_of(["color"], [SCENE])
    ('add', 'drop', 'move', 'replace', 'color', 'scene')
    """
    return tuple(dict.fromkeys((*OBJECT_KINDS, *attributes, *further)))
