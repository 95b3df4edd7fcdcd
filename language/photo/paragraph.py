"""Several changes in a short paragraph: what appeared, what is gone and what moved each in one sentence.

Like things that share a fate are counted together, others are listed; every other change has a sentence of its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from language.photo.mentions import locations, newcomers
from language.photo.sentences import agree, arrivals, counts_group, departures, known_somewhere, movements, sentences
from language.photo.subject import BRIEF, Landmark, Manner, Subject, subject_of
from language.photo.words import Choices, places
from language.pieces import Mention, Piece, Told
from pipeline.core.kinds import ADD, DROP, MOVE
from pipeline.core.labels import UNNAMED
from pipeline.core.places import Place
from pipeline.core.types import Analysis, Change, SceneObject

SHARED = (ADD, DROP, MOVE)
"""Kinds that several things can share a sentence of."""

LONGEST_LIST = 3

SIDES = {
    side: frozenset(place.value for place in Place if side.name in place.name or word in place.name)
    for side, word in ((Place.LEFT, "LEFT"), (Place.RIGHT, "RIGHT"), (Place.TOP, "UPPER"), (Place.BOTTOM, "LOWER"))
}
"""The ninths of a picture that lie on each of its sides."""


@dataclass(frozen=True)
class Subjects:
    """A subject, and the changes that it stands for."""

    subject: Subject
    places: tuple[int, ...]


def paragraph(analysis: Analysis, manner: Manner = BRIEF) -> list[Told]:
    """The sentences in order, which together state all changes."""
    return [told for group in _groups(analysis.changes) for told in _sentences(analysis, group, manner)]


def _groups(changes: Sequence[Change]) -> list[list[int]]:
    """Places of the changes that share a sentence, in the order of the first of each."""
    groups: dict[tuple[object, ...], list[int]] = {}
    for place, change in enumerate(changes):
        key: tuple[object, ...] = (place,)
        if counts_group(change):
            key = (change.kind, change.label, change.group)
        elif change.kind in SHARED:
            key = (change.kind, change.direction)
        groups.setdefault(key, []).append(place)
    return list(groups.values())


def _sentences(analysis: Analysis, group: list[int], manner: Manner) -> list[Told]:
    change = analysis.changes[group[0]]
    if len(group) == 1 or counts_group(change):
        best = max(sentences(change, subject_of(analysis, change, manner)), key=lambda one: one.weight)
        return [(best.pieces, tuple(group))]
    told = _likes(analysis, group, manner)
    lists = [told[i : i + LONGEST_LIST] for i in range(0, len(told), LONGEST_LIST)]
    return [(_listed(analysis.changes[group[0]], one), _places(one)) for one in lists]


def _likes(analysis: Analysis, group: list[int], manner: Manner) -> list[Subjects]:
    """Like things of a group taken together."""
    like: dict[tuple[str, str], list[tuple[Subject, int]]] = {}
    for place in group:
        subject = subject_of(analysis, analysis.changes[place], manner)
        like.setdefault((subject.label, subject.color), []).append((subject, place))
    return [merged(members) for members in like.values()]


def merged(members: Sequence[tuple[Subject, int]]) -> Subjects:
    """One subject for several of one label, each with the number of its change; what they do not share is left out."""
    subjects, places = zip(*members, strict=True)
    first = subjects[0]
    if len(subjects) == 1:
        return Subjects(first, places)
    rivals = set.intersection(*(set(map(id, one.rivals)) for one in subjects))
    merged = replace(
        first,
        count=sum(one.count for one in subjects),
        color=first.color if all(one.color == first.color for one in subjects) else "",
        size="",
        place=first.place if all(one.place == first.place for one in subjects) else "",
        near=None,
        towards=_shared_landmark([one.towards for one in subjects]),
        away_from=_shared_landmark([one.away_from for one in subjects]),
        scattered=True,
        rivals=tuple(rival for rival in first.rivals if id(rival) in rivals),
    )
    return Subjects(merged if merged.place else replace(merged, place=_common(subjects, merged.rivals)), places)


def _shared_landmark(landmarks: Sequence[Landmark | None]) -> Landmark | None:
    first = landmarks[0]
    return first if first is not None and all(map(first.is_like, landmarks)) else None


def _common(subjects: Sequence[Subject], rivals: Sequence[SceneObject]) -> str:
    """The side of the picture that all are on and none of the rivals is, if there is one."""
    where = {one.place for one in subjects}
    others = {Place.of(rival.box, subjects[0].extent).value for rival in rivals}
    for side, ninths in SIDES.items():
        if where <= ninths and not others & ninths:
            return side.value
    return ""


def _listed(change: Change, told: list[Subjects]) -> tuple[Piece, ...]:
    """One sentence about all of them."""
    # Where each of a long list stands would drown the news.
    subjects = [one.subject if len(told) < LONGEST_LIST else replace(one.subject, near=None) for one in told]
    mentions = _said_once([_mention(change, subject) for subject in subjects])
    plural = len(mentions) > 1 or mentions[0].plural
    pieces: list[Piece] = []
    for number, mention in enumerate(mentions):
        if number:
            pieces += ["and"] if number == len(mentions) - 1 else [","]
        pieces += mention.pieces
    return (*pieces, agree(_predicate(change, subjects), plural))


def _mention(change: Change, subject: Subject) -> Mention:
    if change.kind == ADD:
        where, weight = locations(subject)[0]
        return _best([mention.then(where, weight) for mention in newcomers(subject)])
    return _best(list(known_somewhere(subject, told=change.kind == DROP)))


def _said_once(mentions: list[Mention]) -> list[Mention]:
    """A place that all of them end with is left to the last."""
    last = {mention.pieces[-1] for mention in mentions}
    if len(last) > 1 or not last <= {said for place in Place for said, _ in places(place.value)}:
        return mentions
    return [*(replace(mention, pieces=mention.pieces[:-1]) for mention in mentions[:-1]), mentions[-1]]


def _predicate(change: Change, subjects: Sequence[Subject]) -> str:
    labels = {subject.label for subject in subjects}
    said = {ADD: arrivals, DROP: departures}.get(change.kind)
    choices: Choices = movements(change) if said is None else said(labels.pop() if len(labels) == 1 else UNNAMED)
    return choices[0][0]


def _best(mentions: list[Mention]) -> Mention:
    return max(mentions, key=lambda mention: mention.weight)


def _places(told: list[Subjects]) -> tuple[int, ...]:
    return tuple(place for one in told for place in one.places)
