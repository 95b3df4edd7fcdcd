"""Several changes as a changelog: the most important first, then region by region; like ones are counted."""

from __future__ import annotations

from collections.abc import Sequence

from language.morphology import number, plural
from language.pieces import Name, Piece, Told
from language.screen import words
from language.screen.manner import Manner
from language.screen.mentions import noun, quoted
from pipeline.core.types import Analysis, Change

COUNTED = {"add": ("were added", "was added"), "drop": ("are gone", "is gone"), "move": ("moved", "moved")}
"""Kinds of which several like changes share a sentence."""

LISTED = 3
"""So many words of counted elements are quoted."""


def paragraph(analysis: Analysis, manner: Manner) -> list[Told]:
    """The sentences in order, which together state all changes."""
    changes = analysis.changes
    return [(_told([changes[place] for place in group], manner), tuple(group)) for group in _groups(changes)]


def _groups(changes: Sequence[Change]) -> list[list[int]]:
    """Places of the changes that share a sentence: the first change's first, the others by region."""
    groups: dict[tuple[object, ...], list[int]] = {}
    for place, change in enumerate(changes):
        region = change.attributes.get("place", "")
        alike = (change.kind, change.label, region) if change.kind in COUNTED else (place,)
        groups.setdefault(alike, []).append(place)
    first, *rest = groups.values()

    def region_of(group: list[int]) -> int:
        region = changes[group[0]].attributes.get("place", "")
        return words.REGIONS.index(region) if region in words.REGIONS else -1

    return [first, *sorted(rest, key=region_of)]


def _told(changes: list[Change], manner: Manner) -> tuple[Piece, ...]:
    if len(changes) == 1:
        return max(manner.told(changes[0]), key=lambda one: one.weight).pieces
    one = manner.named(changes[0])
    quotes = [quoted(change) for change in changes if quoted(change)][:LISTED]
    names = f" ({', '.join(quotes)}{', …' if len(quotes) < len(changes) else ''})" if quotes else ""
    node, picture = (one.node_after, "after") if one.node_before is None else (one.node_before, "before")
    several = Name(f"{plural(noun(one))}{names}", node, picture)
    place = words.PLACES.get(one.attributes.get("place", ""), "")
    return number(len(changes)), several, place, COUNTED[one.kind][0]
