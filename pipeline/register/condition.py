"""What became of a picture that shows nothing of the scene any more: it is blank, covered or out of focus."""

from __future__ import annotations

import numpy as np

from pipeline.core.channels import highest
from pipeline.register.cover import cover_share

BLANK, COVERED, MOSTLY, BLURRED = "blank", "covered", "mostly covered", "out of focus"

BLOCK = 16
"""Pixels a side of the blocks in which structure is looked for."""

LEAST_STRUCTURE = 4.0
"""Standard deviation, in grey levels, of a block that shows something, once noise is smoothed away."""

SPREAD = 5
"""Ninths of a picture that must show something: where fewer do, it is a thing that went, and not the whole view."""

LEAST_SHOWN = 0.1
"""Share of the blocks that show something in a picture of which nothing is left in the other."""

MOST_LEFT, MOST_BLURRED = 0.1, 0.3
"""Share of that structure that may be left in a covered picture, and in a blurred one."""

MOST_OWN = 0.02
"""Share of the blocks up to which a picture without the scene shows nothing at all, and not another scene."""

ALIKE, CONTRAST = 0.6, 0.3
"""Correlation and contrast of the coarse structure from which a picture without fine structure is the same one blurred;
one that correlates without the contrast is seen through fog."""

SHARP = 0.35
"""Share of its fine contrast, over that of its coarse one, that a blurred picture may keep; fog and night keep both."""

SOFT, SOFT_PART = 0.5, 0.65
"""Share of its finest contrast, over that of its coarse one, that a camera out of focus leaves in the whole picture,
and in every part of it.  A blur of 3 pixels at 480 leaves 0.2 to 0.5, one of 1.5 or a zoom by 1.3 more than 0.6."""

STEADY, SAME = 0.6, 0.9
"""Contrast and correlation of the coarse structure from which two pictures show the same, but for their focus."""

LEAST_FINE = 1.5
"""Deviation, in grey levels, of the finest contrast of a part of a picture that can lose it."""

WHOLE = 0.8
"""Share of the view from which what lies before it covers the camera, and not most of the picture."""

SAME_GROUND, MOST_SAME = 5.0, 0.5
"""Grey levels within which two pictures show the same, noise smoothed away, and the share of such pixels from which one
shows a thing on the plain ground of the other."""

CROP = 64
"""Pixels of the shorter side under which a picture is a crop: a thing may come to most parts of a plain one."""

UNIFORM = 3.0
"""Grey levels within which all but one pixel of a hundred of a blank picture are."""

ALL = 0.9
"""Share of a picture that has other colours than a blank one, from which more than a thing went."""


def conditions(
    first: np.ndarray, second: np.ndarray, grey: tuple[np.ndarray, np.ndarray]
) -> tuple[str | None, str | None]:
    """What is the matter with each of two pictures, where one shows a scene and the other nothing of it; else None.

    ``first`` and ``second`` are ``(h, w, 3)``, ``grey`` the same in grey and of one size, ``(h, w)``.  Two pictures
    that are both blank, but of different colours, are both said to be so.
    """
    blank = [_uniform(first), _uniform(second)]
    if all(blank):
        gap = np.abs(np.median(first, (0, 1)) - np.median(second, (0, 1))).max()
        return (BLANK, BLANK) if gap > 4 * UNIFORM else (None, None)
    shown = [_structure(image) for image in grey]
    shares = [float(one.mean()) for one in shown]
    poor = int(shares[1] <= shares[0])
    found, telling = None, shares[1 - poor] >= LEAST_SHOWN and _spread(shown[1 - poor]) >= SPREAD
    if telling:
        left = shares[poor] / shares[1 - poor]
        plain = min(grey[poor].shape) < CROP and _on_same_ground(*grey)
        found = BLANK if blank[poor] and not plain else None
        if found is None and left <= MOST_BLURRED:
            found = _unclear(grey[1 - poor], grey[poor], shares[poor], left)
    images = first, second
    if found is None and blank[poor] and _all_other(images[1 - poor], images[poor]):
        found = BLANK
    if found is None:  # the edges of paint may be more than a calm scene has
        covers = [cover_share(images[1 - i], images[i], shown[1 - i], shown[i]) for i in (0, 1)]
        share, poor = (max(covers), int(covers[1] >= covers[0])) if max(covers) > 0 else (0.0, poor)
        found = None if share == 0 else COVERED if share >= WHOLE else MOSTLY
    if found is None:
        return _soft(*grey) if telling else (None, None)
    return (None, found) if poor else (found, None)


