"""Labels that mean the same in every world."""

from __future__ import annotations

UNNAMED = "object"
"""The label of a thing that no detector has a name for."""

PERSON = "person"

LIGHT = "light"
"""The label of what shines: a lamp of any kind."""

CLOTHED = frozenset((PERSON,))
"""Labels of those whose colour is that of their clothes."""

ANIMATE = frozenset(
    ("person", "bird", "cat", "dog", "horse", "sheep", "cow", "elephant", "bear", "zebra", "giraffe",
     "animal", "fish", "frog", "turtle", "lizard", "crocodile", "snake", "spider", "insect", "butterfly", "crab",
     "rabbit", "squirrel", "pig", "camel", "monkey")
)  # fmt: skip
"""Labels of what comes and leaves of its own accord."""
