"""Whether something even lies before most of a view: a hand, paint, a lens cap, a picture that says there is none."""

from __future__ import annotations

import numpy as np

from pipeline.core.channels import highest

MOST, LEAST, OF_SHOWN = 0.5, 0.3, 0.5
"""Share of the blocks that an even part holds, from which the picture is covered; and that from which it is where the
part hides this share of the blocks that showed something."""

STEP, EVENLY = 8.0, 45.0
"""Grey levels between neighbouring blocks of one even part, and within which most of it is."""

LEAST_BLOCKS = 100
"""Blocks of a picture in which a cover can be told from a thing that came."""

PARTS = 3
"""Even parts that are looked at, the largest first."""

OTHER, MOST_OTHER = 10.0, 0.7
"""Grey levels by which a covered block differs, and the share of the part that does: what stays is no cover."""

VARIED, HIDDEN, FULL = 25.0, 0.02, 0.3
"""Grey levels within which most of what is hidden is at least, and share of it that showed something; from the greater
one on its blocks may be of one brightness."""

SEEN_THROUGH, FAINTEST = 0.7, 0.5
"""Correlation of the blocks' brightness, but for a light that falls off evenly, from which what lost its structure is
pale, dark or compressed, not covered; and deviation in grey levels of what is seen at all."""

REST = 0.12
"""Share of the blocks up to which what is beside the cover may be anything, as words are; more of it is as it was."""


def cover_share(clear: np.ndarray, poor: np.ndarray, shown: np.ndarray, left: np.ndarray) -> float:
    """Share of the view that something even lies before in a ``poor`` picture; 0 where nothing does.

    ``shown`` and ``left`` say which blocks ``(r, c)`` show structure in the clear picture and the poor one; the
    pictures are of shape ``(h, w, 3)``, and may be of different sizes.
    """
    import cv2

    rows, columns = shown.shape
    if rows * columns < LEAST_BLOCKS:
        return 0.0
    means = [cv2.resize(one, (columns, rows), interpolation=cv2.INTER_AREA).astype(np.float32) for one in (clear, poor)]
    covers = (part for part in _even_parts(means[1], ~left) if _is_cover(part, means[0], means[1], shown))
    return max((float(part.mean()) for part in covers), default=0.0)


def _is_cover(part: np.ndarray, clear: np.ndarray, poor: np.ndarray, shown: np.ndarray) -> bool:
    """Whether an even part ``(r, c)`` hides most of what the picture without it shows, and the rest is as it was."""
    import cv2

    share, hidden = float(part.mean()), float(shown[part].mean())
    if share < MOST and (share < LEAST or (shown & part).sum() < OF_SHOWN * shown.sum()):
        return False
    greys = [one.mean(-1)[part] for one in (clear, poor)]
    spread = [float(np.ptp(np.percentile(one, (5, 95)))) for one in greys]
    if spread[1] > EVENLY or hidden < HIDDEN or (hidden < FULL and spread[0] < max(VARIED, spread[1])):
        return False
    gap = highest(np.abs(clear - poor))
    if (gap[part] > OTHER).mean() < MOST_OTHER or _seen_through(greys[0], greys[1], part):
        return False
    beside = ~cv2.dilate(part.astype(np.uint8), np.ones((3, 3), np.uint8)).astype(bool)
    return bool(beside.mean() <= REST or np.median(gap[beside]) <= OTHER)


def _even_parts(means: np.ndarray, even: np.ndarray) -> list[np.ndarray]:
    """Parts of even blocks ``(r, c)`` whose colours pass into each other, each with all that has its colour."""
    import cv2

    rows, columns = even.shape
    fine = np.zeros((2 * rows - 1, 2 * columns - 1), np.uint8)  # blocks, and between them whether they are joined
    fine[::2, ::2] = even
    fine[::2, 1::2] = (highest(np.abs(np.diff(means, axis=1))) <= STEP) & even[:, 1:] & even[:, :-1]
    fine[1::2, ::2] = (highest(np.abs(np.diff(means, axis=0))) <= STEP) & even[1:] & even[:-1]
    labels = cv2.connectedComponents(fine, connectivity=4)[1][::2, ::2]
    sizes = np.bincount(labels[even], minlength=1)
    found = []
    for label in np.argsort(-sizes)[:PARTS]:
        if sizes[label]:
            part = (labels == label) & even
            away = highest(np.abs(means - np.median(means[part], axis=0)))
            found.append((part & (away <= EVENLY / 2)) | (even & (away <= STEP)))
    return found


def _seen_through(clear: np.ndarray, poor: np.ndarray, part: np.ndarray) -> bool:
    """Whether blocks ``(n,)`` of a part that were brighter than those around them still are."""
    places = np.column_stack([*np.nonzero(part), np.ones(len(clear))]).astype(np.float32)
    rest = [one - places @ np.linalg.lstsq(places, one, rcond=None)[0] for one in (clear, poor)]
    power = [float(one.std()) for one in rest]
    return power[1] >= FAINTEST and float((rest[0] * rest[1]).mean()) >= SEEN_THROUGH * power[0] * power[1]
