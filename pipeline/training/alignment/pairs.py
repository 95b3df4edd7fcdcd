"""Pairs that were never rendered: what was seen in a picture, and the same with one thing changed.

The readings of an object in its new look are those of another object that has that look in another picture.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import permutations
from random import Random
from typing import Any

import numpy as np

from pipeline.core.types import Analysis, ObjectGraph, SceneObject
from pipeline.synth.scene import VALUES, Camera
from pipeline.training.alignment.pictures import SeenPicture

KINDS = ("add", "drop", "move", "color", "material", "replace")
MISSED = 0.05
"""Share of unchanged objects that the second picture does not show: hidden, cut off or overlooked."""
UNSURE = 0.1
"""Share of relations that are too close to call."""
NEAR = 1.6
MARGIN = 0.2
LEAST_MOVE = 1.0
SHIFT, ZOOM = 12.0, 0.08
"""How far the second camera moves the picture, in pixels and as a share of sizes (standard deviations)."""

Record = dict[str, Any]
SeenObjects = list[tuple[Record, SceneObject | None]]
"""Objects of one picture: their truth, and what the detector says of them."""
Places = tuple[int | None, int | None]
"""Number of an object in the scene before and in the scene after."""


@dataclass(frozen=True, eq=False)
class FictivePair:
    """What a detector would have found in both pictures, with the true matches, and the truth as one record.

    ``nodes`` gives, for each picture, the node that shows each true object.
    """

    analysis: Analysis
    record: Record
    nodes: tuple[dict[int, int], dict[int, int]]


class PairMaker:
    """Draws pairs from seen pictures; the readings of all their objects are the stock that new looks come from."""

    def __init__(self, pictures: Iterable[SeenPicture]) -> None:
        self.stock: dict[tuple[str, ...], list[SceneObject]] = defaultdict(list)
        for picture in pictures:
            for truth, found in zip(picture.record["objects"], picture.shown, strict=True):
                if found is not None:
                    self.stock[_look(truth)].append(found)

    def make(self, picture: SeenPicture, kind: str, rng: Random) -> FictivePair | None:
        """A pair with one change of a kind; None where the picture, or the stock, does not allow it."""
        objects = picture.record["objects"]
        able = [place for place, found in enumerate(picture.shown) if found is not None]
        if len(able) < 2:
            return None
        chosen = rng.choice(able)
        before: SeenObjects = list(zip(objects, picture.shown, strict=True))
        altered = self._altered(objects[chosen], picture.shown[chosen], kind, picture, rng)
        if altered is None:
            return None
        after: SeenObjects = [(truth, self._again(truth, found, rng)) for truth, found in before]
        after[chosen] = altered
        places: list[Places] = [(place, place) for place in range(len(objects))]
        if kind in ("add", "drop"):
            gone = before if kind == "add" else after
            del gone[chosen]
            absent: Places = (None, chosen) if kind == "add" else (chosen, None)
            places = [_without(place, chosen, kind) for place in range(len(objects)) if place != chosen] + [absent]
        return _pair(before, after, places, kind, chosen, picture.record["camera"], rng)

    def _altered(
        self, truth: Record, found: SceneObject | None, kind: str, picture: SeenPicture, rng: Random
    ) -> tuple[Record, SceneObject] | None:
        """The chosen object's truth and readings after the change; None where that cannot be had."""
        if found is None:
            return None
        if kind in ("add", "drop"):
            return truth, found
        if kind == "move":
            return _moved(truth, found, picture, rng)
        looks = [look for look in self.stock if look != _look(truth)]
        if kind != "replace":
            others = [name for name in VALUES if name != kind]
            looks = [look for look in looks if all(dict(zip(VALUES, look, strict=True))[n] == truth[n] for n in others)]
        if not looks:
            return None
        look = rng.choice(looks)
        new = truth | dict(zip(VALUES, look, strict=True))
        return new, _in_place_of(found, rng.choice(self.stock[look]))

    def _again(self, truth: Record, found: SceneObject | None, rng: Random) -> SceneObject | None:
        """An unchanged object in the second picture: seen as before, or as another of its look is, or not at all."""
        if found is None or rng.random() < MISSED:
            return None
        return found if rng.random() < 0.5 else _in_place_of(found, rng.choice(self.stock[_look(truth)]))


