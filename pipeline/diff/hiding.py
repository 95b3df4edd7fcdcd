"""Objects that may have moved to a place where they are hardly seen."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from pipeline.diff.costs import EditCosts
from pipeline.diff.evidence import Trust, agreement
from pipeline.types import Motion, ObjectGraph, SceneObject

UNLIKE = -3
"""Evidence of agreement under which a faint detection is of something else."""


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
    stood = in_place(present, faint, alike, motion, "after", costs).any(0)
    score = np.array([found.score for found in faint])
    cost = np.where(stood, np.inf, costs.move - alike[: len(objects)] - np.log(score))
    return Hiding(cost.min(1), cost.argmin(1))


def in_place(
    objects: list[SceneObject], faint: list[SceneObject], alike: np.ndarray, motion: Motion, to: str, costs: EditCosts
) -> np.ndarray:
    """Which ``objects`` may be which ``faint`` detections of the picture ``to``, unmoved, bool ``(n, m)``.

    ``alike`` is the evidence that their attributes agree.
    """
    away = motion.displacement(objects, faint) if to == "after" else motion.displacement(faint, objects).T
    return (away < costs.same_place) & (alike > UNLIKE)
