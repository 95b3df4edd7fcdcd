"""Patches that look otherwise since a certain picture, and stay so: where things may have been left or taken."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from pipeline.core.channels import highest
from pipeline.watch.background import STAYS, Background
from pipeline.watch.frames import Frame
from pipeline.watch.outlines import LEAST_SIDE, RIM, outlined_parts, sharp

CLEAR = 14.0
"""Grey levels from which a pixel tells two backgrounds apart."""

NOISE = 2.5
"""The same, in mean deviations of the pixel from both."""

AROUND = 3
"""Pixels of the side of the square over which noise is evened out."""

TOGETHER = 1
"""Pictures by which the pixels of one thing may differ in their first sight."""

LEAST_AREA = 0.0005
"""Share of the picture that a patch takes up; the figures of a clock are smaller."""

LEAST_STEP = 0.6
"""Share of a place's pixels that change from one picture to the next but one; under a shadow's edge it is less."""

RING = 12
"""Pixels around a place in which the light is compared."""

OUTLINE = 0.25
"""Logarithm of the ratio of edges along a patch's border from which they tell which picture shows the thing."""

CALM = 0.2
"""How far pixels may be from what they show, as a share of the way to what they do not: things 0.02 to 0.12, a shadow's
edge while it turns 0.3 to 0.5, leaves half way."""

TURNING = 2
"""Pictures before and after a patch's first sight in which it turns."""

SAME = 0.5
"""Correlation of the fine structure from which it is the same: of another light 0.6 to 1, of a thing up to 0.4."""


@dataclass(frozen=True, eq=False)
class Patch:
    """Pixels ``mask`` (``bool``, of the whole picture) that look otherwise ``since`` a picture, and their ``box``."""

    mask: np.ndarray
    box: np.ndarray
    since: Frame


def patches_that_last(was: np.ndarray, background: Background) -> list[Patch]:
    """Where what stays in a background is not what ``was``, since one of its last pictures, and not by light alone.

    What came about little by little, as where a shadow wanders on, is none, nor what trembles, as leaves.
    """
    import cv2

    stays, last = background.stays, background.last
    if stays is None:
        return []
    apart = _apart(was, stays)
    if not (cv2.blur((apart > CLEAR).astype(np.float32), (LEAST_SIDE, LEAST_SIDE)) > 0.9).any():
        return []
    to_was, to_stays = (np.stack([_apart(known, image) for _, image in last]) for known in (was, stays))
    clear = apart > np.maximum(CLEAR, NOISE * np.minimum(to_was, to_stays).mean(0))
    first = _first_sight(to_stays < to_was)
    lasts = clear & (first > 0) & (len(last) - first >= STAYS)
    outlines = sharp(was, stays)
    found: list[Patch] = []
    while True:
        counts = np.bincount(first[lasts], minlength=len(last))
        when = int(counts.argmax())
        if counts[when] < LEAST_SIDE**2:
            return found
        together = lasts & (np.abs(first - when) <= TOGETHER)
        lasts &= ~together
        for mask, box in outlined_parts(together, outlines):
            ways = to_was[:, mask], to_stays[:, mask]
            lasting = mask.sum() >= LEAST_AREA * mask.size and _calm(*ways, when) and _at_once(*ways, when)
            if lasting and not any(is_light(was, seen, mask, box) for seen in (stays, background.shown)):
                found.append(Patch(mask, box, last[when][0]))


def _apart(first: np.ndarray, second: np.ndarray) -> np.ndarray:
    """How far two pictures are apart at each pixel, in grey levels of the channel that tells most."""
    import cv2

    return np.asarray(cv2.blur(highest(cv2.absdiff(first, second)).astype(np.float32), (AROUND, AROUND)))


