"""The first change in one sentence with those that share its fate: "three people have moved to the left".

Who looks at a pair where several people walked on says so of all of them, not of one that happens to be the largest.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from language.photo.paragraph import SHARED, merged
from language.photo.sentences import counts_group, sentences
from language.photo.subject import Manner, subject_of
from language.pieces import Sentence
from pipeline.core.kinds import MOVE
from pipeline.core.labels import UNNAMED
from pipeline.core.types import Analysis, Change

MOST_WORDINGS = 12
"""Of each of two groups that went different ways, so many of the readiest wordings are paired with each other."""


@dataclass(frozen=True)
class Shared:
    """Sentences that state several changes, and the numbers of these."""

    sentences: tuple[Sentence, ...]
    places: tuple[int, ...]


def shared(analysis: Analysis, manner: Manner) -> Shared | None:
    """What the first change and others of its kind and label have in common; None where it is the only one."""
    places = _alike(analysis.changes, manner.least_shared)
    if len(places) < 2:
        return None
    ways = _ways(analysis.changes, places)
    if not manner.all_ways or len(ways) == 1:
        return Shared(tuple(_said(analysis, ways[0], manner)), tuple(ways[0])) if len(ways[0]) > 1 else None
    if len(ways) == 2:
        one, two = (list(islice(_readiest(analysis, way, manner), MOST_WORDINGS)) for way in ways)
        both = tuple(_joined(a, b) for a in one for b in two)
        return Shared(both, tuple(places))
    return Shared(tuple(_said(analysis, places, manner)), tuple(places))


def _alike(changes: Sequence[Change], least: float) -> list[int]:
    """The first change, and those of its kind and label that are sure enough to be told along with it."""
    first = changes[0]
    if first.kind not in SHARED or first.label == UNNAMED or counts_group(first):
        return []
    return [0] + [
        place
        for place, one in enumerate(changes[1:], 1)
        if (one.kind, one.label) == (first.kind, first.label) and one.confidence >= least
    ]


def _ways(changes: Sequence[Change], places: Sequence[int]) -> list[list[int]]:
    """The same, apart by where they went."""
    ways: dict[object, list[int]] = {}
    for place in places:
        ways.setdefault(changes[place].direction if changes[place].kind == MOVE else None, []).append(place)
    return list(ways.values())


def _said(analysis: Analysis, places: Sequence[int], manner: Manner) -> Iterator[Sentence]:
    members = [(subject_of(analysis, analysis.changes[place], manner), place) for place in places]
    first = analysis.changes[places[0]]
    directions = {analysis.changes[place].direction for place in places}
    told = replace(first, direction=first.direction if len(directions) == 1 else None, group=None)
    return sentences(told, merged(members).subject)


def _readiest(analysis: Analysis, places: Sequence[int], manner: Manner) -> list[Sentence]:
    return sorted(_said(analysis, places, manner), key=lambda one: -one.weight)


def _joined(one: Sentence, two: Sentence) -> Sentence:
    return Sentence((*one.pieces, "and", *two.pieces), one.weight * two.weight)
