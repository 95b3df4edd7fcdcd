"""The attributes of scenes with known truth, and their values."""

from __future__ import annotations

from collections.abc import Mapping

from language.lexicon import ATTRIBUTE_VALUES


def vocabulary() -> Mapping[str, tuple[str, ...]]:
    """Every attribute of the blocks world with its values, in the order of a noun phrase."""
    return ATTRIBUTE_VALUES