def _first_sight(new: np.ndarray) -> np.ndarray:
    """Since which picture each pixel shows what stays, a quarter of the pictures excepted: somebody passed."""
    count = len(new)
    first = np.full(new.shape[1:], count)
    missed = np.zeros(new.shape[1:], int)
    for place in range(count - 1, -1, -1):
        missed += ~new[place]
        first[new[place] & (missed <= (count - place) // 4)] = place
    return first


def _calm(to_was: np.ndarray, to_stays: np.ndarray, when: int) -> bool:
    """Whether pixels ``(pictures, n)`` showed what was before, and what stays since, but for who passed.

    What a shadow's edge wanders over shows neither while it turns from the one into the other.
    """
    own = np.concatenate([to_was[:when], to_stays[when:]]).mean(1)
    other = np.concatenate([to_stays[:when], to_was[when:]]).mean(1)
    away = own / np.maximum(other, 1e-6)
    turning = away[max(when - TURNING, 0) : when + TURNING]
    return bool(np.median(away) < CALM and np.median(turning) < CALM)


def _at_once(to_was: np.ndarray, to_stays: np.ndarray, when: int) -> bool:
    """Whether pixels ``(pictures, n)`` turned into what stays from one picture to the next but one, and show it now."""
    shares = (to_stays < to_was).mean(1)
    before = shares[max(when - 2, 0) : when]
    step = float(max(shares[when : when + 2]) - before.min()) if len(before) else 0.0
    return step >= LEAST_STEP and float(shares[-1]) >= LEAST_STEP


def only_at(patches: Sequence[Patch], was: np.ndarray, stays: np.ndarray) -> np.ndarray:
    """What ``stays`` at the places, in the light of before, and what ``was`` everywhere else."""
    import cv2

    made = was.copy()
    for patch in patches:
        height, width = was.shape[:2]
        x0, y0, x1, y1 = (patch.box + RING * np.array([-1, -1, 1, 1])).astype(int)
        window = slice(max(y0, 0), min(y1, height)), slice(max(x0, 0), min(x1, width))
        part = patch.mask[window].astype(np.uint8)
        wide, wider = (cv2.dilate(part, np.ones((2 * reach + 1,) * 2, np.uint8)) > 0 for reach in (RIM, RING))
        old, new = was[window].astype(np.float32), stays[window].astype(np.float32)
        ring = wider & ~wide
        gain = np.median((old[ring] + 8) / (new[ring] + 8), axis=0) if ring.any() else np.ones(3)
        lit = np.clip(np.rint((new + 8) * gain.astype(np.float32) - 8), 0, 255).astype(np.uint8)
        made[window][wide] = lit[wide]
    return made


def came(was: np.ndarray, stays: np.ndarray, mask: np.ndarray) -> bool | None:
    """Whether a mask is the outline of something that came (or, False, that is gone); None where both have outlines.

    Only the picture that shows the thing has edges all along the border of the mask.
    """
    before, now = _edges_along(was, mask), _edges_along(stays, mask)
    told = float(np.log((np.median(now) + 1) / (np.median(before) + 1)))
    return None if abs(told) < OUTLINE else told > 0


def _edges_along(picture: np.ndarray, mask: np.ndarray) -> np.ndarray:
    """How steeply a picture changes across the border of a mask, at each pixel of it."""
    import cv2

    down, right = np.gradient(cv2.GaussianBlur(mask.astype(np.float32), (0, 0), 2.0))
    steep = np.hypot(down, right)
    border = steep > 0.5 * steep.max()
    smooth = cv2.GaussianBlur(picture.astype(np.float32), (0, 0), 1.0)
    rows, columns = np.gradient(smooth, axis=(0, 1))
    across = (rows[border] * down[border][:, None] + columns[border] * right[border][:, None]) / steep[border][:, None]
    return np.asarray(highest(np.abs(across)))


def is_light(was: np.ndarray, stays: np.ndarray, mask: np.ndarray, box: np.ndarray) -> bool:
    """Whether what a mask shows has the same fine structure as before, in another light."""
    window = window_of(box, was.shape)
    old, new = (_fine(picture[window])[mask[window]] for picture in (was, stays))
    return float((old * new).sum() / np.sqrt((old**2).sum() * (new**2).sum() + 1e-9)) > SAME


def _fine(picture: np.ndarray) -> np.ndarray:
    import cv2

    told = np.log(cv2.GaussianBlur(picture.astype(np.float32).mean(-1) + 8, (0, 0), 1.0))
    return np.asarray(told - cv2.GaussianBlur(told, (0, 0), 3.0))


def window_of(box: np.ndarray, shape: tuple[int, ...], grow: float = 0.0) -> tuple[slice, slice]:
    """Rows and columns of a box grown by a share of its sides, within a picture of the shape and never empty."""
    height, width = shape[:2]
    more = grow * (box[2:] - box[:2])
    x0, y0 = np.floor(box[:2] - more).clip(0, (width - 1, height - 1)).astype(int)
    x1, y1 = np.ceil(box[2:] + more).clip((x0 + 1, y0 + 1), (width, height)).astype(int)
    return slice(int(y0), int(y1)), slice(int(x0), int(x1))
