"""Which of an object's properties and neighbours to name, so that a listener can pick out that object and no other.

Zero-hop references name properties alone ("the small red cube"); one-hop references add a relation to a second
object that its own properties pick out ("the cube behind the blue ball").
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from language.lexicon import RELATION_PHRASES, TYPE
from language.scene import Names, Scene

PREFERRED = (TYPE, "color", "size", "material")
"""Order in which the incremental algorithm tries attributes; those not listed come last."""


@dataclass(frozen=True)
class Reference:
    """What is said to pick out ``node``: the names of its attributes and, for one-hop, a relation to an anchor."""

    node: int
    attributes: Names
    unique: bool
    relation: str = ""
    anchor: int = -1
    anchor_attributes: Names = ()

    @property
    def kind(self) -> str:
        """``zero_hop`` or ``one_hop``."""
        return "one_hop" if self.relation else "zero_hop"


def full(scene: Scene, node: int) -> Reference:
    """Every attribute of the object, unique or not."""
    names = scene.names(node)
    return Reference(node, names, _fits(scene, node, names) == 1 << node)


def shortest(scene: Scene, node: int) -> Reference | None:
    """The unique reference with the fewest attributes that names the type where it can; None if there is none."""
    found = zero_hop(scene, node)
    return min(found, key=lambda r: (len(r.attributes), TYPE not in r.attributes), default=None)


def incremental(scene: Scene, node: int) -> Reference:
    """The incremental algorithm (Dale & Reiter 1995): add each attribute in turn that rules somebody out.

    The type is always named.  ``unique`` is False where all attributes together do not suffice.
    """
    values = scene.properties[node]
    names = scene.names(node)
    left, said = scene.everything, {TYPE}
    for name in sorted(names, key=lambda n: PREFERRED.index(n) if n in PREFERRED else len(PREFERRED)):
        if left == 1 << node:
            break
        remaining = left & scene.having(name, values[name])
        if remaining != left:
            left = remaining
            said.add(name)
    return Reference(node, tuple(name for name in names if name in said), left == 1 << node)


def zero_hop(scene: Scene, node: int) -> list[Reference]:
    """Every choice of attributes that is unique, shortest first."""
    return [Reference(node, names, True) for names in _unique(scene, node, scene.everything)]


def one_hop(scene: Scene, node: int, limit: int | None = None) -> list[Reference]:
    """References through a relation, unique by construction; no anchor is an object that changed itself.

    Each anchor offers the longest and the shortest words for both objects.  Relations that hold in both pictures come
    first, then surer anchors; references whose head is unique without the relation come last.
    """
    found = list(_one_hop(scene, node))
    everywhere = {r.attributes for r in zero_hop(scene, node)}
    found.sort(
        key=lambda r: (
            r.attributes in everywhere,
            not scene.holds_in_both(r.relation, r.anchor, node),
            -round(scene.certainty.get(r.anchor, 1.0), 1),
        )
    )
    return _spread(found)[:limit]


def best(scene: Scene, node: int) -> Reference:
    """The full description if it is unique, else the fullest one-hop reference, else the full description again."""
    plain = full(scene, node)
    if plain.unique:
        return plain
    related = one_hop(scene, node)
    return max(related, key=lambda r: (len(r.attributes), len(r.anchor_attributes)), default=plain)


def anchors(scene: Scene, node: int) -> Iterator[tuple[str, int, int]]:
    """Relation, anchor, and the set of objects that stand so, for every relation in which ``node`` stands."""
    for relation in RELATION_PHRASES:
        for anchor, standing in scene.related.get(relation, {}).items():
            if standing >> node & 1 and anchor != node and not scene.changed >> anchor & 1:
                yield relation, anchor, standing


def _fits(scene: Scene, node: int, names: Names) -> int:
    values = scene.properties[node]
    return scene.fitting({name: values[name] for name in names})


def _unique(scene: Scene, node: int, among: int) -> list[Names]:
    return [names for names, fits in scene.choices(node) if fits & among == 1 << node]


def _one_hop(scene: Scene, node: int) -> Iterator[Reference]:
    for relation, anchor, standing in anchors(scene, node):
        heads, names = _unique(scene, node, standing), _unique(scene, anchor, scene.everything)
        for head in dict.fromkeys((*heads[-1:], *heads[:1])):
            for name in dict.fromkeys((*names[-1:], *names[:1])):
                yield Reference(node, head, True, relation, anchor, name)


def _spread(references: list[Reference]) -> list[Reference]:
    """One reference of each anchor and relation before the second of any, the given order kept within."""
    seen: dict[tuple[str, int], int] = {}
    turns = []
    for reference in references:
        key = (reference.relation, reference.anchor)
        seen[key] = seen.get(key, -1) + 1
        turns.append(seen[key])
    return [reference for _, reference in sorted(zip(turns, references, strict=True), key=lambda pair: pair[0])]
