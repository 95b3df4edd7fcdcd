"""Whether a detector is at home in two pictures, so that its names can be trusted.

A detector of everyday photographs also names what it sees in drawings and in pictures taken from above: roofs are
refrigerators to it, and round trees frisbees.  There it is nowhere sure of what is no mere shape, and does not see the
same kind of thing in both pictures.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from pipeline.core.boxes import area
from pipeline.core.labels import UNNAMED
from pipeline.diff.pixels.aligned_pair import AlignedDetection, AlignedPair

FLAT_RANGE, FLAT_WINDOW = 2, 3
"""Grey levels within which a small window of a drawing is; its side in pixels."""


def with_trusted_names(pair: AlignedPair) -> AlignedPair:
    """The pair, its detections without their names where the detector is not at home."""
    if _at_home(pair):
        return pair
    known = {picture: [_unnamed(one) for one in found] for picture, found in pair.known.items()}
    return replace(pair, known=known)


def _at_home(pair: AlignedPair) -> bool:
    """Whether one object is detected surely, or one kind is seen in both pictures of what is no drawing."""
    judgement = pair.judgement
    named = [[one for one in found if one.label != UNNAMED] for found in pair.known.values()]
    if not any(named):
        return True
    least = judgement.shape_area * pair.sight.mask.size
    named = [
        [one for one in found if one.label not in judgement.shapes or area(one.box)[0] >= least] for found in named
    ]
    if any(one.score >= judgement.at_home for found in named for one in found):
        return True
    before, after = named
    return _seen_twice(before, after, judgement.seen_twice) and not _drawn(pair, judgement.drawn)


def _seen_twice(before: Sequence[AlignedDetection], after: Sequence[AlignedDetection], least: float) -> bool:
    labels = [{one.label for one in found if one.score >= least} for found in (before, after)]
    return bool(labels[0] & labels[1])


def _drawn(pair: AlignedPair, most: float) -> bool:
    """Whether most of the picture is in even colours, as no camera makes them."""
    import cv2

    grey = cv2.cvtColor(pair.view.after, cv2.COLOR_RGB2GRAY)
    window = np.ones((FLAT_WINDOW, FLAT_WINDOW), np.uint8)
    even = cv2.dilate(grey, window).astype(int) - cv2.erode(grey, window) <= FLAT_RANGE
    return bool(even.mean() > most)


def _unnamed(detection: AlignedDetection) -> AlignedDetection:
    return replace(detection, found=replace(detection.found, label=UNNAMED))
