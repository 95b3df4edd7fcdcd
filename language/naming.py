"""How a thing is named, in each style: which references to it are used, and how often.

``grammar`` is the reference captions' own way (:mod:`language.usage`): any attribute may be left unsaid, the noun among
them.  ``distinguishing`` is what a person gives to find the thing: its noun, and no more than it takes, though people
name a colour whether it helps or not (Pechmann 1989; Koolen et al. 2011).  ``full`` leaves nothing out that is known.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass
from math import prod

from language.lexicon import TYPE
from language.pieces import manner_of
from language.referring import Reference, anchors, best, full, incremental, one_hop, shortest
from language.scene import Names, Scene
from language.usage import Usage, Use

NEEDED = {"color": 1.0, "size": 0.7, "material": 0.35}
"""How readily an attribute is named that helps to tell the thing from others: people look for colours first."""

UNNEEDED = {"color": 1.5, "size": 0.2, "material": 0.05}
"""The same of one that does not help; above 1 it is named rather than left out."""

OTHER_NEEDED, OTHER_UNNEEDED = 0.5, 0.1
"""Of attributes that are in neither list."""

CHANGED = 3.0
"""An attribute that changed is named for what it was."""

IN_BOTH = 2.0
"""How much rather a neighbour is named that stands so in both pictures."""

MOST = 24
"""References through a neighbour, those most used."""


class Naming(ABC):
    """How often each reference to a thing is used."""

    introduces = False
    """Whether a thing that is new to the listener takes the indefinite article."""

    @abstractmethod
    def uses(self, scene: Scene, node: int, kind: str) -> list[Use]:
        """References to a thing with a change of this kind; all shares sum to 1, or no words pick it out alone."""

    def leading(self, scene: Scene, node: int, uses: list[Use]) -> list[Reference]:
        """What is said first, in the house's words; never empty, though where nothing else is, not unique."""
        first = max(uses, key=lambda use: use.share, default=None)
        return [best(scene, node) if first is None else first.reference(node, 0)]


class Grammar(Naming):
    """The way of the grammar that reference captions are written in."""

    def uses(self, scene: Scene, node: int, kind: str) -> list[Use]:
        """Those of its writer."""
        return Usage(scene, node).uses()

    def leading(self, scene: Scene, node: int, uses: list[Use]) -> list[Reference]:
        """The fullest, then those of the incremental algorithm and of the search for the shortest."""
        first = best(scene, node)
        if not uses:
            return [first, *(one_hop(scene, node) if first.unique else ())]
        classic = (full(scene, node), incremental(scene, node), shortest(scene, node))
        return [first, *(reference for reference in classic if reference and reference.unique)]


@dataclass(frozen=True)
class _Choice:
    """Attributes that pick a thing out, and how readily they are named."""

    names: Names
    weight: float


class Distinguishing(Naming):
    """What a person would give to find the thing; a neighbour only where its own attributes do not suffice."""

    introduces = True

    def uses(self, scene: Scene, node: int, kind: str) -> list[Use]:
        """The noun always; a needed attribute by how easily it is seen, an unneeded one as people add it."""
        plain = [Use(one.names, "", -1, ((),), one.weight) for one in self._choices(scene, node, None, kind)]
        found = plain or sorted(self._beside(scene, node, kind), key=lambda use: -use.share)[:MOST]
        return _shared(found)

    def _choices(self, scene: Scene, node: int, among: int | None, kind: str = "") -> list[_Choice]:
        among = scene.everything if among is None else among
        unique = {names for names, fits in scene.choices(node) if fits & among == 1 << node}
        return [_Choice(names, self._weight(names, unique, kind)) for names in sorted(unique) if TYPE in names]

    def _weight(self, names: Names, unique: set[Names], kind: str) -> float:
        return prod(
            CHANGED
            if name == kind
            else UNNEEDED.get(name, OTHER_UNNEEDED)
            if tuple(other for other in names if other != name) in unique
            else NEEDED.get(name, OTHER_NEEDED)
            for name in names
            if name != TYPE
        )

    def _beside(self, scene: Scene, node: int, kind: str) -> Iterator[Use]:
        for relation, anchor, standing in anchors(scene, node):
            steady = IN_BOTH if scene.holds_in_both(relation, anchor, node) else 1.0
            sure = steady * scene.certainty.get(anchor, 1.0)
            for head in self._choices(scene, node, standing, kind):
                for name in self._choices(scene, anchor, None):
                    yield Use(head.names, relation, anchor, (name.names,), sure * head.weight * name.weight)


class Full(Naming):
    """Everything that is known of the thing, and a neighbour where even that does not suffice."""

    introduces = True

    def uses(self, scene: Scene, node: int, kind: str) -> list[Use]:
        """One reference, or one for each neighbour."""
        plain = full(scene, node)
        if plain.unique:
            return [Use(plain.attributes, "", -1, ((),), 1.0)]
        return _shared(list(self._beside(scene, node, plain.attributes)))

    def _beside(self, scene: Scene, node: int, names: Names) -> Iterator[Use]:
        for relation, anchor, standing in anchors(scene, node):
            head, neighbour = scene.choices(node)[-1], full(scene, anchor)
            if head[1] & standing == 1 << node and neighbour.unique:
                steady = IN_BOTH if scene.holds_in_both(relation, anchor, node) else 1.0
                share = steady * scene.certainty.get(anchor, 1.0)
                yield Use(names, relation, anchor, (neighbour.attributes,), share)


def _shared(uses: list[Use]) -> list[Use]:
    total = sum(use.share for use in uses)
    return [Use(use.head, use.relation, use.anchor, use.names, use.share / total) for use in uses]


NAMINGS: dict[str, Naming] = {"grammar": Grammar(), "distinguishing": Distinguishing(), "full": Full()}
"""By the name that a pack's config gives."""


def naming_of(name: str) -> Naming:
    """A way of naming.

    Raises
    ------
    SpotItError
        If there is none of that name.
    """
    return manner_of(name, NAMINGS)
