"""One scale for two pictures: sizes are read anew where a whole picture has been misread.

Objects of one size do not tell by themselves whether they are small and near or large and far.  Where a second picture
reads every one of them otherwise, it is the scale that was misread, and not every object that was replaced.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

import numpy as np

from pipeline.core.types import ObjectGraph, SceneObject
from pipeline.matching.assign import assign
from pipeline.matching.evidence import agreement

Cost = Callable[[ObjectGraph], float]

LEAST = 2
"""Objects that must be read otherwise: a single one may have been replaced."""


def one_scale(
    before: ObjectGraph, after: ObjectGraph, radii: Mapping[str, float], cost: Cost
) -> tuple[ObjectGraph, ObjectGraph]:
    """Both graphs, one of them with the other size for all of its objects if that makes the two agree.

    Only a picture whose objects are all of one size is read anew.  If both are, it is the one that leaves the lower
    ``cost``, which is how implausible the camera of a graph is, summed over the two.  ``radii`` maps both values of the
    attribute ``size`` to world units.
    """
    if len(radii) != 2 or not _contradict(before.objects, after.objects):
        return before, after
    readings = []
    if _uniform(before):
        readings.append((_rescaled(before, radii), after))
    if _uniform(after):
        readings.append((before, _rescaled(after, radii)))
    return min(readings, key=lambda pair: cost(pair[0]) + cost(pair[1]), default=(before, after))


def _contradict(before: list[SceneObject], after: list[SceneObject]) -> bool:
    """Whether all objects that are alike but for their size, two at least, differ in it."""
    same = agreement(before, after).same
    if "size" not in same or not before or not after:
        return False
    alike = np.sum([table for name, table in same.items() if name != "size"], axis=0)
    pairs = [(i, j) for i, j in assign(-alike) if alike[i, j] > 0]
    return len(pairs) >= LEAST and all(_size(before[i]) != _size(after[j]) for i, j in pairs)


def _uniform(graph: ObjectGraph) -> bool:
    return len({_size(found) for found in graph.objects}) == 1


def _size(found: SceneObject) -> str | None:
    return found.attributes.get("size")


def _rescaled(graph: ObjectGraph, radii: Mapping[str, float]) -> ObjectGraph:
    kept, faint = ([_resized(found, radii) for found in side] for side in (graph.objects, graph.faint))
    return ObjectGraph.of(kept, *graph.extent, faint)


def _resized(found: SceneObject, radii: Mapping[str, float]) -> SceneObject:
    """The object, as large in the picture as before, with the other size and so elsewhere in the world."""
    other = dict(zip(radii, reversed(tuple(radii)), strict=True))
    old = _size(found)
    if old not in other:
        return found
    scores = {other.get(name, name): p for name, p in found.attribute_scores.get("size", {old: 1.0}).items()}
    return replace(
        found,
        attributes=found.attributes | {"size": other[old]},
        attribute_scores=found.attribute_scores | {"size": scores},
        scale=found.scale and found.scale * radii[old] / radii[other[old]],
    )
