"""What a fixed camera sees behind all that passes: a running picture of the background."""

from __future__ import annotations

from collections import deque

import numpy as np

from pipeline.core import messages
from pipeline.watch.frames import Frame

STAYS = 3
"""Pictures in a row that must show a thing before it is part of what stays."""

WARM = 2 * STAYS
"""Pictures until it is known what stays, where nothing is known beforehand."""

REMEMBERED = 4 * STAYS
"""Pictures in which the first sight of a thing is looked for."""

CLEAR = 25.0
"""Grey levels from which a pixel tells two pictures apart: noise and compression stay under it."""

LEAST_SIDE = 6
"""Pixels of the side of a square that must differ before two pictures are looked at closely."""

LEAST_STEP = 0.6
"""Share of a thing's pixels that change from one picture to the next but one; under a shadow's edge it is less."""

LEAST_SHARPNESS = 0.1
"""Share of a difference that its clearest outlines gain in a pixel: of soft shadows 0.06, of things 0.2 and more."""


class Background:
    """One camera's background, by OpenCV's mixture of Gaussians (Zivkovic, 2004): of each pixel the commonest colour.

    Rain, noise, leaves and people who walk on take no pixel for long, so they are not in it; what stays for
    :data:`STAYS` pictures is.

    Parameters
    ----------
    known
        The background, ``uint8`` RGB, and what shows it, where it is known; otherwise the first pictures tell.
    """

    def __init__(self, known: tuple[Frame, np.ndarray] | None = None) -> None:
        try:
            import cv2
        except ModuleNotFoundError:
            raise messages.package_missing("cv2") from None
        self._model = cv2.createBackgroundSubtractorMOG2(detectShadows=False)
        self._model.setBackgroundRatio(0.01)  # the picture is made of the heaviest mode alone
        self._rate = 1 - 0.5 ** (1 / (STAYS - 0.5))  # a new colour outweighs the old one with its STAYS-th picture
        self._taken = 0
        self._last: deque[tuple[Frame, np.ndarray]] = deque(maxlen=REMEMBERED)
        if known is not None:
            self._model.apply(known[1], learningRate=1.0)
            self._last.append(known)
            self._taken = WARM

    def take(self, frame: Frame, image: np.ndarray) -> np.ndarray | None:
        """What stays, this picture included; None as long as too few were taken."""
        self._model.apply(image, learningRate=self._rate)
        self._last.append((frame, image))
        self._taken += 1
        return self._model.getBackgroundImage() if self._taken >= WARM else None

    def since(self, was: np.ndarray, stays: np.ndarray, box: np.ndarray) -> Frame | None:
        """The first of the last pictures since which the ``box`` looks as it ``stays`` and not as it ``was``.

        None where that came about little by little, as where a shadow wanders on, did not last, or is older.
        """
        window = window_of(box, was.shape)
        old, new = was[window].astype(float), stays[window].astype(float)
        clear = np.abs(old - new).max(-1) > CLEAR
        if not clear.any():
            return None
        shares = []
        for _, image in self._last:
            seen = image[window].astype(float)[clear]
            shares.append(float((np.abs(seen - new[clear]).sum(-1) < np.abs(seen - old[clear]).sum(-1)).mean()))
        first = len(shares) - 1
        while first > 0 and shares[first - 1] > 0.5:
            first -= 1
        if first == 0 or shares[-1] <= 0.5 or shares[first] - min(shares[max(first - 2, 0) : first]) < LEAST_STEP:
            return None
        return self._last[first][0]


def places_apart(was: np.ndarray, stays: np.ndarray) -> list[np.ndarray]:
    """Boxes ``(4,)`` of the places that look different; a quick look that spares most pictures a close one."""
    import cv2

    apart = cv2.absdiff(was, stays).max(-1)
    clear = (cv2.blur(apart, (LEAST_SIDE, LEAST_SIDE)) > CLEAR).astype(np.uint8)
    _, _, stats, _ = cv2.connectedComponentsWithStats(clear)
    return [np.array([x, y, x + width, y + height], float) for x, y, width, height, _ in stats[1:]]


def is_light(was: np.ndarray, stays: np.ndarray, box: np.ndarray) -> bool:
    """Whether the light alone is another in a box: a lamp adds, and a shadow takes a share, smoothly."""
    window = window_of(box, was.shape, grow=0.2)
    old, new = (picture[window].astype(np.float32).mean(-1) + 8 for picture in (was, stays))
    return min(_sharpness(new - old), _sharpness(np.log(new / old))) < LEAST_SHARPNESS


def _sharpness(difference: np.ndarray) -> float:
    """How much of a difference comes about from one pixel to the next at its clearest outlines."""
    import cv2

    smooth = cv2.GaussianBlur(difference, (0, 0), 1.0)
    down, right = np.gradient(smooth) if min(smooth.shape) > 1 else (np.zeros(1), np.zeros(1))
    return float(np.percentile(np.hypot(down, right), 95) / max(np.percentile(np.abs(smooth), 90), 1e-6))


def window_of(box: np.ndarray, shape: tuple[int, ...], grow: float = 0.0) -> tuple[slice, slice]:
    """Rows and columns of a box grown by a share of its sides, within a picture of the shape and never empty."""
    height, width = shape[:2]
    more = grow * (box[2:] - box[:2])
    x0, y0 = np.floor(box[:2] - more).clip(0, (width - 1, height - 1)).astype(int)
    x1, y1 = np.ceil(box[2:] + more).clip((x0 + 1, y0 + 1), (width, height)).astype(int)
    return slice(int(y0), int(y1)), slice(int(x0), int(x1))
