"""The objects of both graphs as the transformer's visual tokens: what each looks like, and where it stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from language.lexicon import ATTRIBUTE_VALUES
from pipeline.core.types import Analysis, SceneObject

READINGS = sum(map(len, ATTRIBUTE_VALUES.values()))
"""Numbers that say what an object looks like: the probability of every value of every attribute, first in a token."""
KNOWN = READINGS + 6
"""Where a token says whether its place in the picture before is known,"""
PLACE = slice(READINGS + 7, READINGS + 9)
"""and where the middle of its box there stands."""
WAVES = (1.0, 2.0, 4.0, 8.0)
"""Periods a picture width: a place as sines, so that a small shift shows."""
SIZE = READINGS + 2 + 4 + 1 + 4 + 4 * len(WAVES)
"""Numbers of a token: readings, score and visible share, own box, whether the motion is known, box in the picture
before, and its middle as waves."""


@dataclass(frozen=True, eq=False)
class Tokens:
    """Tokens ``(n, SIZE)``, first those of the picture before, and which are of the picture after ``(n,)``."""

    features: np.ndarray
    after: np.ndarray

    @classmethod
    def of(cls, analysis: Analysis) -> Tokens:
        """The tokens of a pair.  Where the camera's motion is known, objects after also stand where before saw them."""
        seen = analysis.after.objects
        there = None
        if analysis.motion is not None and seen:
            there = analysis.motion.project(seen, "before")
        return cls.between(
            table(analysis.before.objects, analysis.before.extent, None),
            table(seen, analysis.after.extent, np.full((len(seen), 4), np.nan) if there is None else there),
        )

    @classmethod
    def between(cls, before: np.ndarray, after: np.ndarray) -> Tokens:
        """The tokens of both pictures, as :func:`table` makes each."""
        return cls(np.concatenate([before, after]), np.arange(len(before) + len(after)) >= len(before))


def table(objects: Sequence[SceneObject], extent: tuple[int, int], there: np.ndarray | None) -> np.ndarray:
    """Tokens of the objects of one picture, ``(n, SIZE)``.

    ``there`` are their boxes ``(n, 4)`` in the picture before, NaN where unknown; None for objects of that picture.
    """
    readings = [[score for name in ATTRIBUTE_VALUES for score in _scores(found, name)] for found in objects]
    look = [[found.score, 1.0 if found.visibility is None else found.visibility] for found in objects]
    own = np.array([found.box for found in objects], float).reshape(-1, 4)
    return rows(
        np.array(readings, float).reshape(-1, READINGS),
        np.array(look, float).reshape(-1, 2),
        _middles(own, extent),
        _middles(own if there is None else there, extent),
    )


def rows(readings: np.ndarray, look: np.ndarray, own: np.ndarray, common: np.ndarray) -> np.ndarray:
    """Tokens ``(n, SIZE)`` from their parts; places are middles and sides as shares of the picture's width, ``(n, 4)``.

    A row of ``common`` that is NaN is of an object whose place in the picture before is not known.
    """
    known = np.isfinite(common).all(axis=1, keepdims=True)
    placed = np.where(known, common, 0.0)
    turns = 2 * np.pi * placed[:, :2, None] * np.array(WAVES)
    waves = np.where(known[..., None], np.concatenate([np.sin(turns), np.cos(turns)], axis=-1), 0.0)
    parts = [readings, look, own, known.astype(float), placed, waves.reshape(len(own), 4 * len(WAVES))]
    return np.concatenate(parts, axis=1).astype(np.float32)


def _scores(found: SceneObject, name: str) -> list[float]:
    """Probabilities of an attribute's values; one that is known without a probability is certain."""
    scores = found.attribute_scores.get(name) or {found.attributes.get(name, ""): 1.0}
    return [scores.get(value, 0.0) for value in ATTRIBUTE_VALUES[name]]


def _middles(boxes: np.ndarray, extent: tuple[int, int]) -> np.ndarray:
    return np.concatenate([(boxes[:, :2] + boxes[:, 2:]) / 2, boxes[:, 2:] - boxes[:, :2]], axis=1) / extent[0]
