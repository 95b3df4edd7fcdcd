"""Labels that mean the same in every world."""

from __future__ import annotations

UNNAMED = "object"
"""The label of a thing that no detector has a name for."""

PERSON = "person"

CLOTHED = frozenset((PERSON,))
"""Labels of those whose colour is that of their clothes."""
