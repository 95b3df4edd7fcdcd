"""What each way of reading two scenes as one would cost: the heart of both differs.

Costs are negative log likelihoods relative to unrelated objects, plus the cost of the edit that explains them, so that
the cheapest assignment is the most probable story of what happened.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from pipeline.core.types import Motion, ObjectGraph, SceneObject
from pipeline.diff.graphs.costs import EditCosts
from pipeline.diff.graphs.hiding import Hiding, hiding, in_place
from pipeline.diff.graphs.light import under_one_light
from pipeline.diff.graphs.solid import intruders, within
from pipeline.diff.graphs.visibility import visible_share
from pipeline.matching.evidence import Agreement, Trust, agreement

INTRINSIC = ("size", "shape", "label")
"""What an object cannot change in place without being another object."""


@dataclass(frozen=True)
class Comparison:
    """Costs of all pairs under every kind of change, and of standing alone.

    ``pair[kind]`` is ``(n, m)``; ``"same"`` is the kind of no change.  ``dropped`` and ``added`` are costs of a change,
    ``unseen_before[i]`` of object ``i`` being there but not seen in the picture after, ``unseen_after[j]`` of ``j``
    having been there but not seen in the picture before.  ``hid`` is for having moved to where it is hardly seen,
    ``emerged`` for having come from there.
    """

    before: list[SceneObject]
    after: list[SceneObject]
    pair: dict[str, np.ndarray]
    dropped: np.ndarray
    added: np.ndarray
    unseen_before: np.ndarray
    unseen_after: np.ndarray
    hid: Hiding
    emerged: Hiding
    displacement: np.ndarray = field(default_factory=lambda: np.zeros((0, 0)))

    @property
    def best_pair(self) -> np.ndarray:
        """Cost of the cheapest kind, ``(n, m)``."""
        return np.min(list(self.pair.values()), axis=0)

    @property
    def alone_before(self) -> np.ndarray:
        """Cost of an object of the picture before having no partner."""
        return np.min([self.dropped, self.unseen_before, self.hid.cost], axis=0)

    @property
    def alone_after(self) -> np.ndarray:
        """Cost of an object of the picture after having no partner."""
        return np.min([self.added, self.unseen_after, self.emerged.cost], axis=0)


def compare(before: ObjectGraph, after: ObjectGraph, motion: Motion, costs: EditCosts, trust: Trust) -> Comparison:
    """Work out all costs."""
    displacement = motion.displacement(before.objects, after.objects)
    before, after = under_one_light(before, after, displacement, costs.same_place)
    ours, theirs = before.objects, after.objects
    agree = agreement(ours, theirs, trust)
    return Comparison(
        before=ours,
        after=theirs,
        pair=_pair_costs(agree, displacement, costs),
        dropped=np.full(len(ours), costs.drop),
        added=np.full(len(theirs), costs.add),
        unseen_before=_unseen(ours, after, motion, "after", displacement, costs, trust),
        unseen_after=_unseen(theirs, before, motion, "before", displacement.T, costs, trust),
        hid=hiding(before, after, motion, "after", costs, trust),
        emerged=hiding(after, before, motion, "before", costs, trust),
        displacement=displacement,
    )


def _pair_costs(agree: Agreement, displacement: np.ndarray, costs: EditCosts) -> dict[str, np.ndarray]:
    place = _place(displacement, costs.place, costs.stray, costs.stray_spread)
    same = agree.all_same
    table = {"same": -same - place}
    likely_same = np.exp(sum(-np.logaddexp(0, _odds(agree, name)) for name in agree.same))
    excluded = likely_same.copy()
    for name in agree.same:
        if name in INTRINSIC:
            continue
        table[name] = costs.attribute - (same - agree.same[name] + agree.differ[name]) - place
        excluded += likely_same * np.exp(np.minimum(_odds(agree, name), 700))
    table["move"] = costs.move - same
    unlike = -np.log(np.maximum(1 - excluded, 1e-9))
    # A newcomer that differs in one thing only is likelier than chance would have it.
    alike = [costs.alike - (same - agree.same[name] + agree.differ[name]) for name in agree.same if name in INTRINSIC]
    stands = _place(displacement, costs.place, costs.stray_replaced, costs.stray_spread_replaced)
    table["replace"] = costs.replace - stands + np.min([unlike, *alike], axis=0)
    return table


def _odds(agree: Agreement, name: str) -> np.ndarray:
    """Log odds that two unrelated objects with these readings differ in an attribute."""
    kinds = agree.kinds[name]
    return agree.differ[name] - agree.same[name] + np.log(kinds - 1)


def _place(displacement: np.ndarray, place: float, stray: float, spread: float) -> np.ndarray:
    near = np.log1p(-stray) - displacement**2 / 2
    far = np.log(stray / spread**2) - (displacement / spread) ** 2 / 2
    return place + np.logaddexp(near, far)


def _unseen(
    objects: list[SceneObject],
    other: ObjectGraph,
    motion: Motion,
    to: str,
    displacement: np.ndarray,
    costs: EditCosts,
    trust: Trust,
) -> np.ndarray:
    """Cost of each object being in the other picture too without having been detected there."""
    share = expected_share(objects, other, motion, to, displacement, costs)
    plain = np.clip((share - costs.hidden_below) / (costs.seen_above - costs.hidden_below), 0, 1)
    cost = -np.log(costs.missed) * plain
    faint = list(other.faint)
    if faint and objects:
        alike = agreement(objects, faint, trust).all_same
        score = np.array([found.score for found in faint])
        here = in_place(objects, faint, alike, motion, to, costs)
        doubt = np.where(here, -costs.explained * np.log(score), np.inf)
        cost = np.minimum(cost, doubt.min(1))
    nothing = costs.spurious * (1 - np.array([found.score for found in objects]))
    nothing[intruders(motion, objects, _own(to), costs.solid)] = costs.twofold
    return np.minimum(cost, -np.log(np.clip(nothing, 1e-5, 1)))


def expected_share(
    objects: list[SceneObject],
    other: ObjectGraph,
    motion: Motion,
    to: str,
    displacement: np.ndarray,
    costs: EditCosts,
) -> np.ndarray:
    """Visible share ``(n,)`` that each object would have in the ``other`` picture, which is ``to``, had it stayed.

    ``displacement`` is ``(n, objects of the other picture)``.
    """
    clear = within(motion, objects, _own(to), other.objects, to, costs.solid)
    if clear is None:
        clear = displacement < costs.same_place
    return visible_share(motion.project(objects, to), [found.label for found in objects], other, clear, costs.solids)


def _own(to: str) -> str:
    return "before" if to == "after" else "after"
