"""From matches to change facts with confidences."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from pipeline.core.kinds import ADD, DROP, MOVE, REPLACE
from pipeline.core.types import Change, Named, SceneObject
from pipeline.diff.graphs.comparison import Comparison

ORDER = ("size", "color", "material", "shape")


@dataclass(frozen=True)
class Reading:
    """A change, and the probability ``quiet`` that nothing happened to the objects that it is about."""

    change: Change
    quiet: float


def facts(
    comparison: Comparison,
    matches: list[tuple[int, int]],
    least: float,
    further: float,
    settled: float = 0.0,
) -> list[Change]:
    """Change facts, the surest and most prominent first: the first one's confidence is at least ``least``.

    A confidence is the share that the change has in the probability of all ways to explain the objects concerned.
    Where ways without any change have at most ``settled`` of it, something surely happened, and the likeliest change
    is stated for lack of a surer one.  Those after the first have at least ``further``: where one thing changed, a
    second change is no likelier than anywhere else, but a second misreading is told as one.
    """
    found = [_paired(comparison, i, j, least) for i, j in matches]
    taken_before, taken_after = {i for i, _ in matches}, {j for _, j in matches}
    found += [_dropped(comparison, i) for i in range(len(comparison.before)) if i not in taken_before]
    found += [_added(comparison, j) for j in range(len(comparison.after)) if j not in taken_after]
    readings = [one for one in found if one is not None]
    changes = [one.change for one in readings if one.change.confidence >= least or one.quiet <= settled]
    ordered = sorted(changes, key=lambda change: (-round(change.confidence, 1), -_prominence(change)))
    return ordered[:1] + [change for change in ordered[1:] if change.confidence >= further]


def _paired(comparison: Comparison, i: int, j: int, least: float) -> Reading | None:
    """The change of two objects taken for one, or of one of the two, where that is surer and the pair is in doubt."""
    costs = {kind: float(table[i, j]) for kind, table in comparison.pair.items()}
    kind = min(costs, key=lambda name: costs[name])
    if kind == "same":
        return None
    gone, came = _dropped(comparison, i), _added(comparison, j)
    alone = _alone(comparison, i, j)
    ways = np.exp(costs[kind] - np.array([*costs.values(), alone]))
    apart = float(ways[-1] / ways.sum())
    quiet = float(np.exp(costs[kind] - costs["same"]) / ways.sum()) + apart * gone.quiet * came.quiet
    pair = _pair_change(comparison, i, j, kind, costs)
    if kind == REPLACE or pair.confidence >= least:
        return Reading(pair, quiet)
    singly = [replace(one.change, confidence=apart * one.change.confidence) for one in (gone, came)]
    return Reading(max((pair, *singly), key=lambda change: change.confidence), quiet)


def _alone(comparison: Comparison, i: int, j: int) -> float:
    """Cost of all ways together in which two objects have nothing to do with each other."""
    first = [comparison.dropped[i], comparison.hid.cost[i], comparison.unseen_before[i]]
    second = [comparison.added[j], comparison.emerged.cost[j], comparison.unseen_after[j]]
    return float(-np.logaddexp.reduce(-np.array(first)) - np.logaddexp.reduce(-np.array(second)))


def _pair_change(comparison: Comparison, i: int, j: int, kind: str, costs: dict[str, float]) -> Change:
    before, after = comparison.before[i], comparison.after[j]
    share = np.exp(costs[kind] - np.array([*costs.values(), _apart(comparison, i, j, kind)]))
    old = new = gone = newcomer = None
    if kind == REPLACE:
        attributes = dict(before.attributes)
        gone, newcomer = _named(before), _named(after)
    else:
        attributes = _combined(before, after, kind)
        if kind != MOVE:
            old, new = _distinct(before, after, kind)
            attributes[kind] = old
    label = attributes.get("shape", before.label)
    confidence = float(1 / share.sum())
    return Change(
        kind, label, attributes, confidence, i, j, old, new, before.box, after.box, gone=gone, newcomer=newcomer
    )


def _apart(comparison: Comparison, i: int, j: int, kind: str) -> float:
    """Cost of the two having nothing to do with each other.

    That one went and another came in its place is what a replacement is, and speaks for it, not against it.
    """
    if kind == REPLACE:
        return float(comparison.unseen_before[i] + comparison.unseen_after[j])
    return float(comparison.alone_before[i] + comparison.alone_after[j])


def _dropped(comparison: Comparison, i: int) -> Reading:
    gone, hid = comparison.before[i], comparison.hid
    costs = {DROP: comparison.dropped[i], MOVE: hid.cost[i]}
    kind, confidence, quiet = _surest(costs, comparison.unseen_before[i])
    box = hid.box[i] if kind == MOVE else None
    attributes = dict(gone.attributes)
    change = Change(kind, gone.label, attributes, confidence, node_before=i, box_before=gone.box, box_after=box)
    return Reading(change, quiet)


def _added(comparison: Comparison, j: int) -> Reading:
    new, emerged = comparison.after[j], comparison.emerged
    costs = {ADD: comparison.added[j], MOVE: emerged.cost[j]}
    kind, confidence, quiet = _surest(costs, comparison.unseen_after[j])
    box = emerged.box[j] if kind == MOVE else None
    attributes = dict(new.attributes)
    change = Change(kind, new.label, attributes, confidence, node_after=j, box_before=box, box_after=new.box)
    return Reading(change, quiet)


def _surest(costs: dict[str, float], unseen: float) -> tuple[str, float, float]:
    """The cheapest kind of change, and the shares that it and no change have in the probability of all of them."""
    kind = min(costs, key=lambda name: costs[name])
    share = np.exp(np.clip(costs[kind] - np.array([*costs.values(), unseen]), -50, 50))
    return kind, float(1 / share.sum()), float(share[-1] / share.sum())


def _combined(before: SceneObject, after: SceneObject, leave: str) -> dict[str, str]:
    """Attributes as both views see them together, since what did not change must agree."""
    combined = dict(before.attributes)
    for name in combined:
        first, second = before.attribute_scores.get(name), after.attribute_scores.get(name)
        if name != leave and first and second:
            values = [value for value in first if value in second]
            combined[name] = max(values, key=lambda value: first[value] * second[value], default=combined[name])
    return combined


def _distinct(before: SceneObject, after: SceneObject, name: str) -> tuple[str, str]:
    """The most probable two different values of an attribute."""
    first = before.attribute_scores.get(name) or {before.attributes[name]: 1.0}
    second = after.attribute_scores.get(name) or {after.attributes[name]: 1.0}
    pairs = ((old, new) for old in first for new in second if old != new)
    return max(pairs, key=lambda pair: first[pair[0]] * second[pair[1]])


def _named(found: SceneObject) -> Named:
    attributes = {name: found.attributes[name] for name in ORDER if name in found.attributes}
    return Named(attributes.get("shape", found.label), attributes)


def _prominence(change: Change) -> float:
    boxes = [box for box in (change.box_before, change.box_after) if box is not None]
    return max(float((box[2] - box[0]) * (box[3] - box[1])) for box in boxes)
