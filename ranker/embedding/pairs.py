"""A pair of pictures as one vector: which looks there are before and after, and which went and came."""

from __future__ import annotations

from functools import reduce

import numpy as np

from ranker.alignment.regions import Layout, Regions


def pair_vector(regions: Regions, layout: Layout) -> np.ndarray:
    """Shape ``(4 * looks + 4,)``; a look is a value of each attribute, such as small, red, rubber and cube.

    For every look: the probability of the surest object that has it before, after, before but not after, and after
    but not before; then how many objects each picture shows alone, how many both show, and whether a look changed.
    """
    objects = regions.objects[:-1]  # the last is the whole picture
    before, after = looks(objects[:, : layout.size], layout), looks(objects[:, layout.size :], layout)
    gone, come = np.maximum(before - after, 0), np.maximum(after - before, 0)
    there = objects[:, [0, layout.size]] > 0
    alone = [float((there[:, 0] > there[:, 1]).sum()), float((there[:, 1] > there[:, 0]).sum())]
    both = [float(there.all(axis=1).sum()), float((gone + come).sum() > 1)]
    most = [part.max(axis=0, initial=0.0) for part in (before, after, gone, come)]
    return np.concatenate([*most, alone, both]).astype(np.float32)


def looks(objects: np.ndarray, layout: Layout) -> np.ndarray:
    """Probability of each look for each object in one picture, ``(n, looks)``: attributes are read independently."""
    parts, start = [], 1
    for values in layout.attributes.values():
        parts.append(objects[:, start : start + len(values)])
        start += len(values)
    return reduce(_joint, parts)


def _joint(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    return (one[:, :, None] * other[:, None]).reshape(len(one), one.shape[1] * other.shape[1])
