"""Abstract pairs of scenes with known truth, as the analysis that a perfect detector and differ would give."""

from __future__ import annotations

from random import Random

import numpy as np

from language.abstract_scenes import DIRECTIONS, GroundObject, changed_pair, relations
from language.scene_pair import ScenePair, TrueScene
from pipeline.core.types import Analysis, Change, Named, ObjectGraph, SceneObject


def graph(things: list[GroundObject]) -> ObjectGraph:
    """The object graph of abstract things; box ``i`` is unlike every other box of the picture."""
    objects = [
        SceneObject(np.array([i * 40.0, 10, i * 40 + 30, 40]), thing.attributes["shape"], 0.9, dict(thing.attributes))
        for i, thing in enumerate(things)
    ]
    found = ObjectGraph.of(objects, 480, 320)
    for relation, lists in relations(things).items():
        for anchor, standing in enumerate(lists):
            found.add_edges_from((node, anchor, relation) for node in standing)
    return found


def world(kind: str, seed: int) -> Analysis:
    """A pair that differs by one change of a kind (``none``: by nothing)."""
    before, after, old, new = changed_pair(kind, Random(f"{kind}/{seed}"))
    graphs = graph(before), graph(after)
    if kind == "none":
        return Analysis(*graphs, ())
    shown = after[new] if kind == "add" else before[old]
    change = Change(
        kind,
        shown.attributes["shape"],
        dict(shown.attributes),
        0.95,
        old,
        new,
        *(_values(kind, shown, after[new]) if new is not None else (None, None)),
        gone=_named(shown) if kind == "replace" else None,
        newcomer=_named(after[new]) if kind == "replace" else None,
    )
    places = {id(thing): i for i, thing in enumerate(after)}
    matches = tuple((i, places[id(thing)]) for i, thing in enumerate(before) if id(thing) in places)
    return Analysis(*graphs, (change,), matches=matches)


def scene_pair(kind: str, analysis: Analysis) -> ScenePair:
    """The truth of such a pair, as whoever writes captions takes it."""
    before, after = (
        TrueScene(
            [found.attributes for found in graph.objects],
            {way: [graph.related(way, i) for i in graph] for way in DIRECTIONS},
        )
        for graph in (analysis.before, analysis.after)
    )
    change = analysis.changes[0] if analysis.changes else None
    nodes = (change.node_before, change.node_after) if change else (None, None)
    return ScenePair(before, after, kind, *nodes)


def _values(kind: str, shown: GroundObject, new: GroundObject | None) -> tuple[str | None, str | None]:
    if new is None or kind in ("add", "move", "replace"):
        return None, None
    return shown.attributes[kind], new.attributes[kind]


def _named(thing: GroundObject) -> Named:
    return Named(thing.attributes["shape"], {n: thing.attributes[n] for n in ("size", "color", "material", "shape")})
