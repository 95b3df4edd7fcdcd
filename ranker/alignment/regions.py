"""A pair of pictures as regions: each object as both pictures show it, and every two that stand in a relation."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from pipeline.core.types import RELATIONS, Analysis, ObjectGraph, SceneObject

Nodes = tuple[int | None, int | None]
"""The node of one object in the graph before and in the graph after, None where it is not seen."""

WHOLE: Nodes = (None, None)

GEOMETRY = (0.5, 0.5, 1.0, 1.0)
"""Middle and sides of the whole picture, as shares of its own."""


@dataclass(frozen=True, eq=False)
class Regions:
    """Features of objects ``(n, d)`` and relations ``(n, n, 2 * len(RELATIONS))``: ``[i, j, r]`` is 1 where object i
    stands in relation r to object j, first those of the picture before, then those of the picture after.

    The features of an object are those before and those after, zero where the picture does not show it.  The last
    object is the whole of each picture: the mean of what it shows.
    """

    objects: np.ndarray
    relations: np.ndarray
    nodes: tuple[Nodes, ...] = ()


@dataclass(frozen=True)
class Layout:
    """What a region's features are: that it is there, the probability of each attribute's values, its place and size
    as shares of the picture, and the detector's own ``features`` (left out where a detector has others)."""

    attributes: Mapping[str, tuple[str, ...]]
    features: int

    @property
    def size(self) -> int:
        """Features of an object in one picture."""
        return 1 + sum(map(len, self.attributes.values())) + len(GEOMETRY) + self.features

    def vector(self, found: SceneObject, width: int, height: int) -> np.ndarray:
        """An object's features in one picture, shape ``(size,)``."""
        read = [score for name, values in self.attributes.items() for score in _readings(found, name, values)]
        x0, y0, x1, y1 = found.box / [width, height, width, height]
        own = found.feature if len(found.feature) == self.features else np.zeros(self.features)
        return np.concatenate([[1.0], read, [(x0 + x1) / 2, (y0 + y1) / 2, x1 - x0, y1 - y0], own]).astype(np.float32)

    def whole(self, shown: np.ndarray) -> np.ndarray:
        """Features of a whole picture from those of the objects it shows, shape ``(size,)``."""
        mean = shown.mean(axis=0)
        mean[self.size - self.features - len(GEOMETRY) : self.size - self.features] = GEOMETRY
        return mean

    def regions(self, analysis: Analysis) -> Regions:
        """All objects of a pair, matched ones once, and how they stand to each other."""
        nodes = (*_nodes(analysis), WHOLE)
        objects = np.zeros((len(nodes), 2 * self.size), np.float32)
        relations = np.zeros((len(nodes), len(nodes), 2 * len(RELATIONS)), np.float32)
        for side, graph in enumerate((analysis.before, analysis.after)):
            place = slice(side * self.size, (side + 1) * self.size)
            rows = {pair[side]: row for row, pair in enumerate(nodes) if pair[side] is not None}
            for node, row in rows.items():
                objects[row, place] = self.vector(graph.nodes[node]["object"], *graph.extent)
            if rows:
                objects[-1, place] = self.whole(objects[list(rows.values()), place])
            _relate(relations[..., side * len(RELATIONS) :], graph, rows)
        return Regions(objects, relations, nodes)


def _readings(found: SceneObject, name: str, values: tuple[str, ...]) -> list[float]:
    """Probabilities of an attribute's values; an attribute that is known without a probability is certain."""
    scores = found.attribute_scores.get(name) or {found.attributes.get(name, ""): 1.0}
    return [scores.get(value, 0.0) for value in values]


def _nodes(analysis: Analysis) -> Iterator[Nodes]:
    """What replaced an object is another object; whatever was matched to nothing stands alone."""
    linked = []
    for change in analysis.changes:
        if change.kind != "replace" and change.node_before is not None and change.node_after is not None:
            linked.append((change.node_before, change.node_after))
    replaced = {(change.node_before, change.node_after) for change in analysis.changes if change.kind == "replace"}
    linked += [pair for pair in analysis.matches if pair not in replaced]
    seen: tuple[set[int], set[int]] = (set(), set())
    for before, after in linked:
        if before not in seen[0] and after not in seen[1]:
            yield before, after
            seen[0].add(before)
            seen[1].add(after)
    yield from ((node, None) for node in analysis.before if node not in seen[0])
    yield from ((None, node) for node in analysis.after if node not in seen[1])


def _relate(table: np.ndarray, graph: ObjectGraph, rows: Mapping[int | None, int]) -> None:
    for node, anchor, relation in graph.edges(keys=True):
        if relation in RELATIONS:
            table[rows[node], rows[anchor], RELATIONS.index(relation)] = 1
