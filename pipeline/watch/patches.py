"""Patches that look otherwise since a certain picture, and stay so: where things may have been left or taken."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from pipeline.watch.background import STAYS
from pipeline.watch.frames import Frame

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

LEAST_SIDE = 6
"""Pixels of the side of a square that must differ."""

RIM = 4
"""Pixels around the outlines of a place that belong to it: they are soft, and compression smears them."""

LEAST_STEP = 0.6
"""Share of a place's pixels that change from one picture to the next but one; under a shadow's edge it is less."""

GAP, LEAST_GAP = 0.1, 8
"""How far around an outline others belong to the same thing: in square roots of its area, and pixels."""

RING = 12
"""Pixels around a place in which the light is compared."""

SHARP = 0.12
"""Share of a difference that changes around a pixel of a thing's outline; under a soft shadow's edge it is 0.1."""

OUTLINED = 0.6
"""Share of a patch's border along which outlines run: of things 0.7 and more, of a soft shadow's spots up to 0.5."""

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


def patches_that_last(was: np.ndarray, stays: np.ndarray, last: Sequence[tuple[Frame, np.ndarray]]) -> list[Patch]:
    """Where what ``stays`` is not what ``was``, since one of the ``last`` pictures, and not by another light alone.

    What came about little by little, as where a shadow wanders on, is none, nor what trembles, as leaves.
    """
    import cv2

    apart = _apart(was, stays)
    if not (cv2.blur((apart > CLEAR).astype(np.float32), (LEAST_SIDE, LEAST_SIDE)) > 0.9).any():
        return []
    to_was, to_stays = (np.stack([_apart(known, image) for _, image in last]) for known in (was, stays))
    clear = apart > np.maximum(CLEAR, NOISE * np.minimum(to_was, to_stays).mean(0))
    first = _first_sight(to_stays < to_was)
    lasts = clear & (first > 0) & (len(last) - first >= STAYS)
    sharp = _sharp(was, stays)
    found: list[Patch] = []
    while True:
        counts = np.bincount(first[lasts], minlength=len(last))
        when = int(counts.argmax())
        if counts[when] < LEAST_SIDE**2:
            return found
        together = lasts & (np.abs(first - when) <= TOGETHER)
        lasts &= ~together
        for mask, box in _pieces(together, sharp):
            ways = to_was[:, mask], to_stays[:, mask]
            lasting = mask.sum() >= LEAST_AREA * mask.size and _calm(*ways, when) and _at_once(*ways, when)
            if lasting and not is_light(was, stays, mask, box):
                found.append(Patch(mask, box, last[when][0]))


def _apart(first: np.ndarray, second: np.ndarray) -> np.ndarray:
    """How far two pictures are apart at each pixel, in grey levels of the channel that tells most."""
    import cv2

    return np.asarray(cv2.blur(cv2.absdiff(first, second).max(-1).astype(np.float32), (AROUND, AROUND)))


def _first_sight(new: np.ndarray) -> np.ndarray:
    """Since which picture each pixel shows what stays, a quarter of the pictures excepted: somebody passed."""
    count = len(new)
    first = np.full(new.shape[1:], count)
    missed = np.zeros(new.shape[1:], int)
    for place in range(count - 1, -1, -1):
        missed += ~new[place]
        first[new[place] & (missed <= (count - place) // 4)] = place
    return first


def _sharp(was: np.ndarray, stays: np.ndarray) -> np.ndarray:
    """Where two pictures differ with an outline.

    Light adds to what is there, or takes a share of it, by amounts that change little from one pixel to the next:
    around each pixel one picture is then a straight line over the other.
    """
    import cv2

    old, new = (cv2.GaussianBlur(picture.astype(np.float32), (0, 0), 1.0) for picture in (was, stays))
    mean_old, mean_new = _even(old), _even(new)
    var_old, var_new = _even(old**2) - mean_old**2 + 1, _even(new**2) - mean_new**2 + 1
    common = (_even(old * new) - mean_old * mean_new) ** 2
    left = np.maximum(var_new - common / var_old, var_old - common / var_new).max(-1)
    most = cv2.dilate(np.abs(new - old).max(-1), np.ones((15, 15), np.uint8))
    return np.asarray(np.sqrt(np.maximum(left - 1, 0)) > SHARP * most)


def _even(values: np.ndarray) -> np.ndarray:
    import cv2

    return np.asarray(cv2.blur(values, (5, 5)))


def _calm(to_was: np.ndarray, to_stays: np.ndarray, when: int) -> bool:
    """Whether pixels ``(pictures, n)`` showed what was before, and what stays since, but for who passed.

    What a shadow's edge wanders over shows neither while it turns from the one into the other.
    """
    own = np.concatenate([to_was[:when], to_stays[when:]]).mean(1)
    other = np.concatenate([to_stays[:when], to_was[when:]]).mean(1)
    away = own / np.maximum(other, 1e-6)
    turning = away[max(when - TURNING, 0) : when + TURNING]
    return bool(np.median(away) < CALM and np.median(turning) < CALM)


def _pieces(mask: np.ndarray, sharp: np.ndarray) -> list[tuple[np.ndarray, np.ndarray]]:
    """The connected parts that have outlines, as far as these reach, with the boxes around them.

    What one even thing is on another differs evenly, but its outlines are around it; the light beside it has none.
    """
    import cv2

    kernel = np.ones((LEAST_SIDE, LEAST_SIDE), np.uint8)
    solid = cv2.morphologyEx(mask.astype(np.uint8), cv2.MORPH_OPEN, np.ones((3, 3), np.uint8))
    solid = cv2.morphologyEx(solid, cv2.MORPH_CLOSE, kernel)
    core = cv2.erode(solid, kernel)
    _, labels, stats, _ = cv2.connectedComponentsWithStats(solid)
    seeds = cv2.morphologyEx((sharp & (solid > 0)).astype(np.uint8), cv2.MORPH_OPEN, np.ones((2, 2), np.uint8))
    made = []
    for number in np.unique(labels[core > 0]):
        x, y, width, height, _ = stats[number]
        window = slice(y, y + height), slice(x, x + width)
        part = labels[window] == number
        for inner in _within(part, part & (seeds[window] > 0)):
            whole = np.zeros_like(mask)
            whole[window] = inner
            rows, columns = np.flatnonzero(whole.any(1)), np.flatnonzero(whole.any(0))
            made.append((whole, np.array([columns[0], rows[0], columns[-1] + 1, rows[-1] + 1], float)))
    return made


def _within(part: np.ndarray, seeds: np.ndarray) -> Iterator[np.ndarray]:
    """What of a part lies within outlines in it, those that are near each other being one thing's."""
    import cv2

    gap = max(LEAST_GAP, round(GAP * float(np.sqrt(part.sum()))))
    near = cv2.dilate(seeds.astype(np.uint8), np.ones((2 * gap + 1,) * 2, np.uint8))
    count, labels = cv2.connectedComponents(near)
    for number in range(1, count):
        points = np.argwhere(seeds & (labels == number))[:, ::-1]
        hull = cv2.convexHull(np.ascontiguousarray(points, np.int32))
        reach = cv2.fillConvexPoly(np.zeros(part.shape, np.uint8), hull, 1)
        inner = part & (cv2.dilate(reach, np.ones((2 * RIM + 1,) * 2, np.uint8)) > 0)
        if inner.sum() >= LEAST_SIDE**2 and _outlined(inner, seeds):
            yield inner


def _outlined(mask: np.ndarray, seeds: np.ndarray) -> bool:
    """Whether outlines run along most of a mask's border."""
    import cv2

    padded, near = (np.pad(one, 1).astype(np.uint8) for one in (mask, seeds))
    border = cv2.dilate(padded, np.ones((3, 3), np.uint8)) > padded
    reached = cv2.dilate(near, np.ones((2 * RIM - 1,) * 2, np.uint8))
    return bool((reached[border] > 0).mean() >= OUTLINED)


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
    return np.asarray(np.abs(across).max(-1))


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
