"""What a fixed camera sees behind all that passes: of each pixel the median of the last pictures."""

from __future__ import annotations

from collections import deque

import numpy as np

from pipeline.watch.frames import Frame

STAYS = 3
"""Pictures that must show a thing before it is part of what stays: most of the last five."""

WARM = 8
"""Pictures until it is known what stays, where nothing is known before: who passes is in less than half of them."""

REMEMBERED = 4 * STAYS
"""Pictures in which the first sight of a thing is looked for."""

MOST_GAIN = 1.25
"""How much brighter or darker a camera's exposure may make a picture before it is taken as it is."""


class Background:
    """One camera's background.

    Rain, noise, leaves and people who walk on take no pixel for long, so they are not in it; what most of the last
    ``2 * STAYS - 1`` pictures show is.  Every picture is brought to the exposure of what stays.

    Parameters
    ----------
    known
        The background, ``uint8`` RGB, and what shows it, where it is known; otherwise the first pictures tell.
    """

    def __init__(self, known: tuple[Frame, np.ndarray] | None = None) -> None:
        self._last: deque[tuple[Frame, np.ndarray]] = deque(maxlen=REMEMBERED)
        self._taken = 0
        if known is not None:
            self._last.extend([known] * (STAYS - 1))
            self._taken = WARM + 1

    def take(self, frame: Frame, image: np.ndarray) -> np.ndarray | None:
        """What stays, this picture included; None as long as too few were taken."""
        if self._last:
            image = _exposed_as(self._last[-1][1], image)
        self._last.append((frame, image))
        self._taken += 1
        if self._taken < WARM:
            return None
        enough = WARM if self._taken == WARM else 2 * STAYS - 1
        return _median([one for _, one in self._last][-enough:])

    @property
    def last(self) -> list[tuple[Frame, np.ndarray]]:
        """The last pictures, the newest at the end."""
        return list(self._last)


def _exposed_as(model: np.ndarray, image: np.ndarray) -> np.ndarray:
    """The picture as bright as the model, by the median of what the pixels of both say."""
    old, new = (picture[::4, ::4].astype(np.float32) for picture in (model, image))
    told = (np.minimum(old, new) > 16) & (np.maximum(old, new) < 240)
    gain = float(np.median(old[told] / new[told])) if told.any() else 1.0
    if not 1 / MOST_GAIN < gain < MOST_GAIN:
        return image
    return np.asarray(np.clip(np.rint(image * np.float32(gain)), 0, 255).astype(np.uint8))


def _median(pictures: list[np.ndarray]) -> np.ndarray:
    if len(pictures) != 5:
        return np.asarray(np.median(pictures, axis=0).astype(np.uint8))
    a, b, c, d, last = pictures  # a network of comparisons, some ten times as fast as sorting
    low = np.maximum(np.minimum(a, b), np.minimum(c, d))
    high = np.minimum(np.maximum(a, b), np.maximum(c, d))
    low, high = np.minimum(low, high), np.maximum(low, high)
    return np.asarray(np.maximum(low, np.minimum(high, last)))
