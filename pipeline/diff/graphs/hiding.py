"""Objects that may have moved to or from a place where they are hardly seen."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from pipeline.core.types import Motion, ObjectGraph, SceneObject
from pipeline.diff.graphs.costs import EditCosts
from pipeline.matching.evidence import Trust, agreement

UNLIKE = -3
"""Evidence of agreement under which a faint detection is of something else."""


@dataclass(frozen=True)
class Hiding:
    """For every object of one picture the cost of having moved from or to a faint detection of the other.

    ``cost`` is ``(n,)``; ``box`` ``(n, 4)`` is that detection's, where the cost is finite.
    """

    cost: np.ndarray
    box: np.ndarray


def hiding(graph: ObjectGraph, other: ObjectGraph, motion: Motion, to: str, costs: EditCosts, trust: Trust) -> Hiding:
    """Compare the objects of ``graph`` with the faint detections of the other picture, which is ``to``.

    A faint detection where something like it stands in both pictures, faint or not, is that thing and nobody's hidden
    place.
    """
    objects, faint = graph.objects, list(other.faint)
    if not objects or not faint:
        return Hiding(np.full(len(objects), np.inf), np.zeros((len(objects), 4)))
    present = objects + list(graph.faint)
    alike = agreement(present, faint, trust).all_same
    stood = in_place(present, faint, alike, motion, to, costs).any(0)
    score = np.array([found.score for found in faint])
    cost = np.where(stood, np.inf, costs.move + costs.secret - alike[: len(objects)] - np.log(score))
    return Hiding(cost.min(1), np.array([found.box for found in faint])[cost.argmin(1)])


def in_place(
    objects: list[SceneObject], faint: list[SceneObject], alike: np.ndarray, motion: Motion, to: str, costs: EditCosts
) -> np.ndarray:
    """Which ``objects`` may be which ``faint`` detections of the picture ``to``, unmoved, bool ``(n, m)``.

    ``alike`` is the evidence that their attributes agree.
    """
    away = motion.displacement(objects, faint) if to == "after" else motion.displacement(faint, objects).T
    return (away < costs.same_place) & (alike > UNLIKE)
