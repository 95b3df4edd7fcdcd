"""Parts of a picture looked at enlarged, and what is found in them merged with what is known."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np

from pipeline.core.boxes import area, clip, intersection, nms_by_class
from pipeline.core.types import SceneObject

Detect = Callable[[np.ndarray], list[SceneObject]]


def look_closer(
    detect: Detect,
    image: np.ndarray,
    places: np.ndarray,
    known: Sequence[SceneObject],
    overlap: float,
    margin: float = 0.75,
) -> list[SceneObject]:
    """Everything in ``known``, and what ``detect`` finds in the parts of ``image`` around ``places``, best first.

    Parameters
    ----------
    places
        Boxes ``(n, 4)``; a part is a place with ``margin`` times its longer side around it.
    overlap
        Of two boxes of one class with a greater IoU only the better one stays.
    """
    found = list(known)
    height, width = image.shape[:2]
    for part in crops(places, width, height, margin):
        x0, y0, x1, y1 = part
        seen = detect(np.ascontiguousarray(image[y0:y1, x0:x1]))
        offset = np.array([x0, y0, x0, y0], float)
        # a mask would cover the part and not the picture
        placed = [replace(one, box=one.box + offset, mask=None) for one in seen]
        found += [one for one in placed if not _cut(one.box, part, width, height)]
    return merge(found, overlap)


def look_in_tiles(detect: Detect, image: np.ndarray, side: int, overlap: float) -> list[SceneObject]:
    """What ``detect`` finds in the whole of ``image`` and in square parts of ``side`` pixels, best first.

    What is larger than the quarter by which the parts overlap, and is cut by each of them, is found in the whole.
    """
    found = detect(image)
    height, width = image.shape[:2]
    if side >= max(width, height):
        return found
    return look_closer(detect, image, tiles(width, height, side), found, overlap, margin=0.0)


def tiles(width: int, height: int, side: int) -> np.ndarray:
    """Square boxes ``(n, 4)`` that cover a picture evenly and overlap by at least a quarter of their side."""
    starts = []
    for length in (width, height):
        steps = max(0, int(np.ceil((length - side) / (0.75 * side))))
        starts.append(np.linspace(0, max(0, length - side), steps + 1).round().astype(int))
    return np.array([[x, y, min(x + side, width), min(y + side, height)] for y in starts[1] for x in starts[0]], float)


def merge(found: list[SceneObject], overlap: float) -> list[SceneObject]:
    """Without repetitions, in order of falling score."""
    if not found:
        return []
    boxes = np.array([one.box for one in found])
    scores = np.array([one.score for one in found])
    names = sorted({one.label for one in found})
    classes = np.array([names.index(one.label) for one in found])
    kept = nms_by_class(boxes, scores, classes, overlap)
    return [found[i] for i in kept if not _part_of_better(i, kept, boxes, scores, classes)]


def crops(
    places: np.ndarray, width: int, height: int, margin: float, least: int = 48
) -> list[tuple[int, int, int, int]]:
    """Square parts around places, inside the picture."""
    made = []
    for x0, y0, x1, y1 in clip(places, width, height):
        side = max(x1 - x0, y1 - y0) * (1 + 2 * margin)
        side = int(min(max(side, least), max(width, height)))
        left = int(np.clip((x0 + x1 - side) / 2, 0, max(0, width - side)))
        top = int(np.clip((y0 + y1 - side) / 2, 0, max(0, height - side)))
        part = (left, top, min(width, left + side), min(height, top + side))
        if part[2] - part[0] >= 8 and part[3] - part[1] >= 8:
            made.append(part)
    return list(dict.fromkeys(made))


def _cut(box: np.ndarray, part: tuple[int, int, int, int], width: int, height: int) -> bool:
    """Whether the part's own border, and not the picture's, cuts the object off."""
    x0, y0, x1, y1 = part
    edge = 2.0
    return bool(
        (box[0] < x0 + edge and x0 > 0)
        or (box[1] < y0 + edge and y0 > 0)
        or (box[2] > x1 - edge and x1 < width)
        or (box[3] > y1 - edge and y1 < height)
    )


def _part_of_better(i: int, kept: np.ndarray, boxes: np.ndarray, scores: np.ndarray, classes: np.ndarray) -> bool:
    """Whether the box lies within a better one of its class: a piece of the same object."""
    rivals = [j for j in kept if j != i and classes[j] == classes[i] and scores[j] > scores[i]]
    if not rivals:
        return False
    shared = intersection(boxes[i], boxes[rivals])[0] / max(float(area(boxes[i])[0]), 1e-9)
    alike = area(boxes[i])[0] > 0.35 * area(boxes[rivals])
    return bool(((shared > 0.85) & alike).any())
