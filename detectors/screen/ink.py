"""Ink: what stands on the grounds, as connected components, and the closed borders among them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from detectors.screen.panels import is_outline

FRAME_SIDE = 10
"""Pixels; a smaller closed border is a tick box, and ink."""

HOLLOW = 0.5
"""Share of its bounding box above which a component is no border."""

RIM, SHADOW = 0.3, 10
"""Share of its bounding box up to which a component can run around a painted box, and pixels that it is wider."""

HELD = 72
"""Pixels along from which what it runs around may hold words: no switch, and no round button."""

FAINT, GRAIN = 12, 24
"""Levels that what is drawn differs by from what is around it, at least, and pixels up to which what does not is the
grain of a ground: paper, noise, a fabric."""


@dataclass(frozen=True, eq=False)
class Ink:
    """``labels`` ``(height, width)``: 0 for ground, else 1 + the row of ``boxes``; ``areas`` in pixels.

    ``frames`` are the boxes of closed borders, which are no ink.
    """

    labels: np.ndarray
    boxes: np.ndarray
    areas: np.ndarray
    frames: np.ndarray


def find_ink(ground: np.ndarray) -> Ink:
    """Components of the pixels that the mask ``ground`` leaves out."""
    import cv2

    mask = (~ground).view(np.uint8)
    _, labels, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=8, ltype=cv2.CV_32S)
    stats = stats[1:]
    boxes = np.concatenate([stats[:, :2], stats[:, :2] + stats[:, 2:4]], axis=1)
    hollow = (stats[:, 2:4] >= FRAME_SIDE).all(1) & (stats[:, 4] < HOLLOW * stats[:, 2] * stats[:, 3])
    closed = [i for i in np.flatnonzero(hollow) if _is_frame(labels, boxes[i], int(i) + 1)]
    kept = np.ones(len(boxes), bool)
    kept[closed] = False
    renumber = np.zeros(len(boxes) + 1, np.int32)
    renumber[1:][kept] = np.arange(1, kept.sum() + 1)
    return Ink(renumber[labels] if closed else labels, boxes[kept], stats[kept, 4], boxes[~kept])


def grain(image: np.ndarray, ink: Ink) -> np.ndarray:
    """Which components ``(n,)`` are nothing but the grain of their ground: small, and hardly to be seen."""
    import cv2

    small = ink.areas <= GRAIN
    if not small.any():
        return small
    gradient = cv2.morphologyEx(image, cv2.MORPH_GRADIENT, np.ones((3, 3), np.uint8))
    clear = cv2.max(cv2.max(gradient[..., 0], gradient[..., 1]), gradient[..., 2]) > FAINT
    return small & (np.bincount(ink.labels[clear], minlength=len(small) + 1)[1:] == 0)


def mean_colors(image: np.ndarray, labels: np.ndarray, boxes: np.ndarray) -> np.ndarray:
    """Mean colour of the ink in each box, shape ``(n, 3)``; boxes share no component."""
    places = np.flatnonzero(labels)
    y, x = np.divmod(places, labels.shape[1])
    owner = np.full(labels.shape, -1, np.int32)
    for i, (x0, y0, x1, y1) in enumerate(boxes.tolist()):
        owner[y0:y1, x0:x1] = i
    number = owner[y, x]
    number, pixels = number[number >= 0], image[y[number >= 0], x[number >= 0]]
    count = np.maximum(1, np.bincount(number, minlength=len(boxes)))
    sums = [np.bincount(number, pixels[:, channel], minlength=len(boxes)) for channel in range(3)]
    return np.stack(sums, axis=1) / count[:, None]


def corner_pieces(boxes: np.ndarray, panel: np.ndarray) -> np.ndarray:
    """Which boxes fill a corner of their panels (a row each): the soft edge of a round corner, not a thing."""
    left, top = boxes[:, 0] <= panel[:, 0] + 1, boxes[:, 1] <= panel[:, 1] + 1
    right, bottom = boxes[:, 2] >= panel[:, 2] - 1, boxes[:, 3] >= panel[:, 3] - 1
    short = (boxes[:, 2:] - boxes[:, :2] <= 0.55 * (panel[:, 2:] - panel[:, :2]).min(1, keepdims=True)).all(1)
    return short & (left | right) & (top | bottom)


def rims(boxes: np.ndarray, areas: np.ndarray, panels: np.ndarray) -> np.ndarray:
    """Which components run around a painted box: its soft edge and its shadow, which hold what is written on it."""
    sides = boxes[:, 2:] - boxes[:, :2]
    found = (sides.min(1) >= FRAME_SIDE) & (sides.max(1) >= HELD) & (areas < RIM * sides.prod(1))
    for i in np.flatnonzero(found):
        out = (panels - boxes[i]) * np.array([1, 1, -1, -1])
        found[i] = bool(((out >= -1) & (out <= SHADOW)).all(1).any())
    return found


def _is_frame(labels: np.ndarray, box: np.ndarray, number: int) -> bool:
    x0, y0, x1, y1 = box
    mask = labels[y0:y1, x0:x1] == number
    if is_outline(mask):
        return True
    # A ring: its rows and columns begin and end near the outline of a disc or pill, and its middle is empty.
    middle = mask[
        mask.shape[0] // 4 : -(mask.shape[0] // 4) or None, mask.shape[1] // 4 : -(mask.shape[1] // 4) or None
    ]
    spans = mask.any(1).all() and mask.any(0).all()
    thin = mask.sum() <= 3 * sum(mask.shape)
    return bool(spans and thin and min(mask.shape) >= 20 and not middle.any())
