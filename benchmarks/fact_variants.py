"""Pairs of the blocks world asked in another way: their truth changes accordingly, and the answer should too."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from zlib import crc32

import numpy as np
from PIL import Image

from benchmarks.disturb import taken_again
from benchmarks.truth import ATTRIBUTES, Box, TrueChange, TruePair

Asked = tuple[TruePair, np.ndarray, np.ndarray]
"""A pair, and its pictures before and after."""

OPPOSITE = {"add": "drop", "drop": "add"}
SHRINK = 0.6


def as_is(pair: TruePair, before: np.ndarray, after: np.ndarray) -> Asked:
    """The pair itself."""
    return pair, before, after


def swapped(pair: TruePair, before: np.ndarray, after: np.ndarray) -> Asked:
    """The picture after comes first; the captions no longer fit."""
    return replace(pair, changes=tuple(map(_undone, pair.changes)), captions=()), after, before


def mirrored(pair: TruePair, before: np.ndarray, after: np.ndarray) -> Asked:
    """Left and right change places; captions that tell them no longer fit."""

    def flipped(box: Box, image: np.ndarray) -> Box:
        return box and [image.shape[1] - box[2], box[1], image.shape[1] - box[0], box[3]]

    changes = _moved(pair.changes, lambda box: flipped(box, before), lambda box: flipped(box, after))
    flip = (np.ascontiguousarray(image[:, ::-1]) for image in (before, after))
    return replace(pair, changes=changes, captions=()), *flip


def shrunk(pair: TruePair, before: np.ndarray, after: np.ndarray) -> Asked:
    """Both pictures with little more than a third of their pixels."""

    def smaller(box: Box) -> Box:
        return box and [SHRINK * value for value in box]

    def shrink(image: np.ndarray) -> np.ndarray:
        height, width = image.shape[:2]
        size = round(width * SHRINK), round(height * SHRINK)
        return np.asarray(Image.fromarray(image).resize(size, Image.Resampling.BICUBIC))

    return replace(pair, changes=_moved(pair.changes, smaller, smaller)), shrink(before), shrink(after)


def retaken(pair: TruePair, before: np.ndarray, after: np.ndarray) -> Asked:
    """The camera moved and the light changed once more before the picture after; its boxes are only about right."""
    return pair, before, taken_again(after, crc32(pair.name.encode()))


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
    "as-is": as_is,
    "swapped": swapped,
    "mirrored": mirrored,
    "shrunk": shrunk,
    "retaken": retaken,
}
