"""Thing or ground: whether a picture shows a thing in a place that changed, named or not.

A thing stands out from what is around it, along its outline most of all, and the detector mostly sees something there,
be its name right or wrong; ground goes on beyond the outline of what the other picture shows before it.
"""

from __future__ import annotations

import numpy as np

from pipeline.core.boxes import iou
from pipeline.diff.pixels.aligned_pair import PICTURES, AlignedPair
from pipeline.diff.pixels.regions import Region, clarities, clear_part

SEEN, MOST_SEEN = 0.05, 0.5
"""Scores from which the detector sees something at all, and beyond which it makes no place any fuller."""

SAME_PLACE = 0.4
"""IoU of a region and a detection in its place."""

INSIDE, OUTSIDE, BEYOND = -2, 3, 8
"""Pixels from an outline at which colours are compared across it, and on its far side."""

LEAST_OUTLINE = 8
"""Places along an outline that can be compared; with fewer nothing is known of it."""

FEATURES = ("colors", "edge", "ratio", "share", "step", "score", "seen")


def occupied(pair: AlignedPair, region: Region) -> np.ndarray:
    """How likely each picture shows a thing in a region, before and after, ``(2,)``."""
    return probability(features(pair, region), np.array(pair.judgement.occupied))


def probability(given: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """Of each row of features ``(n, 7)``, how likely it is a thing, by weights ``(8,)`` of 1 and of the features."""
    return np.asarray(1 / (1 + np.exp(-(weights[0] + given @ weights[1:]))))


def features(pair: AlignedPair, region: Region) -> np.ndarray:
    """What each picture shows in a region, before and after, ``(2, 7)``: :data:`FEATURES`.

    Logarithms of how far its colours differ from those around it and of the gradient along its outline; the logarithm
    of the step in colour across the outline over the one beyond it, the share of the outline where the former is
    larger, and the logarithm of its median; the best score of any name in about the same box, and whether there is one.
    """
    box, mask = clear_part(region, pair.sight.evidence, pair.judgement.core)
    clear = clarities(pair.sight.change, box, mask)
    found = []
    for picture, (colors, edge) in zip(PICTURES, clear, strict=True):
        ratio, share, step = _across(pair.image(picture), box, mask)
        seen = _seen(pair, region, picture)
        outline = [np.log(colors + 0.5), np.log(edge + 0.3), ratio, share, np.log(step + 3)]
        found.append([*outline, min(seen, MOST_SEEN), float(seen > SEEN)])
    return np.array(found)


def _seen(pair: AlignedPair, region: Region, picture: str) -> float:
    boxes = np.array([one.box for one in pair.known[picture]]).reshape(-1, 4)
    fits = iou(region.box, boxes)[0] >= SAME_PLACE
    return max((one.score for one, fit in zip(pair.known[picture], fits, strict=True) if fit), default=0.0)


def _across(image: np.ndarray, box: np.ndarray, mask: np.ndarray) -> tuple[float, float, float]:
    """Of the outline of a mask: ratio, share and median step, as :func:`features` says, before the last logarithm."""
    import cv2

    x0, y0, x1, y1 = box.astype(int)
    left, top = max(0, x0 - BEYOND - 1), max(0, y0 - BEYOND - 1)
    part = image[top : y1 + BEYOND + 1, left : x1 + BEYOND + 1]
    whole = np.zeros(part.shape[:2], np.uint8)
    whole[y0 - top : y1 - top, x0 - left : x1 - left] = mask
    depth, away = (cv2.distanceTransform(one, cv2.DIST_L2, 5) for one in (whole, 1 - whole))
    distance = np.where(whole > 0, -depth, away).astype(np.float32)
    across, down = cv2.Sobel(distance, cv2.CV_32F, 1, 0), cv2.Sobel(distance, cv2.CV_32F, 0, 1)
    rows, columns = np.nonzero((whole > 0) & (depth <= 1.5))
    length = np.hypot(across, down)[rows, columns] + 1e-6
    steps = np.stack([down[rows, columns], across[rows, columns]]) / length

    def at(pixels: float) -> tuple[np.ndarray, np.ndarray]:
        row, column = np.rint(np.stack([rows, columns]) + steps * pixels).astype(int)
        row, column = np.clip(row, 0, part.shape[0] - 1), np.clip(column, 0, part.shape[1] - 1)
        return part[row, column], distance[row, column]

    (inner, depths), (outer, near), (far, farther) = at(INSIDE), at(OUTSIDE), at(BEYOND)
    use = (depths < 0) & (near > 1) & (farther > near)
    if use.sum() < LEAST_OUTLINE:
        return 0.0, 0.0, 0.0
    step, beyond = (np.linalg.norm(one, axis=1)[use] for one in (inner - outer, outer - far))
    ratio = float(np.log((step.mean() + 2) / (beyond.mean() + 2)))
    return ratio, float((step > beyond + 2).mean()), float(np.median(step))
