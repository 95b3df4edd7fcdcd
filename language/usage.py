"""How often each reference is used for an object by those who write reference captions (Park et al. 2019).

A writer leaves one attribute out.  A zero-hop reference is then any choice of the other attributes that is unique.
For a one-hop reference a unique name of some other object is drawn first, then a relation to it together with a choice
of attributes that is unique among the objects which stand so; where that choice alone is unique already, the relation
says nothing new, and such references are kept to a tenth.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from language.lexicon import DIRECTIONS
from language.referring import Reference, anchors, zero_hop
from language.scene import Names, Scene

TRIVIAL_SHARE = 0.1
"""Share of relations that are used although the head is unique without them."""


@dataclass(frozen=True)
class Use:
    """References that differ in the name of the anchor alone; ``share`` is that of each of them.

    A zero-hop reference has no relation, and the empty name for its anchor.
    """

    head: Names
    relation: str
    anchor: int
    names: tuple[Names, ...]
    share: float

    def reference(self, node: int, place: int) -> Reference:
        """The reference to ``node`` with the anchor's name number ``place``."""
        return Reference(node, self.head, True, self.relation, self.anchor, self.names[place])


class Usage:
    """The references of one object, and how often each is used."""

    def __init__(self, scene: Scene, node: int) -> None:
        self.scene = scene
        self.node = node
        self._plain = [reference.attributes for reference in zero_hop(scene, node)]
        self._openings = list(_openings(scene, node))

    def uses(self) -> list[Use]:
        """Everything that is ever used; all shares together sum to 1, or there are none."""
        names = self.scene.names(self.node)
        shares: Counter[_Said] = Counter()
        for left_out in names:
            for table in (self._zero_hop(left_out), self._one_hop(left_out)):
                shares.update(table)
        total = sum(share * len(said[3]) for said, share in shares.items())
        return [Use(*said, share / total) for said, share in shares.items()]

    def draw(self, left_out: str, relation: bool, rng: Random) -> Reference | None:
        """A reference without the attribute ``left_out``, zero-hop or one-hop; None where there is none."""
        table = self._one_hop(left_out) if relation else self._zero_hop(left_out)
        if not table:
            return None
        (said,) = rng.choices(list(table), [share * len(said[3]) for said, share in table.items()])
        return Use(*said, 1.0).reference(self.node, rng.randrange(len(said[3])))

    def _zero_hop(self, left_out: str) -> dict[_Said, float]:
        kept = [names for names in self._plain if left_out not in names]
        return {(names, "", -1, ((),)): 1 / len(kept) for names in kept}

    def _one_hop(self, left_out: str) -> dict[_Said, float]:
        """Each unique name of an anchor is as likely as any other; so is then each choice beside it."""
        found: dict[_Said, float] = {}
        total = 0.0
        for opening in self._openings:
            telling = [said for said in opening.telling if left_out not in said[1]]
            trivial = [said for said in opening.trivial if left_out not in said[1]] if opening.chance else []
            weight = len(telling) + opening.chance * len(trivial)
            if not weight:
                continue
            works = 1.0 if telling else 1 - (1 - opening.chance) ** len(trivial)
            total += works * len(opening.names)
            for chance, group in ((1.0, telling), (opening.chance, trivial)):
                for relation, head in group:
                    found[head, relation, opening.anchor, opening.names] = works * chance / weight
        return {said: share / total for said, share in found.items()}


_Said = tuple[Names, str, int, tuple[Names, ...]]
"""Head, relation, anchor, and the names that the anchor may be given."""


@dataclass(frozen=True)
class _Opening:
    """What can be said of the node beside one anchor: relation and head, telling or trivial.

    ``chance`` is that of a trivial one to be among those that a writer chooses from.
    """

    anchor: int
    names: tuple[Names, ...]
    telling: tuple[tuple[str, Names], ...]
    trivial: tuple[tuple[str, Names], ...]
    chance: float


def _openings(scene: Scene, node: int) -> Iterator[_Opening]:
    filters = Counter(_descriptions(scene).values())
    own = scene.choices(node)
    for anchor in sorted({anchor for _, anchor, _ in anchors(scene, node)}):
        names = tuple(found for found, fits in scene.choices(anchor) if fits == 1 << anchor)
        if not names:
            continue
        telling: list[tuple[str, Names]] = []
        trivial: list[tuple[str, Names]] = []
        every = {False: 0, True: 0}
        for relation in DIRECTIONS:
            standing = scene.standing(relation, anchor)
            for fits, times in filters.items():
                among = fits & standing
                if among and not among & (among - 1):
                    every[among == fits] += times
            for found, fits in own:
                if fits & standing == 1 << node:
                    (trivial if fits == 1 << node else telling).append((relation, found))
        if telling or trivial:
            kept = min(round(every[False] * TRIVIAL_SHARE / (1 - TRIVIAL_SHARE)), every[True])
            chance = kept / every[True] if every[True] else 0.0
            yield _Opening(anchor, names, tuple(telling), tuple(trivial), chance)


def _descriptions(scene: Scene) -> dict[tuple[tuple[str, str], ...], int]:
    """Every choice of properties that fits some object, with the set of objects that it fits."""
    return {
        tuple((name, properties[name]) for name in names): fits
        for node, properties in scene.properties.items()
        for names, fits in scene.choices(node)
    }
