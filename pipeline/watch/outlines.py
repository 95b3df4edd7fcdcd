"""Parts of a picture that differ within outlines: things have them, light has none."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from pipeline.core.channels import highest

LEAST_SIDE = 6
"""Pixels of the side of a square that must differ."""

RIM = 4
"""Pixels around the outlines of a place that belong to it: they are soft, and compression smears them."""

GAP, LEAST_GAP = 0.1, 8
"""How far around an outline others belong to the same thing: in square roots of its area, and pixels."""

SHARP = 0.12
"""Share of a difference that changes around a pixel of a thing's outline; under a soft shadow's edge it is 0.1."""

OUTLINED = 0.6
"""Share of a patch's border along which outlines run: of things 0.7 and more, of a soft shadow's spots up to 0.5."""


def sharp(was: np.ndarray, stays: np.ndarray) -> np.ndarray:
    """Where two pictures differ with an outline.

    Light adds to what is there, or takes a share of it, by amounts that change little from one pixel to the next:
    around each pixel one picture is then a straight line over the other.
    """
    import cv2

    old, new = (cv2.GaussianBlur(picture.astype(np.float32), (0, 0), 1.0) for picture in (was, stays))
    mean_old, mean_new = _even(old), _even(new)
    var_old, var_new = _even(old**2) - mean_old**2 + 1, _even(new**2) - mean_new**2 + 1
    common = (_even(old * new) - mean_old * mean_new) ** 2
    left = highest(np.maximum(var_new - common / var_old, var_old - common / var_new))
    most = cv2.dilate(highest(np.abs(new - old)), np.ones((15, 15), np.uint8))
    return np.asarray(np.sqrt(np.maximum(left - 1, 0)) > SHARP * most)


def _even(values: np.ndarray) -> np.ndarray:
    import cv2

    return np.asarray(cv2.blur(values, (5, 5)))


def within_outlines(outlines: np.ndarray) -> np.ndarray:
    """Outlines with all that they enclose, small gaps in them closed."""
    import cv2

    drawn = cv2.morphologyEx(outlines.astype(np.uint8), cv2.MORPH_OPEN, np.ones((2, 2), np.uint8))
    closed = cv2.morphologyEx(np.pad(drawn, LEAST_GAP + 1), cv2.MORPH_CLOSE, np.ones((LEAST_GAP + 1,) * 2, np.uint8))
    outside = closed.copy()
    cv2.floodFill(outside, None, (0, 0), 2)
    whole = slice(LEAST_GAP + 1, -LEAST_GAP - 1)
    return np.asarray(outside != 2)[whole, whole] | outlines


def outlined_parts(mask: np.ndarray, outlines: np.ndarray) -> list[tuple[np.ndarray, np.ndarray]]:
    """The connected parts that have outlines, as far as these reach, with the boxes around them.

    What one even thing is on another differs evenly, but its outlines are around it; the light beside it has none.
    """
    import cv2

    kernel = np.ones((LEAST_SIDE, LEAST_SIDE), np.uint8)
    solid = cv2.morphologyEx(mask.astype(np.uint8), cv2.MORPH_OPEN, np.ones((3, 3), np.uint8))
    solid = cv2.morphologyEx(solid, cv2.MORPH_CLOSE, kernel)
    core = cv2.erode(solid, kernel)
    _, labels, stats, _ = cv2.connectedComponentsWithStats(solid)
    seeds = cv2.morphologyEx((outlines & (solid > 0)).astype(np.uint8), cv2.MORPH_OPEN, np.ones((2, 2), np.uint8))
    made = []
    for number in np.unique(labels[core > 0]):
        x, y, width, height, _ = stats[number]
        window = slice(y, y + height), slice(x, x + width)
        part = labels[window] == number
        for inner in _within(part, part & (seeds[window] > 0)):
            whole = np.zeros_like(mask)
            whole[window] = inner
            rows, columns = np.flatnonzero(whole.any(1)), np.flatnonzero(whole.any(0))
            made.append((whole, np.array([columns[0], rows[0], columns[-1] + 1, rows[-1] + 1], float)))
    return made


def _within(part: np.ndarray, seeds: np.ndarray) -> Iterator[np.ndarray]:
    """What of a part lies within outlines in it, those that are near each other being one thing's."""
    import cv2

    gap = max(LEAST_GAP, round(GAP * float(np.sqrt(part.sum()))))
    near = cv2.dilate(seeds.astype(np.uint8), np.ones((2 * gap + 1,) * 2, np.uint8))
    count, labels = cv2.connectedComponents(near)
    for number in range(1, count):
        points = np.argwhere(seeds & (labels == number))[:, ::-1]
        hull = cv2.convexHull(np.ascontiguousarray(points, np.int32))
        reach = cv2.fillConvexPoly(np.zeros(part.shape, np.uint8), hull, 1)
        inner = part & (cv2.dilate(reach, np.ones((2 * RIM + 1,) * 2, np.uint8)) > 0)
        if inner.sum() >= LEAST_SIDE**2 and _outlined(inner, seeds):
            yield inner


def _outlined(mask: np.ndarray, seeds: np.ndarray) -> bool:
    """Whether outlines run along most of a mask's border."""
    import cv2

    padded, near = (np.pad(one, 1).astype(np.uint8) for one in (mask, seeds))
    border = cv2.dilate(padded, np.ones((3, 3), np.uint8)) > padded
    reached = cv2.dilate(near, np.ones((2 * RIM - 1,) * 2, np.uint8))
    return bool((reached[border] > 0).mean() >= OUTLINED)
