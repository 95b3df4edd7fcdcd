"""Gamma and brightness: one curve for all pixels, which a screen or an export applied to the whole picture."""

from __future__ import annotations

import numpy as np

COMMON, CLEARLY = 0.003, 12
"""Share of the pixels from which a value is that of a painted part, and levels by which its ground was painted anew."""


def tone_curve(before: np.ndarray, after: np.ndarray, most: float, share: float = 0.9) -> np.ndarray | None:
    """The curve of each channel from before to after, ``uint8`` ``(3, 256)``; None where no mild curve explains it.

    Parameters
    ----------
    before, after
        ``uint8`` ``(h, w, 3)`` of one size.
    most
        Levels that a mild curve may change a value by; more is another theme.
    share
        The part of all pixels that the curve must bring within 3 levels.
    """
    sample = slice(None, None, max(1, int(np.sqrt(before.shape[0] * before.shape[1] / 250_000))))
    first, second = before[sample, sample].reshape(-1, 3), after[sample, sample].reshape(-1, 3)
    curve = np.tile(np.arange(256, dtype=float), (3, 1))
    fits = np.ones(len(first), bool)
    moved = total = 0
    for channel in range(3):
        joint = np.bincount(first[:, channel].astype(int) * 256 + second[:, channel], minlength=65536).reshape(256, 256)
        count = joint.sum(1)
        known = np.flatnonzero(count > max(8, 0.0005 * len(first)))
        if not len(known):
            return None
        middle = (np.cumsum(joint[known], 1) * 2 >= count[known, None]).argmax(1)
        gap = np.interp(np.arange(256), known, middle - known.astype(float))
        curve[channel] = np.clip(np.arange(256) + gap, 0, 255)
        if _ground_alone(known, count[known] / len(first), gap):
            return None
        free = known[(known > 24) & (known < 232)]  # the ends of the scale stay where they are
        moved += int((np.abs(gap[free]) >= 1).sum())
        total += len(free)
        fits &= np.abs(second[:, channel] - curve[channel][first[:, channel]]) <= 3
    shift = np.abs(curve - np.arange(256))
    if shift.max() > most or shift.max() < 1 or fits.mean() < share or moved < 0.6 * total:
        return None
    return np.rint(curve).astype(np.uint8)


def _ground_alone(values: np.ndarray, shares: np.ndarray, gap: np.ndarray) -> bool:
    """Whether the commonest value changed and most other common ones, apart from the ends of the scale, did not."""
    ground = values[shares.argmax()]
    others = values[(shares > COMMON) & (np.abs(values - ground) > 3) & (values > 24) & (values < 232)]
    return bool(abs(gap[ground]) >= CLEARLY and len(others) and (np.abs(gap[others]) < 1).mean() > 0.5)


def toned(image: np.ndarray, curve: np.ndarray) -> np.ndarray:
    """The picture with the curve applied."""
    return np.stack([curve[channel][image[..., channel]] for channel in range(3)], axis=-1)
