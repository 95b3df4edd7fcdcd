"""Plates with letters that a corner of one picture alone bears: a station's or an agency's logo, a stamp.

What was laid over a picture has exactly one colour, which nothing in the light has, runs along rows and columns, and
keeps a little away from the edges of the frame.
"""

from __future__ import annotations

import numpy as np

from pipeline.core.channels import highest

CORNER = 0.35
"""Share of the picture's width and height that a corner is."""

NEAR, APART = 0.05, 2
"""Share of the longer side, and pixels, between which a plate keeps away from the two nearest edges of the frame."""

SMALLEST, LARGEST, LEAST_SIDE = 0.003, 0.05, 12
"""Shares of the picture that a plate takes up, and pixels of its shorter side."""

ONE_COLOR, EVEN = 16, 8.0
"""Levels within which a pixel is of the plate's colour, and between which the middle half of it is: letters ring."""

FILLED, PAINTED = 0.9, 0.6
"""Share of its box that a plate fills with all that is on it, and without."""

INK, INKED = 60, (0.01, 0.35)
"""Levels by which letters differ from the plate, and shares of it that they take up."""

STROKE, LEAST_LETTER = 0.25, 4
"""Half the width of a stroke as a share of the letters' height, and that height in pixels."""

STROKES = 3
"""Strokes side by side from which what has grown together is letters."""

ELSEWHERE = 0.2
"""Share of the plate's place that has its colour in the other picture, at most."""


def lone_plates(first: np.ndarray, second: np.ndarray) -> np.ndarray:
    """Pixels ``(h, w)`` of such plates in either of two ``uint8`` pictures of one frame, where the other has none."""
    height, width = first.shape[:2]
    over = np.zeros((height, width), bool)
    high, wide = round(CORNER * height), round(CORNER * width)
    for image, other in ((first, second), (second, first)):
        for y in (0, height - high):
            for x in (0, width - wide):
                corner = slice(y, y + high), slice(x, x + wide)
                for box, color in _plates(image[corner], over.size):
                    left, top, right, bottom = box + np.array([x, y, x, y])
                    place = slice(top, bottom), slice(left, right)
                    same = highest(np.abs(other[place].astype(np.int16) - color)) <= ONE_COLOR
                    if at_a_corner((left, top, right, bottom), width, height) and same.mean() <= ELSEWHERE:
                        over[max(0, top - 4) : bottom + 4, max(0, left - 4) : right + 4] = True
    return over


def at_a_corner(box: tuple[int, int, int, int], width: int, height: int) -> bool:
    """Whether a box keeps a little away from the two nearest edges of a frame, and no more."""
    left, top, right, bottom = box
    gaps = min(left, width - right), min(top, height - bottom)
    return min(gaps) >= APART and max(gaps) <= NEAR * max(width, height)


def _plates(part: np.ndarray, size: int) -> list[tuple[np.ndarray, np.ndarray]]:
    """Boxes (x0, y0, x1, y1) and colours of even plates with letters in a part of a picture of ``size`` pixels."""
    import cv2

    red, green, blue = (part[..., k].astype(np.int32) >> 5 for k in range(3))
    cells = (red << 6) + (green << 3) + blue
    counts = np.bincount(cells.ravel(), minlength=512)
    found = []
    for cell in np.argsort(-counts)[:4]:
        if counts[cell] < SMALLEST * size / 2:
            break
        color = np.median(part[cells == cell], axis=0)
        of_color = cv2.inRange(part, np.ceil(color - ONE_COLOR), np.floor(color + ONE_COLOR))
        _, labels, stats, _ = cv2.connectedComponentsWithStats(of_color)
        boxes = stats[:, 2] * stats[:, 3]
        fits = (boxes >= SMALLEST * size) & (boxes <= LARGEST * size) & (stats[:, 2:4].min(1) >= LEAST_SIDE)
        fits &= stats[:, 4] >= PAINTED * boxes
        for number in np.flatnonzero(fits[1:]) + 1:
            x, y, wide, high, _ = stats[number]
            if _is_plate(part[y : y + high, x : x + wide], labels[y : y + high, x : x + wide] == number, color):
                found.append((np.array([x, y, x + wide, y + high]), color))
    return found


def _is_plate(window: np.ndarray, own: np.ndarray, color: np.ndarray) -> bool:
    """Whether pixels ``own`` of a window are an even plate, and what is on it is letters."""
    import cv2
    from scipy import ndimage

    whole = ndimage.binary_fill_holes(own)
    low, high = np.percentile(window[own], (25, 75), axis=0)
    if whole.mean() < FILLED or (high - low).max() > EVEN:
        return False
    ink = whole & (highest(np.abs(window.astype(np.int16) - color)) >= INK)
    if not INKED[0] <= ink.mean() <= INKED[1]:
        return False
    rows = np.flatnonzero(ink.any(1))
    tall = rows[-1] - rows[0] + 1
    drawn = np.pad(ink, 1).astype(np.uint8)
    strokes = (np.diff(drawn, axis=1) == 1).sum(1).max()
    several = strokes >= STROKES or cv2.connectedComponents(drawn)[0] > 2
    thin = float(cv2.distanceTransform(drawn, cv2.DIST_L2, 3).max()) <= STROKE * tall + 1
    return bool(several and tall >= LEAST_LETTER and thin)
