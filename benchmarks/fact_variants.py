"""Pairs of the blocks world asked in another way: their truth changes accordingly, and the answer should too."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
from PIL import Image

from benchmarks.common import ATTRIBUTES
from benchmarks.truth import TruePair
from benchmarks.variants import AS_IS, OPPOSITE, as_is, flip, flipped, retaken
from pipeline.datasets.example import TrueChange, Truth

Asked = tuple[TruePair, np.ndarray, np.ndarray]
"""A pair, and its pictures before and after.  Of a pair that is altered only the changes are known."""

Move = Callable[[np.ndarray], np.ndarray]
"""A box of the asked pair from that of the pair."""

SHRINK = 0.6


def swapped(pair: TruePair, before: np.ndarray, after: np.ndarray) -> Asked:
    """The picture after comes first; the captions no longer fit."""
    return replace(pair, truth=Truth(tuple(map(_undone, pair.changes))), captions=()), after, before


def mirrored(pair: TruePair, before: np.ndarray, after: np.ndarray) -> Asked:
    """Left and right change places; captions that tell them no longer fit."""

    widths = before.shape[1], after.shape[1]
    truth = _moved(pair.changes, lambda box: flipped(box, widths[0]), lambda box: flipped(box, widths[1]))
    return replace(pair, truth=truth, captions=()), flip(before), flip(after)


def shrunk(pair: TruePair, before: np.ndarray, after: np.ndarray) -> Asked:
    """Both pictures with little more than a third of their pixels."""

    def smaller(box: np.ndarray) -> np.ndarray:
        return SHRINK * box

    def shrink(image: np.ndarray) -> np.ndarray:
        height, width = image.shape[:2]
        size = round(width * SHRINK), round(height * SHRINK)
        return np.asarray(Image.fromarray(image).resize(size, Image.Resampling.BICUBIC))

    return replace(pair, truth=_moved(pair.changes, smaller, smaller)), shrink(before), shrink(after)


def _undone(change: TrueChange) -> TrueChange:
    """The change that leads back."""
    attributes, new, newcomer = change.attributes, change.new, change.newcomer
    if change.kind in ATTRIBUTES and new:
        attributes, new = {**attributes, change.kind: new}, attributes[change.kind]
    if newcomer:
        attributes, newcomer = newcomer, attributes
    kind = OPPOSITE.get(change.kind, change.kind)
    return TrueChange(kind, change.label, attributes, new, newcomer, change.boxes[::-1])


def _moved(changes: tuple[TrueChange, ...], before: Move, after: Move) -> Truth:
    """The same changes with their boxes elsewhere."""

    def moved(one: TrueChange) -> TrueChange:
        first, second = (
            None if box is None else move(box) for box, move in zip(one.boxes, (before, after), strict=True)
        )
        return replace(one, boxes=(first, second))

    return Truth(tuple(map(moved, changes)))


VARIANTS: dict[str, Callable[[TruePair, np.ndarray, np.ndarray], Asked]] = {
    AS_IS: as_is,
    "swapped": swapped,
    "mirrored": mirrored,
    "shrunk": shrunk,
    "retaken": retaken,
}
