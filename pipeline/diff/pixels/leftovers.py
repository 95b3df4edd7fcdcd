"""What differs between two photographs and is not told: too small, too faint, lit otherwise, or beyond the edge."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from pipeline.core.places import Place
from pipeline.core.reasons import BEYOND, FAINT, FLICKER, LENS, OVERLAY, SHADOW, SMALL, WEATHER, Reason
from pipeline.core.types import Change
from pipeline.diff.pixels.aligned_pair import rounded
from pipeline.diff.pixels.judgement import Judgement
from pipeline.diff.pixels.lens import before_the_lens
from pipeline.diff.pixels.parts import NO_STRUCTURE, differing
from pipeline.diff.pixels.regions import likeness, outline_side
from pipeline.diff.pixels.sight import Sight, see
from pipeline.diff.pixels.weather import strokes_of
from pipeline.register.altered import altered_places
from pipeline.register.shared_view import SharedView
from pipeline.register.warp import warp_boxes

CLOSE_SIDE = 1600
"""Longer side, in pixels, at which two pictures are compared once more where nothing was found at the usual one."""

MOST_PLACES = 6
"""Places that are listed each; more of them are leaves, water, rain or noise."""

AROUND, LEAST_AROUND = 0.15, 6.0
"""How far the surroundings of a told change reach, as a share of its box and in pixels of the view."""

LEAST_EDGE, LEAST_STRIP = 0.02, 4
"""What one picture must show beyond an edge of the other: a share of that side, and a spread of grey levels."""


def leftovers(view: SharedView, changes: Sequence[Change], judgement: Judgement) -> list[Reason]:
    """A reason for each place that differs beyond the noise of the pair and is in no told change, and each edge."""
    sight = see(view, judgement)
    places = _places(view, sight, _told(view, changes), judgement)
    if not changes and not places:
        places = _slight(view, sight, judgement) or _closer(view, judgement)
    if len(places) > MOST_PLACES:
        places = [Reason(FLICKER, float(len(places)))]
    return places + _overlays(view, sight) + _weather(sight) + _beyond(view)


def _places(view: SharedView, sight: Sight, told: np.ndarray, judgement: Judgement) -> list[Reason]:
    import cv2

    mask = sight.mask & ~told
    count, _, stats, _ = cv2.connectedComponentsWithStats(mask.astype(np.uint8))
    large = {tuple(region.box.astype(int)): region for region in sight.regions}
    found = []
    for number in range(1, count):
        x, y, wide, high, area = stats[number]
        region = large.get((x, y, x + wide, y + high))
        if region is None and told[max(0, y - 2) : y + high + 2, max(0, x - 2) : x + wide + 2].any():
            continue  # the rim of what is told
        box = np.array([x, y, x + wide, y + high], float)
        kind = SMALL if region is None else _kind(sight, region.box, region.mask, judgement)
        found.append((float(area), _at(view, box, kind)))
    return [reason for _, reason in sorted(found, key=lambda one: -one[0])]


def _slight(view: SharedView, sight: Sight, judgement: Judgement) -> list[Reason]:
    """What differs by less than the noise that any pair is taken to have, where nearly all else is the same.

    Where nothing of the ground can go on through it, a thing may be there as well as a shadow.
    """
    parts, _ = differing(view, sight, judgement)
    kinds = [SHADOW if judgement.recolored <= part.likeness < NO_STRUCTURE else FAINT for part in parts]
    return [_at(view, part.box, kind) for part, kind in zip(parts, kinds, strict=True)]


def _kind(sight: Sight, box: np.ndarray, mask: np.ndarray, judgement: Judgement) -> str:
    if mask.sum() < judgement.large * judgement.least_area * sight.mask.size:
        return SMALL  # not enough for a fact by itself
    x0, y0, x1, y1 = box.astype(int)
    gap = (sight.change.before - sight.change.after)[y0:y1, x0:x1][mask]
    tinted = float(np.median(np.hypot(gap[:, 1], gap[:, 2]))) >= judgement.least_hue
    if not tinted and before_the_lens(sight.change, box, mask, outline_side(sight.change, box, mask)):
        return LENS
    return SHADOW if not tinted and likeness(sight.change, box, mask) >= judgement.recolored else FAINT


def _at(view: SharedView, box: np.ndarray, kind: str) -> Reason:
    """A reason at a box of the view; its value is the longer side in pixels of the picture after."""
    boxes = [view.from_view(box, picture)[0] for picture in ("before", "after")]
    height, width = view.after.shape[:2]
    side = float((boxes[1][2:] - boxes[1][:2]).max())
    return Reason(kind, side, None, Place.of(boxes[1], (width, height)), *boxes)


def _told(view: SharedView, changes: Sequence[Change]) -> np.ndarray:
    """Mask of the view that told changes explain."""
    mask = np.zeros(view.shape, bool)
    for change in changes:
        for picture, box in (("before", change.box_before), ("after", change.box_after)):
            if box is None:
                continue
            x0, y0, x1, y1 = view.to_view(box, picture)[0]
            grow = max(LEAST_AROUND, AROUND * max(x1 - x0, y1 - y0))
            rows = slice(max(0, int(y0 - grow)), max(0, int(y1 + grow) + 1))
            mask[rows, max(0, int(x0 - grow)) : max(0, int(x1 + grow) + 1)] = True
    return mask


def _closer(view: SharedView, judgement: Judgement) -> list[Reason]:
    """Small things that are lost where the pictures are shrunk, or under the noise that any pair is taken to have."""
    if np.array_equal(view.matrix, np.eye(3)):
        exact = altered_places(view.before, view.after)
        if len(exact):
            return [_worked_on(view, box * view.scale, judgement) for box in exact]
    if view.scale >= 1:
        return []
    fine = SharedView(view.before, view.after, view.matrix, CLOSE_SIDE)
    return _places(fine, see(fine, judgement), np.zeros(fine.shape, bool), judgement)


def _worked_on(view: SharedView, box: np.ndarray, judgement: Judgement) -> Reason:
    x0, y0, x1, y1 = whole = rounded(box, view.shape)
    mask = np.ones((y1 - y0, x1 - x0), bool)
    return _at(view, box, _kind(see(view, judgement), np.array(whole, float), mask, judgement))


def _overlays(view: SharedView, sight: Sight) -> list[Reason]:
    """What lies over the pictures and differs, all of it as one."""
    rows, columns = np.flatnonzero(sight.over.any(1)), np.flatnonzero(sight.over.any(0))
    if not len(rows):
        return []
    return [_at(view, np.array([columns[0], rows[0], columns[-1] + 1, rows[-1] + 1], float), OVERLAY)]


def _weather(sight: Sight) -> list[Reason]:
    return [Reason(WEATHER, float(strokes_of(sight.falling)))] if sight.falling.any() else []


def _beyond(view: SharedView) -> list[Reason]:
    """What each picture shows that lies beyond an edge of the other, where there is something to see."""
    found = []
    for picture, own, other in (("before", view.before, view.after), ("after", view.after, view.before)):
        matrix = view.matrix if picture == "after" else np.linalg.inv(view.matrix)
        height, width = own.shape[:2]
        frame = np.array([[0, 0, other.shape[1], other.shape[0]]], float)
        left, top, right, bottom = np.clip(warp_boxes(frame, matrix)[0], 0, [width, height, width, height])
        strips = {
            Place.LEFT: (0, 0, left, height),
            Place.TOP: (0, 0, width, top),
            Place.RIGHT: (right, 0, width, height),
            Place.BOTTOM: (0, bottom, width, height),
        }
        for place, corners in strips.items():
            x0, y0, x1, y1 = (round(float(corner)) for corner in corners)
            across = place in (Place.LEFT, Place.RIGHT)
            size, whole = (x1 - x0, width) if across else (y1 - y0, height)
            if size < LEAST_EDGE * whole or own[y0:y1, x0:x1].std((0, 1)).max() < LEAST_STRIP:
                continue
            box = np.array([x0, y0, x1, y1], float)
            boxes = (box, None) if picture == "before" else (None, box)
            found.append(Reason(BEYOND, float(size), picture, place, *boxes))
    return found
