"""Two looks at one picture, the second one at its mirror image, as one.

A network errs differently in a mirrored picture, so that the mean of both looks errs less (test-time augmentation;
Krizhevsky et al., "ImageNet Classification with Deep Convolutional Neural Networks", 2012).
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from pipeline.core.boxes import iou
from pipeline.core.types import SceneObject

WORTH = 0.7
"""Score of an object whose attributes are worth a second look."""
ONE = 0.6
"""IoU from which two detections are of one object."""


def in_doubt(found: list[SceneObject], unsure: float) -> list[SceneObject]:
    """The objects of which any attribute is read with a probability under ``unsure``."""
    return [
        item
        for item in found
        if item.score >= WORTH and any(max(scores.values()) < unsure for scores in item.attribute_scores.values())
    ]


def mirrored(found: list[SceneObject], width: float) -> list[SceneObject]:
    """What was found in a picture of this width, in its mirror image."""
    return [
        replace(
            item,
            box=np.array([width - item.box[2], item.box[1], width - item.box[0], item.box[3]]),
            center=item.center and (width - item.center[0], item.center[1]),
        )
        for item in found
    ]


def both_looks(found: list[SceneObject], again: list[SceneObject]) -> list[SceneObject]:
    """The objects of the first look as both looks see them on the mean, in order of falling score.

    What the second look does not find stays as it was; what only it finds is left out.
    """
    if not found or not again:
        return found
    overlap = iou(np.stack([item.box for item in found]), np.stack([item.box for item in again]))
    partner, share = overlap.argmax(1), overlap.max(1)
    merged = [_mean(item, again[partner[k]]) if share[k] >= ONE else item for k, item in enumerate(found)]
    return sorted(merged, key=lambda item: -item.score)


def _mean(first: SceneObject, second: SceneObject) -> SceneObject:
    scores = {
        name: _geometric(table, second.attribute_scores.get(name, table))
        for name, table in first.attribute_scores.items()
    }
    attributes = {
        name: max(scores[name], key=scores[name].__getitem__) if name in scores else value
        for name, value in first.attributes.items()
    }
    return replace(
        first,
        box=np.add(first.box, second.box) / 2,
        label=attributes.get("shape", first.label),
        score=(first.score + second.score) / 2,
        attributes=attributes,
        attribute_scores=scores,
        center=_middle(first.center, second.center),
        scale=float(np.sqrt(first.scale * second.scale)) if first.scale and second.scale else first.scale,
        visibility=_half(first.visibility, second.visibility),
    )


def _geometric(first: dict[str, float], second: dict[str, float]) -> dict[str, float]:
    """The normalised geometric mean of two distributions over the same values."""
    product = {value: (p * second.get(value, 0.0)) ** 0.5 for value, p in first.items()}
    total = sum(product.values())
    return {value: p / total for value, p in product.items()} if total > 0 else first


def _middle(first: tuple[float, float] | None, second: tuple[float, float] | None) -> tuple[float, float] | None:
    return ((first[0] + second[0]) / 2, (first[1] + second[1]) / 2) if first and second else first


def _half(first: float | None, second: float | None) -> float | None:
    return first if first is None or second is None else (first + second) / 2
