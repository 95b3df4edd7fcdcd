"""What can be said of the objects of one picture: properties and relations as bit sets, so that asking is cheap."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations

from language.lexicon import TYPE, in_order
from pipeline.core.types import Analysis, Change, ObjectGraph, SceneObject

MAX_ATTRIBUTES = 6
"""Attributes of one object that descriptions may choose from: the number of choices doubles with each."""

Names = tuple[str, ...]


class Scene:
    """Objects by node number; every set of objects is an integer with bit ``i`` set for node ``i``.

    Parameters
    ----------
    properties
        Attributes of every node; the noun is the property ``lexicon.TYPE``.
    related
        ``related[relation][anchor]`` is the set of objects that stand ``relation`` of ``anchor``.
    changed
        The set of objects that changed: no anchors.
    certainty
        How sure the detector is of a node's properties, in [0, 1]; 1 where not given.
    steady
        As ``related``, but only what holds in the other picture too.
    """

    def __init__(
        self,
        properties: Mapping[int, Mapping[str, str]],
        related: Mapping[str, Mapping[int, int]],
        changed: int = 0,
        certainty: Mapping[int, float] | None = None,
        steady: Mapping[str, Mapping[int, int]] | None = None,
    ) -> None:
        self.properties = {node: dict(found) for node, found in properties.items()}
        self.related = related
        self.changed = changed
        self.certainty = certainty or {}
        self.steady = steady or {}
        self.everything = sum(1 << node for node in self.properties)
        self._with: dict[tuple[str, str], int] = {}
        for node, found in self.properties.items():
            for item in found.items():
                self._with[item] = self._with.get(item, 0) | 1 << node
        self._choices: dict[int, tuple[tuple[Names, int], ...]] = {}

    def having(self, attribute: str, value: str) -> int:
        """The set of objects whose ``attribute`` is ``value``."""
        return self._with.get((attribute, value), 0)

    def fitting(self, properties: Mapping[str, str]) -> int:
        """The set of objects that have all the properties."""
        found = self.everything
        for item in properties.items():
            found &= self._with.get(item, 0)
        return found

    def standing(self, relation: str, anchor: int) -> int:
        """The set of objects that stand ``relation`` of ``anchor``."""
        return self.related.get(relation, {}).get(anchor, 0)

    def holds_in_both(self, relation: str, anchor: int, node: int) -> bool:
        """Whether the relation between two objects is the same in the other picture."""
        return bool(self.steady.get(relation, {}).get(anchor, 0) >> node & 1)

    def names(self, node: int) -> Names:
        """All attribute names of an object, in the order in which they stand before the noun, the noun last."""
        found = in_order(self.properties[node])
        return found[:MAX_ATTRIBUTES] if len(found) <= MAX_ATTRIBUTES else (*found[: MAX_ATTRIBUTES - 1], TYPE)

    def choices(self, node: int) -> tuple[tuple[Names, int], ...]:
        """Every choice of an object's attributes, shortest first, with the set of objects that it fits."""
        if node not in self._choices:
            names, values = self.names(node), self.properties[node]
            sizes = range(len(names) + 1)
            picked = (chosen for size in sizes for chosen in combinations(names, size))
            self._choices[node] = tuple((chosen, self.fitting({n: values[n] for n in chosen})) for chosen in picked)
        return self._choices[node]

    @classmethod
    def of(cls, graph: ObjectGraph) -> Scene:
        """The scene of an object graph on its own."""
        return cls(_properties(graph), _related(graph), certainty=_certainty(graph))

    @classmethod
    def of_truth(cls, objects: Sequence[Mapping[str, str]], relations: Mapping, changed: Iterable[int] = ()) -> Scene:
        """The scene of objects with known truth; ``relations[R][i]`` lists the objects that stand ``R`` of object i."""
        names = ("size", "color", "material", TYPE)
        related = {
            relation: {anchor: _bits(found) for anchor, found in enumerate(lists)}
            for relation, lists in relations.items()
        }
        properties = {i: {name: thing[name] for name in names} for i, thing in enumerate(objects)}
        return cls(properties, related, _bits(changed))


def told_in(change: Change) -> tuple[str, int | None]:
    """The picture whose scene the changed object is described in, and its node there: before, if it is one there."""
    return ("before", change.node_before) if change.node_before is not None else ("after", change.node_after)


def scene_of(analysis: Analysis, picture: str) -> Scene:
    """The scene ``"before"`` or ``"after"``, with what the change facts say laid over what the detector said."""
    graph, other = (analysis.before, analysis.after) if picture == "before" else (analysis.after, analysis.before)
    properties = _properties(graph)
    changed = 0
    for change in analysis.changes:
        node = change.node_before if picture == "before" else change.node_after
        if node is not None and node in properties:
            changed |= 1 << node
            if picture == "before" or change.kind != "replace":
                properties[node] |= stated_properties(change)
    if picture == "after":
        for change in analysis.changes:
            node = change.node_after
            if node is not None and change.new and change.kind in properties.get(node, {}):
                properties[node][change.kind] = change.new
    pairs = [pair if picture == "before" else pair[::-1] for pair in analysis.matches]
    related = _related(graph)
    steady = _steady(related, _related(other), dict(pairs)) if pairs else {}
    return Scene(properties, related, changed, _certainty(graph), steady)


def stated_properties(change: Change) -> dict[str, str]:
    """Properties of the object that a change is about, as the fact itself gives them."""
    return _with_type(change.attributes, change.label)


def newcomer_properties(change: Change) -> dict[str, str] | None:
    """Properties of what took the changed object's place, as the fact gives them; None where nothing is said of it."""
    return None if change.newcomer is None else _with_type(change.newcomer.attributes, change.newcomer.label)


def _properties(graph: ObjectGraph) -> dict[int, dict[str, str]]:
    return {node: _with_type(found.attributes, found.label) for node, found in graph.nodes(data="object")}


def _with_type(attributes: Mapping[str, str], label: str) -> dict[str, str]:
    """Properties whose values are known, the noun among them."""
    known = {name: value for name, value in attributes.items() if value}
    return {**known, TYPE: known.get(TYPE, label)}


def _related(graph: ObjectGraph) -> dict[str, dict[int, int]]:
    table: dict[str, dict[int, int]] = {}
    for node, anchor, relation in graph.edges(keys=True):
        row = table.setdefault(relation, {})
        row[anchor] = row.get(anchor, 0) | 1 << node
    return table


def _steady(here: dict[str, dict[int, int]], there: dict[str, dict[int, int]], match: dict[int, int]) -> dict:
    table: dict[str, dict[int, int]] = {}
    for relation, row in here.items():
        other = there.get(relation, {})
        table[relation] = {
            anchor: sum(
                1 << node
                for node, twin in match.items()
                if found >> node & 1 and anchor in match and other.get(match[anchor], 0) >> twin & 1
            )
            for anchor, found in row.items()
        }
    return table


def _certainty(graph: ObjectGraph) -> dict[int, float]:
    return {node: _sureness(found) for node, found in graph.nodes(data="object")}


def _sureness(found: SceneObject) -> float:
    sure = found.score
    for name, value in found.attributes.items():
        sure *= found.attribute_scores.get(name, {}).get(value, 1.0)
    return float(sure)


def _bits(nodes: Iterable[int]) -> int:
    return sum(1 << node for node in nodes)
