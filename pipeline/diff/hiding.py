"""Objects that may have moved to a place where they are hardly seen."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from pipeline.diff.costs import EditCosts
from pipeline.diff.evidence import Trust, agreement
from pipeline.types import Motion, ObjectGraph, SceneObject


@dataclass(frozen=True)
class Hiding:
    """For every object the cost of having moved to a faint detection of the picture after, and which one that is.

    ``cost`` and ``place`` have one entry an object; ``place`` indexes the faint detections.
    """

    cost: np.ndarray
    place: np.ndarray


def hiding(before: ObjectGraph, after: ObjectGraph, motion: Motion, costs: EditCosts, trust: Trust) -> Hiding:
    """Compare the objects of the picture before with the faint detections of the picture after.

    A faint detection where something like it stood already, faint or not, is that thing and nobody's new place.
    """
    objects, faint = before.objects, list(after.faint)
    if not objects or not faint:
        return Hiding(np.full(len(objects), np.inf), np.zeros(len(objects), int))
    present = objects + list(before.faint)
    alike = agreement(present, faint, trust).all_same
    stood = ((away(present, faint, motion, "after") < costs.same_place) & (alike > -3)).any(0)
    score = np.array([found.score for found in faint])
    cost = np.where(stood, np.inf, costs.move - alike[: len(objects)] - np.log(score))
    return Hiding(cost.min(1), cost.argmin(1))


def away(objects: list[SceneObject], others: list[SceneObject], motion: Motion, to: str) -> np.ndarray:
    """Displacement of ``objects`` against ``others`` of the picture ``to``, in standard deviations, ``(n, m)``."""
    return motion.displacement(objects, others) if to == "after" else motion.displacement(others, objects).T
