"""Where labels go: beside their box, never over an object or another label; at the worst under the picture."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

_GAP = 0.25
"""Distance from box to label and between labels, as a share of a label's height."""

_RINGS = 4
"""How many heights away from its box a label may stand before it goes under the picture."""


@dataclass(frozen=True)
class Rectangle:
    """Corners in pixels."""

    x0: float
    y0: float
    x1: float
    y1: float

    @classmethod
    def of(cls, box: np.ndarray) -> Rectangle:
        """From a box, in whatever order its corners are."""
        x0, y0, x1, y1 = (float(corner) for corner in box)
        return cls(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))

    @property
    def width(self) -> float:
        """From left to right."""
        return self.x1 - self.x0

    @property
    def height(self) -> float:
        """From top to bottom."""
        return self.y1 - self.y0

    @property
    def middle(self) -> tuple[float, float]:
        """Its centre."""
        return (self.x0 + self.x1) / 2, (self.y0 + self.y1) / 2

    def touches(self, other: Rectangle) -> bool:
        """Whether the two share any area."""
        return self.x0 < other.x1 and other.x0 < self.x1 and self.y0 < other.y1 and other.y0 < self.y1


@dataclass(frozen=True)
class Label:
    """Where a label stands, and the point of its box to which a line leads, None where they are neighbours."""

    place: Rectangle
    lead: tuple[float, float] | None


def place_labels(
    boxes: Sequence[Rectangle],
    sizes: Sequence[tuple[float, float]],
    objects: Sequence[Rectangle],
    extent: tuple[int, int],
) -> tuple[list[Label], float]:
    """A label for each box, and the height that picture and labels need together.

    Parameters
    ----------
    boxes, sizes
        What is labelled, and the width and height of each label.
    objects
        What must stay visible besides the boxes.
    extent
        Width and height of the picture.
    """
    taken = [*objects, *boxes]
    frame = Rectangle(0, 0, *extent)
    labels: list[Label | None] = []
    for box, size in zip(boxes, sizes, strict=True):
        free = next((spot for spot in _around(box, size, frame) if not any(map(spot.touches, taken))), None)
        if free is None:
            labels.append(None)
            continue
        taken.append(free)
        near = max(free.x0 - box.x1, box.x0 - free.x1, free.y0 - box.y1, box.y0 - free.y1) <= 0.5 * size[1]
        labels.append(Label(free, None if near else _nearest(box, free.middle)))
    return _under(labels, boxes, sizes, extent)


def _around(box: Rectangle, size: tuple[float, float], frame: Rectangle) -> Iterator[Rectangle]:
    """Places in the frame, nearest first: above, below, right and left of the box."""
    width, height = size
    for ring in range(_RINGS):
        off = height * (_GAP + ring)
        above, below = box.y0 - off - height, box.y1 + off
        for x in (box.x0, box.x1 - width, box.middle[0] - width / 2):
            inside = min(max(x, 0.0), max(0.0, frame.x1 - width))
            yield from _within(inside, above, size, frame)
            yield from _within(inside, below, size, frame)
        for y in (box.y0, box.y1 - height, box.middle[1] - height / 2):
            yield from _within(box.x1 + off, y, size, frame)
            yield from _within(box.x0 - off - width, y, size, frame)


def _within(x: float, y: float, size: tuple[float, float], frame: Rectangle) -> Iterator[Rectangle]:
    spot = Rectangle(x, y, x + size[0], y + size[1])
    if spot.x0 >= 0 and spot.y0 >= 0 and spot.x1 <= frame.x1 and spot.y1 <= frame.y1:
        yield spot


def _nearest(box: Rectangle, point: tuple[float, float]) -> tuple[float, float]:
    """The point of a box that is nearest to another: a line to it crosses nothing of the box."""
    return min(max(point[0], box.x0), box.x1), min(max(point[1], box.y0), box.y1)


def _led(place: Rectangle, box: Rectangle) -> Label:
    return Label(place, _nearest(box, place.middle))


def _under(
    labels: Sequence[Label | None],
    boxes: Sequence[Rectangle],
    sizes: Sequence[tuple[float, float]],
    extent: tuple[int, int],
) -> tuple[list[Label], float]:
    """Lines of labels below the picture, for those that have no place in it."""
    width, whole = float(extent[0]), float(extent[1])
    x, y = 0.0, whole
    placed = []
    for label, box, size in zip(labels, boxes, sizes, strict=True):
        if label is None:
            gap = _GAP * size[1]
            if x > 0 and x + size[0] > width:
                x, y = 0.0, y + size[1] + gap
            label = _led(Rectangle(x, y + gap, x + size[0], y + gap + size[1]), box)
            x += size[0] + gap
            whole = y + 2 * gap + size[1]
        placed.append(label)
    return placed, whole
