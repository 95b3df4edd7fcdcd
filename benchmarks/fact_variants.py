"""Pairs of the blocks world asked in another way: their truth changes accordingly, and the answer should too."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
from PIL import Image

from benchmarks.truth import ATTRIBUTES, Box, TrueChange, TruePair
from benchmarks.variants import AS_IS, OPPOSITE, as_is, flip, flipped, retaken

Asked = tuple[TruePair, np.ndarray, np.ndarray]
"""A pair, and its pictures before and after."""

SHRINK = 0.6


def swapped(pair: TruePair, before: np.ndarray, after: np.ndarray) -> Asked:
    """The picture after comes first; the captions no longer fit."""
    return replace(pair, changes=tuple(map(_undone, pair.changes)), captions=()), after, before


def mirrored(pair: TruePair, before: np.ndarray, after: np.ndarray) -> Asked:
    """Left and right change places; captions that tell them no longer fit."""

    widths = before.shape[1], after.shape[1]
    changes = _moved(pair.changes, lambda box: flipped(box, widths[0]), lambda box: flipped(box, widths[1]))
    return replace(pair, changes=changes, captions=()), flip(before), flip(after)


def shrunk(pair: TruePair, before: np.ndarray, after: np.ndarray) -> Asked:
    """Both pictures with little more than a third of their pixels."""

    def smaller(box: Box) -> Box:
        return box and [SHRINK * value for value in box]

    def shrink(image: np.ndarray) -> np.ndarray:
        height, width = image.shape[:2]
        size = round(width * SHRINK), round(height * SHRINK)
        return np.asarray(Image.fromarray(image).resize(size, Image.Resampling.BICUBIC))

    return replace(pair, changes=_moved(pair.changes, smaller, smaller)), shrink(before), shrink(after)


def _undone(change: TrueChange) -> TrueChange:
    """The change that leads back."""
    attributes, new, newcomer = change.attributes, change.new, change.new_attributes
    if change.kind in ATTRIBUTES and new is not None:
        attributes, new = {**attributes, change.kind: new}, attributes[change.kind]
    if newcomer is not None:
        attributes, newcomer = newcomer, attributes
    return TrueChange(
        OPPOSITE.get(change.kind, change.kind),
        attributes,
        new,
        newcomer,
        change.box_after,
        change.box_before,
        change.visible_after,
        change.visible_before,
    )


def _moved(
    changes: tuple[TrueChange, ...], before: Callable[[Box], Box], after: Callable[[Box], Box]
) -> tuple[TrueChange, ...]:
    """The same changes with their boxes elsewhere."""
    return tuple(replace(one, box_before=before(one.box_before), box_after=after(one.box_after)) for one in changes)


VARIANTS: dict[str, Callable[[TruePair, np.ndarray, np.ndarray], Asked]] = {
    AS_IS: as_is,
    "swapped": swapped,
    "mirrored": mirrored,
    "shrunk": shrunk,
    "retaken": retaken,
}
