"""What transparent pictures are laid over: white, or a ground that shows what white would hide."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

GROUNDS = (255, 0, 128)
"""Grey levels, the usual one first: white things show on black, and black and white ones on grey."""

VISIBLE = 16
"""Grey levels by which a pixel must differ to be seen."""

BETTER = 1.05
"""How many more pixels must show on another ground than on white, for it to be taken."""


def opaque(pictures: Sequence[np.ndarray]) -> list[np.ndarray]:
    """All pictures as ``(h, w, 3)``, those with an alpha channel ``(h, w, 4)`` laid over one and the same ground.

    Of two pictures of one size it is the ground on which most of their difference shows; of others, the one from which
    most of what they show stands out.
    """
    if all(image.shape[2] == 3 for image in pictures):
        return list(pictures)
    shown = [_shown([laid_over(image, ground) for image in pictures], pictures, ground) for ground in GROUNDS]
    best = int(np.argmax(shown))
    return [laid_over(image, GROUNDS[best if shown[best] > BETTER * shown[0] else 0]) for image in pictures]


def laid_over(image: np.ndarray, ground: int) -> np.ndarray:
    """A picture with its transparent parts filled with a grey, ``uint8`` ``(h, w, 3)``."""
    if image.shape[2] == 3:
        return image
    alpha = image[..., 3:].astype(np.uint16)
    return ((image[..., :3] * alpha + np.uint16(ground) * (255 - alpha) + 127) // 255).astype(np.uint8)


def _shown(laid: list[np.ndarray], pictures: Sequence[np.ndarray], ground: int) -> int:
    """How many pixels show something on this ground."""
    if len(laid) == 2 and laid[0].shape == laid[1].shape:
        return _apart(laid[0], laid[1])
    seen = [(image[..., 3] > VISIBLE, over) for image, over in zip(pictures, laid, strict=True) if image.shape[2] == 4]
    return sum(_apart(over[mask][None], np.uint8(ground)) for mask, over in seen)


def _apart(first: np.ndarray, second: np.ndarray | np.uint8) -> int:
    return int((np.abs(first.astype(np.int16) - np.asarray(second).astype(np.int16)).max(-1) >= VISIBLE).sum())
