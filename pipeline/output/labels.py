"""Where labels go beside boxes, so that they hide neither a box nor each other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

Box = tuple[float, float, float, float]


def place_labels(
    boxes: Sequence[Sequence[float]],
    sizes: Sequence[tuple[float, float]],
    extent: tuple[float, float],
    margin: float,
    unhidden: Sequence[Sequence[float] | np.ndarray] = (),
) -> list[Box | None]:
    """A free place for the label of each box: beside it if there is one, else in the margin around the picture.

    Parameters
    ----------
    boxes : sequence of four numbers
        In pixels of the picture.
    sizes : sequence of (width, height)
        Of each label.
    extent : (width, height)
        Of the picture.
    margin : float
        Free pixels around the picture, which labels may use: they start at minus this much.
    unhidden : sequence of four numbers
        Boxes without a label, which are not to be hidden either.

    Returns
    -------
    list of boxes
        None for a label that has no room left, as may happen with hundreds of them.
    """
    taken = [_corners(box) for box in (*boxes, *unhidden)]
    placed: list[Box | None] = []
    for box, size in zip(taken[: len(boxes)], sizes, strict=True):
        spots = (*_beside(box, size), *_around(box, size, extent, margin))
        spot = next((one for one in spots if _within(one, extent, margin) and not _meets(one, taken)), None)
        placed.append(spot)
        if spot is not None:
            taken.append(spot)
    return placed


def _beside(box: Box, size: tuple[float, float]) -> Iterator[Box]:
    """Places that touch the box, and then, for want of one, places a little above and below it."""
    x0, y0, x1, y1 = box
    width, height = size
    touching = [(x, y) for y in (y0 - height, y1) for x in (x0, x1 - width)]
    touching += [(x, y) for y in (y0, y1 - height) for x in (x0 - width, x1)]
    middle = (x0 + x1 - width) / 2
    near = [(x, y) for step in (2, 3, 4) for y in (y0 - step * height, y1 + (step - 1) * height) for x in (middle, x0)]
    for x, y in touching + near:
        yield x, y, x + width, y + height


def _around(box: Box, size: tuple[float, float], extent: tuple[float, float], margin: float) -> list[Box]:
    """Places in the margin, the nearest to the box first."""
    width, height = size
    across = np.arange(-margin, extent[0] + margin - width + 1, max(1.0, width / 4))
    down = np.arange(-margin, extent[1] + margin - height + 1, max(1.0, height / 4))
    corners = [(x, y) for x in across for y in (-height, extent[1])]
    corners += [(x, y) for y in down for x in (-width, extent[0])]
    centre = np.array([(box[0] + box[2]) / 2, (box[1] + box[3]) / 2])
    corners.sort(key=lambda corner: float(np.hypot(*(np.add(corner, (width / 2, height / 2)) - centre))))
    return [(float(x), float(y), float(x + width), float(y + height)) for x, y in corners]


def _within(box: Box, extent: tuple[float, float], margin: float) -> bool:
    return box[0] >= -margin and box[1] >= -margin and box[2] <= extent[0] + margin and box[3] <= extent[1] + margin


def _meets(box: Box, others: Sequence[Box]) -> bool:
    return any(box[0] < x1 and box[2] > x0 and box[1] < y1 and box[3] > y0 for x0, y0, x1, y1 in others)


def _corners(box: Sequence[float] | np.ndarray) -> Box:
    x0, y0, x1, y1 = (float(corner) for corner in box)
    return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)
