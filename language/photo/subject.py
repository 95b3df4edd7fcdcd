"""What a sentence about a photograph is about: a change fact, and what else in the picture it could be taken for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from language.morphology import plural
from language.photo.roles import HELD, RIDDEN, role_of
from language.photo.words import NO_CHANGE, UNCOLORED, Choices, nouns
from pipeline.core.kinds import ADD
from pipeline.core.labels import UNNAMED
from pipeline.core.places import Place
from pipeline.core.types import Analysis, Change, ObjectGraph, SceneObject


@dataclass(frozen=True)
class Manner:
    """How much of what is known of a thing is told.

    ``sizes`` and ``places``: whether they are said, tried in turn until the words single the thing out; ``everything``
    says the size of what is new, and where a thing is by its place and its landmark together; ``nothing`` is what is
    said where nothing changed; a change less sure than ``least_shared`` is not told along with the first, and with
    ``all_ways`` those that went another way are.
    """

    sizes: tuple[bool, ...] = (False, True)
    places: tuple[bool, ...] = (False, True)
    everything: bool = False
    nothing: Choices = (("nothing has changed", 1.0),)
    least_shared: float = 0.55
    all_ways: bool = True


BRIEF = Manner()

MANNERS = {
    "measured": Manner(nothing=NO_CHANGE, all_ways=False),
    "natural": BRIEF,
    "full": Manner((True,), (True,), True),
}
"""By the name that a pack's config gives."""


@dataclass(frozen=True)
class Landmark:
    """A thing that stands still beside the subject; ``node`` is None where it is none of the picture's objects.

    ``alone``: nothing else in the picture could be meant, by its label or else by its ``color``; ``several`` of a kind
    are meant together.
    """

    label: str
    node: int | None
    alone: bool
    several: bool
    color: str = ""

    def is_like(self, other: Landmark | None) -> bool:
        """Whether the same words name both."""
        return other is not None and replace(self, node=other.node) == other

    @property
    def definite(self) -> bool:
        """Whether a reader finds it."""
        return self.alone or self.several


@dataclass(frozen=True, eq=False)
class Subject:
    """The thing, or the group of ``count`` like things, that changed; a value that is not known is empty.

    ``rivals`` are the other objects of its label in ``picture``, the one that the sentence looks at.  A ``scattered``
    group was put together from several changes: of many, nobody is sure that none was seen twice.  A person's ``role``
    is what they are called by what goes with them, which their rivals need not be.  What moved came closer to the
    landmark ``towards``, or left ``away_from`` behind.
    """

    label: str
    picture: str
    node: int | None
    count: int
    color: str
    size: str
    place: str
    near: Landmark | None
    rivals: tuple[SceneObject, ...]
    extent: tuple[int, int]
    manner: Manner = BRIEF
    scattered: bool = False
    role: str = ""
    towards: Landmark | None = None
    away_from: Landmark | None = None

    @property
    def nouns(self) -> Choices:
        """The words for the thing in the singular; for one person, what they are called by what goes with them."""
        return ((self.role, 1.0),) if self.role and self.count == 1 else nouns(self.label)

    def singled_out_by(self, color: bool = False, size: bool = False, place: bool = False) -> bool:
        """Whether no rival has the same of these; a rival whose colour is not known might have it."""
        return not any(
            (not color or rival.attributes.get("color", self.color) == self.color)
            and (not size or rival.attributes.get("size", self.size) == self.size)
            and (not place or Place.of(rival.box, self.extent).value == self.place)
            for rival in self.rivals
        )

    @property
    def color_is_shared(self) -> bool:
        """Whether a rival is known to have the same colour."""
        return any(rival.attributes.get("color") == self.color for rival in self.rivals)


def subject_of(analysis: Analysis, change: Change, manner: Manner = BRIEF) -> Subject:
    """The subject of a change: seen before it, or after it for ``add``."""
    added = change.kind == ADD
    graph = analysis.after if added else analysis.before
    node = change.node_after if added else change.node_before
    box = change.box_after if added else change.box_before
    known = change.attributes
    role = role_of(graph, change.label, box) if change.count == 1 else ""
    theirs = (change.away_from, *((*HELD, *RIDDEN) if role else ()))
    near = None if change.near in theirs else change.near
    return Subject(
        label=change.label or UNNAMED,
        picture="after" if added else "before",
        node=node if node in graph else None,
        count=change.count,
        color=known.get("color", "") if change.label not in UNCOLORED or change.kind == "color" else "",
        size=known.get("size", ""),
        place=change.place.value if change.place else "",
        near=_landmark(graph, near, change.label, node, box),
        towards=_landmark(graph, change.towards, change.label, node, change.box_after),
        away_from=_landmark(graph, change.away_from, change.label, node, box),
        rivals=tuple(_rivals(graph, change.label, node, box, change.count)),
        extent=graph.extent,
        manner=manner,
        role=role,
    )


def _rivals(
    graph: ObjectGraph, label: str, node: int | None, box: np.ndarray | None, count: int
) -> Iterator[SceneObject]:
    """Objects of a label that are neither the subject nor, for a group or a subject without a node, in its box."""
    for other, found in zip(graph.nodes, graph.objects, strict=True):
        part = box is not None and (node is None or count > 1) and _middle_in(found.box, box)
        if found.label == label and other != node and not part:
            yield found


def _landmark(
    graph: ObjectGraph, near: str | None, label: str, node: int | None, box: np.ndarray | None
) -> Landmark | None:
    if not near:
        return None
    objects = dict(zip(graph.nodes, graph.objects, strict=True))
    several = [other for other, one in objects.items() if plural(one.label) == near]
    alike = several or [other for other, one in objects.items() if one.label == near and other != node]
    closest = min(alike, key=lambda other: _distance(objects[other].box, box), default=None)
    if several:
        return Landmark(objects[several[0]].label, closest, False, True)
    if closest is None or near == label or len(alike) == 1:
        return Landmark(near, closest, len(alike) == 1 and near != label, False)
    color = objects[closest].attributes.get("color", "") if near not in UNCOLORED else ""
    others = [objects[other].attributes.get("color", color) for other in alike if other != closest]
    return Landmark(near, closest, bool(color) and color not in others, False, color)


def _middle_in(inner: np.ndarray, outer: np.ndarray) -> bool:
    x, y = (inner[0] + inner[2]) / 2, (inner[1] + inner[3]) / 2
    return bool(outer[0] <= x <= outer[2] and outer[1] <= y <= outer[3])


def _distance(first: np.ndarray, second: np.ndarray | None) -> float:
    if second is None:
        return 0.0
    return float(np.hypot(*((first[:2] + first[2:]) / 2 - (second[:2] + second[2:]) / 2)))
