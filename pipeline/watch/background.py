"""What a fixed camera sees behind all that passes: of each pixel the median of the last pictures."""

from __future__ import annotations

from collections import deque

import numpy as np

from pipeline.watch.frames import Frame
from pipeline.watch.relight import relit

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
    ``2 * STAYS - 1`` pictures show is.  Every picture is brought to the exposure of what stays, and to its
    light where a lamp or a shadow made another.

    Parameters
    ----------
    known
        The background, ``uint8`` RGB, and what shows it, where it is known; otherwise the first pictures tell.
    """

    def __init__(self, known: tuple[Frame, np.ndarray] | None = None) -> None:
        self._unlit: deque[np.ndarray] = deque(maxlen=2 * STAYS - 1)
        self._last: deque[tuple[Frame, np.ndarray]] = deque(maxlen=REMEMBERED)
        self._taken = 0
        self.stays: np.ndarray | None = None if known is None else known[1]
        if known is not None:
            self._last.extend([known] * (2 * STAYS - 2))
            self._taken = WARM + 1

    def take(self, frame: Frame, image: np.ndarray) -> np.ndarray | None:
        """What stays, this picture included; None as long as too few were taken."""
        self._unlit.append(image)
        if self._last:
            known = self._last[-1][1] if self.stays is None else self.stays
            image = relit(known, _exposed_as(known, image))
        self._last.append((frame, image))
        self._taken += 1
        if self._taken < WARM:
            return None
        enough = WARM - 1 if self._taken == WARM else 2 * STAYS - 1  # odd: the mean of two is no picture of anything
        self.stays = _median([one for _, one in self._last][-enough:])
        return self.stays

    def renew(self) -> np.ndarray | None:
        """What stays in the light of the last pictures, to which those to come are brought from now on."""
        if self.stays is None:
            return None
        self.stays = relit(self.shown, self.stays)
        for place, (frame, image) in enumerate(self._last):
            self._last[place] = frame, relit(self.stays, image)
        return self.stays

    @property
    def shown(self) -> np.ndarray:
        """What most of the last pictures show, in their own light."""
        return _median(list(self._unlit))

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
