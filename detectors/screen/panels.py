"""Painted boxes: flat regions and closed borders with the outline of a box, a pill or a disc."""

from __future__ import annotations

import numpy as np

from detectors.screen.flat import FlatRegions

LEAST_SIDE = 12
"""Pixels; smaller flat things are ink: a tick box, a dot, a letter."""

LEAST_BARE = 40
"""A box with nothing in it is a ground from this size on; smaller ones may be strokes of large letters."""

SIDE = 0.55
"""Share of each side of its bounding box that a box's pixels cover; round corners take the rest."""

ROUND = 0.74
"""Share of its bounding box that a round shape fills, row by row; a disc fills 0.785."""

SOLID = 0.45
"""Share of its own outline that a ground fills; the rest is what stands on it."""

LEAST_PART = 400
"""Pixels from which a shape is looked through for thick parts."""

STROKE = 7
"""Pixels; a line thinner than this is a border."""

WIDE = 0.02
"""Share of the picture from which a region that spans half of both its sides is ground, whatever its outline."""

LETTER = 160
"""Pixels; a shape lower than this, with its surroundings' colour in one or two holes, is a letter."""


def find_grounds(image: np.ndarray, regions: FlatRegions) -> tuple[np.ndarray, np.ndarray]:
    """What things stand on: a mask of its pixels ``(height, width)``, and the boxes ``(n, 4)`` of its parts."""
    height, width = image.shape[:2]
    sides = regions.boxes[:, 2:] - regions.boxes[:, :2]
    whole = (sides * 2 >= (width, height)).all(1) & (regions.areas > WIDE * width * height)
    large = (sides >= LEAST_SIDE).all(1) & (regions.areas >= LEAST_SIDE**2)
    solid = regions.areas >= SOLID * ROUND * sides.prod(1)
    chosen = np.zeros(len(regions.areas), bool)
    parts: list[tuple[np.ndarray, np.ndarray]] = []
    for i in np.flatnonzero(large):
        box = regions.boxes[i]
        mask = regions.labels[box[1] : box[3], box[0] : box[2]] == i
        if whole[i] or (solid[i] and _is_ground(image, box, mask, int(regions.areas[i]))):
            chosen[i] = True
        elif regions.areas[i] >= LEAST_PART:
            parts += _thick_parts(image, box, mask)
    ground = chosen[regions.labels]
    for (x0, y0, x1, y1), mask in parts:
        ground[y0:y1, x0:x1] |= mask
    return ground, np.concatenate([regions.boxes[chosen], *(box[None] for box, _ in parts)])


def is_outline(mask: np.ndarray) -> bool:
    """Whether a shape reaches most of every side of its bounding box, which ``mask`` is."""
    return min(mask[0].mean(), mask[-1].mean(), mask[:, 0].mean(), mask[:, -1].mean()) >= SIDE


def _is_ground(image: np.ndarray, box: np.ndarray, mask: np.ndarray, pixels: int) -> bool:
    hull = _row_hull(mask)
    boxed = is_outline(mask)
    if not boxed and hull < ROUND * mask.size:
        return False
    filled = pixels / hull
    if filled > 0.995 and min(mask.shape) < LEAST_BARE and not (boxed and min(mask.shape) >= 2 * LEAST_SIDE):
        return False
    return filled >= SOLID and not (filled < 0.85 and max(mask.shape) < LETTER and _is_letter(image, box, mask))


def _thick_parts(image: np.ndarray, box: np.ndarray, mask: np.ndarray) -> list[tuple[np.ndarray, np.ndarray]]:
    """Boxes and masks of the grounds among a shape's thick parts: a bar that has run into a border of its colour."""
    import cv2

    kernel = np.ones((STROKE, STROKE), np.uint8)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(
        cv2.morphologyEx(mask.astype(np.uint8), cv2.MORPH_OPEN, kernel), connectivity=4
    )
    found = []
    for i in range(1, count):
        x, y, wide, high, pixels = stats[i]
        part = labels[y : y + high, x : x + wide] == i
        place = np.array([x, y, x + wide, y + high]) + np.tile(box[:2], 2)
        if min(wide, high) >= LEAST_SIDE and pixels >= LEAST_PART and _is_ground(image, place, part, int(pixels)):
            found.append((place, part))
    return found


def _row_hull(mask: np.ndarray) -> int:
    """Pixels between the first and the last of each row."""
    first, last = mask.argmax(1), mask.shape[1] - mask[:, ::-1].argmax(1)
    return int((last - first)[mask.any(1)].sum())


def _is_letter(image: np.ndarray, box: np.ndarray, mask: np.ndarray) -> bool:
    """Whether what lies in the shape is one or two holes that show what lies around it."""
    import cv2

    x0, y0 = box[:2]
    count, _, stats, _ = cv2.connectedComponentsWithStats((~mask).astype(np.uint8), connectivity=4)
    holes = [s for s in stats[1:count] if s[4] >= 6 and s[0] > 0 and s[1] > 0 and s[0] + s[2] < mask.shape[1]]
    if not 1 <= len(holes) <= 2 or x0 == 0 or y0 == 0:
        return False
    largest = max(holes, key=lambda s: s[4])
    row, column = y0 + largest[1] + largest[3] // 2, x0 + largest[0] + largest[2] // 2
    return bool(np.abs(image[row, column].astype(int) - image[y0 - 1, x0 - 1]).max() <= 12)
