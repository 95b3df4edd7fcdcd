"""What transparent pictures are laid over: white, or a ground that shows what white would hide."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

GROUNDS = (255, 0, 128)
"""Grey levels, the usual one first: white things show on black, and black and white ones on grey."""

VISIBLE = 16
"""Grey levels by which a pixel must differ to be seen."""

STRIP = 1 << 16
"""Pixels that are worked on at a time."""

BETTER = 1.05
"""How many more pixels must show on another ground than on white, for it to be taken."""


def opaque(pictures: Sequence[np.ndarray]) -> list[np.ndarray]:
    """All pictures as ``(h, w, 3)``, those with an alpha channel ``(h, w, 4)`` laid over one and the same ground.

    Of two pictures of one size it is the ground on which most of their difference shows; of others, the one from which
    most of what they show stands out.
    """
    pictures = [_without_idle_alpha(image) for image in pictures]
    if all(image.shape[2] == 3 for image in pictures):
        return pictures
    shown = [_shown(pictures, ground) for ground in GROUNDS]
    best = int(np.argmax(shown))
    return [laid_over(image, GROUNDS[best if shown[best] > BETTER * shown[0] else 0]) for image in pictures]


def laid_over(image: np.ndarray, ground: int) -> np.ndarray:
    """A picture with its transparent parts filled with a grey, ``uint8`` ``(h, w, 3)``."""
    if image.shape[2] == 3:
        return image
    laid = np.empty((*image.shape[:2], 3), np.uint8)
    for rows in _strips(image):
        laid[rows] = _mixed(image[rows], ground)
    return laid


def _shown(pictures: Sequence[np.ndarray], ground: int) -> int:
    """How many pixels show something on this ground."""
    if len(pictures) == 2 and pictures[0].shape[:2] == pictures[1].shape[:2]:
        first, second = pictures
        apart = (_apart(_mixed(first[rows], ground), _mixed(second[rows], ground)) for rows in _strips(first))
        return sum(int(np.count_nonzero(seen)) for seen in apart)
    return sum(
        int(np.count_nonzero(_apart(_mixed(image[rows], ground), np.uint8(ground)) & (image[rows, :, 3] > VISIBLE)))
        for image in pictures
        if image.shape[2] == 4
        for rows in _strips(image)
    )


def _strips(image: np.ndarray) -> Iterator[slice]:
    """Rows of a large picture, so few at a time that what is worked out of them stays near the processor."""
    step = max(1, STRIP // image.shape[1])
    return (slice(start, start + step) for start in range(0, image.shape[0], step))


def _without_idle_alpha(image: np.ndarray) -> np.ndarray:
    """The picture without its alpha channel, if that hides nothing."""
    idle = image.shape[2] == 4 and int(image[..., 3].min()) == 255
    return np.ascontiguousarray(image[..., :3]) if idle else image


def _mixed(image: np.ndarray, ground: int) -> np.ndarray:
    if image.shape[2] == 3:
        return image
    alpha = image[..., 3].astype(np.uint16)
    under = np.uint16(ground) * (255 - alpha) + np.uint16(128)
    mixed = np.empty((*image.shape[:2], 3), np.uint8)
    for channel in range(3):  # one at a time: loops over three values a pixel take three times as long
        values = image[..., channel] * alpha + under
        values += values >> 8  # with this, the upper byte is the nearest whole 255th
        mixed[..., channel] = values >> 8
    return mixed


def _apart(first: np.ndarray, second: np.ndarray | np.uint8) -> np.ndarray:
    """Where two pictures differ visibly, ``(h, w)``."""
    red, green, blue = np.moveaxis(np.abs(first.astype(np.int16) - np.asarray(second).astype(np.int16)), -1, 0)
    return np.maximum(np.maximum(red, green), blue) >= VISIBLE
