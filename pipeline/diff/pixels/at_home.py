"""Whether a detector is at home in two pictures, so that its names can be trusted.

A detector of everyday photographs also names what it sees in drawings and in pictures taken from above: roofs are
refrigerators to it, and round trees frisbees.  There it is nowhere sure of what is no mere shape, and does not see the
same kind of thing in both pictures, or most of what it sees are shapes.  On an even ground, any disc is a ball to
it and any triangle a kite, however sure it is.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np

from pipeline.core.boxes import area
from pipeline.core.labels import UNNAMED
from pipeline.diff.pixels.aligned_pair import AlignedDetection, AlignedPair
from pipeline.diff.pixels.judgement import Judgement

FLAT_RANGE, FLAT_WINDOW = 2, 3
"""Grey levels within which a small window of a drawing is; its side in pixels."""

DENOISED = 5
"""Pixels a side of the median that takes the noise of a copy away."""


def with_trusted_names(pair: AlignedPair) -> AlignedPair:
    """The pair, its detections without their names where the detector is not at home, or they are mere shapes."""
    judgement = pair.judgement
    drawn = any(pair.known.values()) and _drawn(pair, judgement.drawn)
    if not _at_home(pair, drawn):
        return _without_names(pair, lambda _: True)
    return _without_names(pair, lambda label: label in judgement.shapes) if drawn else pair


def _without_names(pair: AlignedPair, which: Callable[[str], bool]) -> AlignedPair:
    known = {
        picture: [replace(one, found=replace(one.found, label=UNNAMED)) if which(one.label) else one for one in found]
        for picture, found in pair.known.items()
    }
    return replace(pair, known=known)


def _at_home(pair: AlignedPair, drawn: bool) -> bool:
    """Whether one object is detected surely, or one kind is seen in both pictures of what is no drawing."""
    judgement = pair.judgement
    named = [[one for one in found if one.label != UNNAMED] for found in pair.known.values()]
    if not any(named):
        return True
    if _mostly_shapes([one for found in named for one in found], judgement):
        return False
    named = [[one for one in found if not _is_shape(pair, one, drawn)] for found in named]
    if any(one.score >= judgement.at_home for found in named for one in found):
        return True
    before, after = named
    return _seen_twice(before, after, judgement.seen_twice) and not drawn


def _mostly_shapes(named: Sequence[AlignedDetection], judgement: Judgement) -> bool:
    """Whether most of what is detected, by its scores, has the labels that any disc gets, whatever its size."""
    shapes = [one.score for one in named if one.label in judgement.shapes]
    return len(shapes) >= judgement.many_shapes and sum(shapes) > sum(one.score for one in named) / 2


def _is_shape(pair: AlignedPair, one: AlignedDetection, drawn: bool) -> bool:
    least = pair.judgement.shape_area * pair.sight.mask.size
    return one.label in pair.judgement.shapes and (drawn or bool(area(one.box)[0] < least))


def _seen_twice(before: Sequence[AlignedDetection], after: Sequence[AlignedDetection], least: float) -> bool:
    labels = [{one.label for one in found if one.score >= least} for found in (before, after)]
    return bool(labels[0] & labels[1])


def _drawn(pair: AlignedPair, most: float) -> bool:
    """Whether most of the picture is in even colours, as no camera makes them."""
    import cv2

    grey = cv2.medianBlur(cv2.cvtColor(pair.view.after, cv2.COLOR_RGB2GRAY), DENOISED)
    window = np.ones((FLAT_WINDOW, FLAT_WINDOW), np.uint8)
    even = cv2.dilate(grey, window).astype(int) - cv2.erode(grey, window) <= FLAT_RANGE
    return bool(even.mean() > most)