def _soft(first: np.ndarray, second: np.ndarray) -> tuple[str | None, str | None]:
    """Which of two pictures of one scene is out of focus although it still shows things; both ``(h, w)``."""
    power, correlation = _coarse(first, second)
    if min(power) < STEADY * max(power) or correlation < SAME:
        return None, None
    finest = [_finest(image) / max(one, 1.0) for image, one in zip((first, second), power, strict=True)]
    poor = int(finest[1].std() <= finest[0].std())
    clear, soft = ([part.std() for part in _ninths(finest[i])] for i in (1 - poor, poor))
    telling = [(s, c) for s, c in zip(soft, clear, strict=True) if c * power[1 - poor] >= LEAST_FINE]
    parts = sum(s <= SOFT_PART * c for s, c in telling)
    if finest[poor].std() > SOFT * finest[1 - poor].std() or len(telling) < SPREAD or parts < len(telling) - 1:
        return None, None
    return (None, BLURRED) if poor else (BLURRED, None)


def _unclear(clear: np.ndarray, poor: np.ndarray, share: float, left: float) -> str | None:
    """What is the matter with a picture with little fine structure: covered, blurred, or nothing of these."""
    power, correlation = _coarse(clear, poor)
    if power[1] >= 1 and correlation >= ALIKE:
        sharp = float(_fine(poor).std() / _fine(clear).std()) * power[0] / power[1]
        return BLURRED if power[1] >= CONTRAST * power[0] and sharp <= SHARP else None
    return COVERED if share <= MOST_OWN and left <= MOST_LEFT and not _on_same_ground(clear, poor) else None


def _on_same_ground(first: np.ndarray, second: np.ndarray) -> bool:
    """Whether most of two pictures ``(h, w)`` is the same, as the wall around a thing that came is."""
    import cv2

    smooth = [cv2.GaussianBlur(image.astype(np.float32), (0, 0), 1.5) for image in (first, second)]
    return bool((np.abs(smooth[0] - smooth[1]) <= SAME_GROUND).mean() >= MOST_SAME)


def _coarse(first: np.ndarray, second: np.ndarray) -> tuple[list[float], float]:
    """Deviations of the coarse structure of two pictures ``(h, w)``, and its correlation."""
    import cv2

    side = max(first.shape) / 24
    coarse = [cv2.GaussianBlur(image.astype(np.float32), (0, 0), side) for image in (first, second)]
    coarse = [image - image.mean() for image in coarse]
    power = [float(image.std()) for image in coarse]
    return power, float((coarse[0] * coarse[1]).mean()) / max(power[0] * power[1], 1e-6)


def _structure(grey: np.ndarray) -> np.ndarray:
    """Which blocks show something; those of small pictures are smaller, so that they have eight a side."""
    block = max(4, min(BLOCK, min(grey.shape) // 8))
    height, width = (side // block * block for side in grey.shape)
    blocks = _fine(grey)[:height, :width].reshape(height // block, block, width // block, block)
    return blocks.std((1, 3)) >= LEAST_STRUCTURE


def _fine(grey: np.ndarray) -> np.ndarray:
    """A picture without its noise and without its smooth part."""
    import cv2

    image = grey.astype(np.float32)
    return cv2.GaussianBlur(image, (0, 0), 1.5) - cv2.GaussianBlur(image, (0, 0), BLOCK / 2)


def _finest(grey: np.ndarray) -> np.ndarray:
    """What a camera out of focus loses first: structure of one to three pixels."""
    import cv2

    image = grey.astype(np.float32)
    return cv2.GaussianBlur(image, (0, 0), 1) - cv2.GaussianBlur(image, (0, 0), 3)


def _spread(shown: np.ndarray) -> int:
    """How many ninths of the picture have a block in twenty that shows something."""
    return sum(part.size > 0 and bool(part.mean() >= 0.05) for part in _ninths(shown))


def _ninths(values: np.ndarray) -> list[np.ndarray]:
    return [part for row in np.array_split(values, 3) for part in np.array_split(row, 3, axis=1)]


def _all_other(image: np.ndarray, blank: np.ndarray) -> bool:
    """Whether hardly anything in a picture has the colour of one that is blank: it is more than a thing that went."""
    away = highest(np.abs(image.astype(np.int16) - np.median(blank, (0, 1))))
    return bool((away > UNIFORM).mean() >= ALL)


def _uniform(image: np.ndarray) -> bool:
    """Whether a picture is of one colour."""
    away = highest(np.abs(image.astype(np.int16) - np.median(image, (0, 1))))
    return bool((away > UNIFORM).mean() < 0.01)
