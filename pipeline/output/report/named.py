"""Which of the facts of a sentence each of its phrases names."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from pipeline.core.boxes import iou
from pipeline.core.types import Change, Description, Grounding

SAME = 0.6
"""IoU from which a phrase and a fact are about one region."""


def names_of(description: Description, phrases: Sequence[int], told: tuple[int, ...]) -> dict[int, tuple[int, ...]]:
    """For each phrase of a sentence the changes, of those that it tells, that the phrase names.

    A change whose region no phrase has is named by those that name one of its kind ("three buttons"); what is left,
    and phrases that say where something is ("behind the cube"), belong to all that the sentence tells.
    """
    changes, grounding = description.changes, description.grounding
    if len(told) < 2:
        return dict.fromkeys(phrases, told)
    named = {phrase: [k for k in told if shows(grounding[phrase], changes[k])] for phrase in phrases}
    for k in told:
        if not any(k in own for own in named.values()):
            alike = [own for own in named.values() if any(_like(changes[k], changes[one]) for one in own)]
            for own in alike or named.values():
                own.append(k)
    return {phrase: tuple(own) or told for phrase, own in named.items()}


def shows(shown: Grounding, change: Change) -> bool:
    """Whether a phrase names the region of a change in each picture that has it."""
    pairs = (shown.box_before, change.box_before), (shown.box_after, change.box_after)
    known = [(own, box) for own, box in pairs if box is not None]
    return bool(known) and all(own is not None and _same(own, box) for own, box in known)


def _same(first: np.ndarray, second: np.ndarray) -> bool:
    return float(iou(np.asarray(first, float)[None], np.asarray(second, float)[None])[0, 0]) > SAME


def _like(first: Change, second: Change) -> bool:
    return (first.kind, first.label) == (second.kind, second.label)
