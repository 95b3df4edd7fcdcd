"""Which shift each part of a picture has made, and which pixels no shift explains."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from pipeline.register.reflow_likeness import Tolerance, differs

Shift = tuple[int, int]
"""How far content went, ``x, y`` in pixels: after minus before."""


@dataclass(frozen=True, eq=False)
class Labels:
    """Of one picture: ``shift`` ``(h, w)`` is the place in the list of shifts, ``residual`` ``(h, w)`` the levels by
    which a pixel differs from its partner beyond the tolerance, under every shift that is near; ``exact`` the same
    without a tolerance."""

    shift: np.ndarray
    residual: np.ndarray
    exact: np.ndarray


Comparisons = dict[Shift, tuple[np.ndarray, np.ndarray]]
"""By how much the pixels of two pictures differ under a shift: what :func:`labelled` has looked at already."""


def labelled(
    image: np.ndarray,
    other: np.ndarray,
    shifts: list[Shift],
    tolerance: Tolerance,
    window: tuple[int, int],
    known: Comparisons | None = None,
) -> Labels:
    """Labels of ``image``, whose content at ``x, y`` is at ``x + dx, y + dy`` of ``other``.

    A shift holds where, in a ``window`` (width, height), more of the content agrees under it than under any other.
    ``known`` are the comparisons of these very pictures under this tolerance; new ones are added to it.
    """
    import cv2

    height, width = image.shape[:2]
    known = {} if known is None else known
    for shift in shifts:
        if shift not in known:
            known[shift] = _under(image, other, shift, tolerance)
    if len(shifts) == 1:
        return Labels(np.zeros((height, width), np.uint8), *known[shifts[0]])
    content = _content(image)
    best = np.zeros((height, width), np.float32)
    chosen = np.zeros((height, width), np.uint8)
    for number, shift in enumerate(shifts):
        apart, _ = known[shift]
        score = np.where(apart > 0, np.float32(-2.0), content)
        total = cv2.boxFilter(score, -1, window, normalize=False, borderType=cv2.BORDER_CONSTANT)
        better = total > (best if not number else 1.1 * best + 2)
        np.copyto(chosen, number, where=better)
        np.copyto(best, total, where=better)
    residual, strict = (np.full((height, width), 255, np.uint8) for _ in range(2))
    near = np.ones((window[1] // 2 * 2 + 1, window[0] // 4 * 2 + 1), np.uint8)
    for number, shift in enumerate(shifts):
        apart, exact = known[shift]
        away = cv2.bitwise_not(cv2.dilate((chosen == number).view(np.uint8) * np.uint8(255), near))
        cv2.min(residual, cv2.bitwise_or(apart, away), residual)
        cv2.min(strict, cv2.bitwise_or(exact, away), strict)
    return Labels(chosen, residual, strict)


def shifted_mask(mask: np.ndarray, shift: Shift, shape: tuple[int, ...]) -> np.ndarray:
    """A mask of the other picture, seen from the places of this one whose content went by ``shift``."""
    (height, width), (dx, dy) = shape[:2], shift
    found = np.zeros((height, width), bool)
    x0, y0 = max(0, -dx), max(0, -dy)
    x1, y1 = min(width, mask.shape[1] - dx), min(height, mask.shape[0] - dy)
    if x1 > x0 and y1 > y0:
        found[y0:y1, x0:x1] = mask[y0 + dy : y1 + dy, x0 + dx : x1 + dx]
    return found


def _under(image: np.ndarray, other: np.ndarray, shift: Shift, tolerance: Tolerance) -> tuple[np.ndarray, np.ndarray]:
    """Levels by which pixels differ under a shift; 255 where the partner is outside the other picture."""
    (height, width), (dx, dy) = image.shape[:2], shift
    found, exact = (np.full((height, width), 255, np.uint8) for _ in range(2))
    x0, y0 = max(0, -dx), max(0, -dy)
    x1, y1 = min(width, other.shape[1] - dx), min(height, other.shape[0] - dy)
    if x1 > x0 and y1 > y0:
        part = other[y0 + dy : y1 + dy, x0 + dx : x1 + dx]
        found[y0:y1, x0:x1], exact[y0:y1, x0:x1] = differs(image[y0:y1, x0:x1], part, tolerance)
    return found, exact


def _content(image: np.ndarray) -> np.ndarray:
    """1 where a pixel differs from its neighbours, else a little: flat ground agrees with anything."""
    import cv2

    kernel = np.ones((3, 3), np.uint8)
    grey = cv2.cvtColor(image, cv2.COLOR_RGB2GRAY)
    return np.where(cv2.morphologyEx(grey, cv2.MORPH_GRADIENT, kernel) > 16, np.float32(1.0), np.float32(0.002))
