"""Materials under one light: what the light does to a whole picture is no change of its objects.

Under an even sky metal has nothing to mirror, and all metals of a picture look a little like rubber.  How much less
sure a picture is of the metals that both pictures know as metals tells what to make of one that it takes for rubber.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from pipeline.core.types import ObjectGraph, SceneObject

LIT = "material"
"""The attribute that the light disturbs."""
KNOWN, DENIED = 2.0, -3.0
"""Log odds of a value over both pictures from which it is an object's, and in one of them under which it is not."""
MOST = 4.0
"""Difference in log odds between two pictures of one object that counts at most."""


def under_one_light(
    before: ObjectGraph, after: ObjectGraph, displacement: np.ndarray, near: float
) -> tuple[ObjectGraph, ObjectGraph]:
    """Both graphs, each surer of the materials that it is less sure of than the other.

    Objects are compared that are alike but for their material and stand in one place: their ``displacement``, shape
    ``(n, m)``, is under ``near``.  No object bears witness for itself.
    """
    graphs = (before, after)
    pairs = _standing(before.objects, after.objects, displacement, near)
    values = sorted({value for i, _ in pairs for value in before.objects[i].attribute_scores[LIT]})
    if not values:
        return graphs
    odds = np.array([[_log_odds(graphs[s].objects[pair[s]], values) for pair in pairs] for s in (0, 1)])
    witness = (odds.mean(0) > KNOWN) & (odds.min(0) > DENIED)

    def relit(side: int) -> ObjectGraph:
        lost = odds[1 - side] - odds[side]
        objects = [
            _surer(item, values, _fading(lost, witness & _others(pairs, side, k)))
            for k, item in enumerate(graphs[side].objects)
        ]
        return ObjectGraph.of(objects, *graphs[side].extent, graphs[side].faint)

    return relit(0), relit(1)


def _standing(
    before: list[SceneObject], after: list[SceneObject], displacement: np.ndarray, near: float
) -> list[tuple[int, int]]:
    """Pairs of node numbers that are each other's nearest, near enough, and alike."""
    if not displacement.size:
        return []
    forth, back = displacement.argmin(1), displacement.argmin(0)
    pairs = [(i, int(j)) for i, j in enumerate(forth) if back[j] == i and displacement[i, j] < near]
    return [(i, j) for i, j in pairs if _alike(before[i], after[j])]


def _alike(first: SceneObject, second: SceneObject) -> bool:
    return (
        LIT in first.attribute_scores
        and LIT in second.attribute_scores
        and first.label == second.label
        and all(second.attributes.get(name) == value for name, value in first.attributes.items() if name != LIT)
    )


def _log_odds(item: SceneObject, values: list[str]) -> list[float]:
    p = np.clip([item.attribute_scores[LIT].get(value, 0.0) for value in values], 1e-6, 1 - 1e-6)
    return list(np.log(p / (1 - p)))


def _others(pairs: list[tuple[int, int]], side: int, k: int) -> np.ndarray:
    """Which pairs are not of object ``k``, a column."""
    return np.array([pair[side] != k for pair in pairs])[:, None]


def _fading(lost: np.ndarray, witness: np.ndarray) -> np.ndarray:
    """How much less sure of each value this picture is, from what each pair lost, ``(pairs, values)``; at least 0.

    The mean over the witnesses and one more that lost nothing, so that a single one does not decide.
    """
    counted = np.where(witness, np.clip(lost, -MOST, MOST), 0).sum(0)
    return np.maximum(counted / (witness.sum(0) + 1), 0)


def _surer(item: SceneObject, values: list[str], gain: np.ndarray) -> SceneObject:
    scores = item.attribute_scores.get(LIT)
    if not scores or not gain.any():
        return item
    weight = dict(zip(values, np.exp(gain), strict=True))
    scaled = {value: p * float(weight.get(value, 1.0)) for value, p in scores.items()}
    total = sum(scaled.values())
    scores = {value: p / total for value, p in scaled.items()}
    return replace(
        item,
        attributes=item.attributes | {LIT: max(scores, key=scores.__getitem__)},
        attribute_scores=item.attribute_scores | {LIT: scores},
    )
