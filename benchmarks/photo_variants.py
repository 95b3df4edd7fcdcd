"""The reference pairs asked in another way: their truth changes accordingly, and the answer should too."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from benchmarks.photo_truth import PhotoPair
from benchmarks.variants import AS_IS, OPPOSITE, as_is, flip, flipped, retaken

Asked = tuple[PhotoPair, np.ndarray, np.ndarray]
"""A pair, and its pictures before and after."""

VIEWS = ("before", "after")


def swapped(pair: PhotoPair, before: np.ndarray, after: np.ndarray) -> Asked:
    """The picture after comes first; the captions no longer fit."""
    objects = tuple(
        {
            **one,
            "change": OPPOSITE.get(one["change"], one["change"]),
            **{f"{name}_{view}": one[f"{name}_{other}"] for name in ("box", "color") for view, other in _CROSSWISE},
        }
        for one in pair.objects
    )
    return (
        replace(pair, kinds=frozenset(OPPOSITE.get(kind, kind) for kind in pair.kinds), objects=objects),
        after,
        before,
    )


def mirrored(pair: PhotoPair, before: np.ndarray, after: np.ndarray) -> Asked:
    """Left and right change places; captions that tell them no longer fit."""
    width = {"before": before.shape[1], "after": after.shape[1]}
    objects = tuple(
        {**one, **{f"box_{view}": _flipped(one[f"box_{view}"], width[view]) for view in VIEWS}} for one in pair.objects
    )
    return replace(pair, objects=objects), flip(before), flip(after)


def _flipped(box: list[float] | None, width: int) -> list[float] | None:
    return None if box is None else flipped(np.array(box), width).tolist()


_CROSSWISE = (("before", "after"), ("after", "before"))

VARIANTS: dict[str, Callable[[PhotoPair, np.ndarray, np.ndarray], Asked]] = {
    AS_IS: as_is,
    "swapped": swapped,
    "mirrored": mirrored,
    "retaken": retaken,
}