def _pair(
    before: SeenObjects, after: SeenObjects, places: list[Places], kind: str, chosen: int, camera: Record, rng: Random
) -> FictivePair:
    numbers: list[dict[int, int]] = []
    graphs: list[ObjectGraph] = []
    record: Record = {}
    zoom, shift = 1 + rng.gauss(0, ZOOM), np.array([rng.gauss(0, SHIFT), rng.gauss(0, SHIFT)])
    for side, scene in (("before", before), ("after", after)):
        related = _relations([truth for truth, _ in scene], camera)
        record |= {f"objects_{side}": [truth for truth, _ in scene], f"relationships_{side}": related}
        shown = [place for place, (_, found) in enumerate(scene) if found is not None]
        nodes = [found for _, found in scene if found is not None]
        if side == "after":
            nodes = [_seen_from_elsewhere(found, zoom, shift, camera) for found in nodes]
        graph = ObjectGraph.of(nodes, camera["width"], camera["height"])
        numbers.append({place: node for node, place in enumerate(shown)})
        _relate(graph, scene, related, numbers[-1], rng)
        graphs.append(graph)
    old, new = (None if kind == "add" else chosen), (None if kind == "drop" else chosen)
    record |= {"kind": kind, "change": {"index_before": old, "index_after": new}}
    matches = [
        (numbers[0][one], numbers[1][other])
        for one, other in places
        if one is not None and other is not None and one in numbers[0] and other in numbers[1]
        if not (kind == "replace" and one == chosen)
    ]
    return FictivePair(Analysis(graphs[0], graphs[1], (), matches=tuple(matches)), record, (numbers[0], numbers[1]))


def _relate(
    graph: ObjectGraph, scene: SeenObjects, related: dict[str, list[list[int]]], nodes: dict[int, int], rng: Random
) -> None:
    for relation, lists in related.items():
        for anchor, standing in enumerate(lists):
            for place in standing:
                if anchor in nodes and place in nodes and rng.random() >= UNSURE:
                    graph.add_edge(nodes[place], nodes[anchor], key=relation)
    spots = np.array([truth["3d_coords"][:2] for truth, _ in scene])
    shown = [place for place, (_, found) in enumerate(scene) if found is not None]
    for one, other in permutations(shown, 2):
        if np.linalg.norm(spots[one] - spots[other]) < NEAR:
            graph.add_edge(nodes[one], nodes[other], key="near")


def _relations(objects: list[Record], camera: Record) -> dict[str, list[list[int]]]:
    forward = np.subtract(camera["target"], camera["position"])[:2]
    forward = forward / np.linalg.norm(forward)
    right = np.array([forward[1], -forward[0]])
    spots = np.array([one["3d_coords"][:2] for one in objects]).reshape(-1, 2)
    table = {}
    for name, direction in (("behind", forward), ("front", -forward), ("left", -right), ("right", right)):
        reach = spots @ direction
        table[name] = [
            [j for j in range(len(objects)) if j != i and reach[j] > reach[i] + MARGIN] for i in range(len(objects))
        ]
    return table


def _moved(truth: Record, found: SceneObject, picture: SeenPicture, rng: Random) -> tuple[Record, SceneObject] | None:
    old = np.array(truth["3d_coords"])
    others = [np.array(one["3d_coords"][:2]) for one in picture.record["objects"] if one is not truth]
    row = picture.record["camera"]
    camera = Camera(
        tuple(row["position"]), tuple(row["target"]), row["roll"], row["focal"] * 32 / row["width"],
        row["width"], row["height"],
    )  # fmt: skip
    for _ in range(20):
        new = np.array([rng.uniform(-3, 3), rng.uniform(-3, 3), old[2]])
        if np.linalg.norm(new - old) < LEAST_MOVE or any(np.linalg.norm(new[:2] - other) < 1 for other in others):
            continue
        (u0, v0, d0), (u1, v1, d1) = camera.project(np.stack([old, new]))
        if 0 < u1 < row["width"] and 0 < v1 < row["height"] and d1 > 0:
            size = (found.box[2:] - found.box[:2]) * d0 / d1
            middle = (found.box[2:] + found.box[:2]) / 2 + [u1 - u0, v1 - v0]
            return truth | {"3d_coords": new.tolist()}, replace(found, box=_box(middle, size, row))
    return None


def _in_place_of(found: SceneObject, other: SceneObject) -> SceneObject:
    """The readings of another object at the place of this one, of the size it would have there."""
    scale = found.scale / other.scale if found.scale and other.scale else 1.0
    middle, size = (found.box[:2] + found.box[2:]) / 2, (other.box[2:] - other.box[:2]) * scale
    return replace(other, box=np.concatenate([middle - size / 2, middle + size / 2]), center=found.center)


def _seen_from_elsewhere(found: SceneObject, zoom: float, shift: np.ndarray, camera: Record) -> SceneObject:
    middle = (found.box[:2] + found.box[2:]) / 2 * zoom + shift
    return replace(found, box=_box(middle, (found.box[2:] - found.box[:2]) * zoom, camera))


def _box(middle: np.ndarray, size: np.ndarray, camera: Record) -> np.ndarray:
    corners = np.concatenate([middle - size / 2, middle + size / 2])
    return np.clip(corners, 0, [camera["width"], camera["height"]] * 2)


def _look(truth: Record) -> tuple[str, ...]:
    return tuple(truth[name] for name in VALUES)


def _without(place: int, chosen: int, kind: str) -> tuple[int, int]:
    """An unchanged object's number before and after, where the chosen one is missing from one list."""
    less = place - (place > chosen)
    return (less, place) if kind == "add" else (place, less)
