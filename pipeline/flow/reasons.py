"""Why a pair is told as it is: how it was taken, measured, and whether enough can be seen to tell."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from pipeline.core.boxes import intersection
from pipeline.core.channels import highest
from pipeline.core.places import Place
from pipeline.core.reasons import (
    APART,
    CAMERA,
    COLORLESS,
    COMPRESSION,
    DARK,
    FAINT,
    FLICKER,
    LIGHT,
    PALE,
    RENDERING,
    RESTLESS,
    SHARPNESS,
    SMALL,
    WARMTH,
    Reason,
)
from pipeline.core.types import Change, Difference, Motion, ObjectGraph
from pipeline.register.altered import altered_places, slight_places
from pipeline.register.capture import capture
from pipeline.register.shared_view import SharedView

LEAST_MOVED = 1.0
"""Pixels from which a camera moved."""

LEAST_LIGHT, LEAST_WARMTH, LEAST_SHARPNESS = 1.05, 1.05, 1.25
"""Ratios from which light, its warmth, and sharpness are another; those the other way round count as well."""

LEAST_BLOCKS = 0.1
"""By how much clearer the blocks of compression are in one picture: JPEGs of quality 90 and 70 differ by as much."""

LEAST_CLEAR = 1.15
"""How clear they must be: pictures that were never compressed have up to 1.1."""

TOO_DARK, TOO_PALE = 26.0, 6.0
"""Grey level under which all but one pixel of a hundred of a dark picture are; spread of grey levels of a pale one."""

MOST_RESTLESS = 60
"""Places that move from which a thing among them would not be seen."""

MOST_PLACES = 6
"""Places that are listed each; more of them are another rendering."""

LEAST_SHARED = 0.35
"""Share of the picture after that the one before must show as well."""


def reasons_of(
    graphs: tuple[ObjectGraph, ObjectGraph],
    images: tuple[np.ndarray, np.ndarray],
    motion: Motion,
    found: Difference,
) -> list[Reason]:
    """All that differs but for the changes: how the pictures were taken, what is left over, what cannot be seen."""
    reasons = [*_taken(graphs, images, motion, found.changes), *found.reasons]
    if motion.view is None or not motion.view.compared:
        reasons += _altered(images, found.changes)
    return reasons + ([] if found.changes else _unseen(images, motion, reasons))


def _taken(
    graphs: tuple[ObjectGraph, ObjectGraph],
    images: tuple[np.ndarray, np.ndarray],
    motion: Motion,
    changes: Sequence[Change],
) -> list[Reason]:
    """How otherwise the second picture was taken, but for the changes."""
    if motion.view is not None and not motion.view.related:
        return []
    view = motion.view if motion.view is not None and motion.view.compared else None
    moved = _moved(graphs[0], motion)
    found = [Reason(CAMERA, moved)] if moved >= LEAST_MOVED else []
    seen = capture(*images) if view is None else capture(*images, view.natural, _changed(view, changes))
    ratios = ((LIGHT, seen.light, LEAST_LIGHT), (WARMTH, seen.warmth, LEAST_WARMTH))
    if view is not None and view.colorless:
        found.append(Reason(COLORLESS, 0.0))
    else:
        found += [Reason(kind, ratio) for kind, ratio, least in ratios if not 1 / least < ratio < least]
    if not 1 / LEAST_SHARPNESS < seen.sharpness < LEAST_SHARPNESS:
        found.append(Reason(SHARPNESS, seen.sharpness))
    gap = seen.blocks[1] - seen.blocks[0]
    if abs(gap) >= LEAST_BLOCKS and max(seen.blocks) >= LEAST_CLEAR:
        found.append(Reason(COMPRESSION, max(seen.blocks), "after" if gap > 0 else "before"))
    return found


def _changed(view: SharedView, changes: Sequence[Change]) -> np.ndarray:
    """The pixels of the view within the boxes of changes, ``(h, w)``."""
    inside = np.zeros(view.shape, bool)
    for change in changes:
        for picture, box in (("before", change.box_before), ("after", change.box_after)):
            if box is not None:
                x0, y0, x1, y1 = np.maximum(np.rint(view.to_view(box, picture)[0]), 0).astype(int)
                inside[y0:y1, x0:x1] = True
    return inside


def _unseen(images: tuple[np.ndarray, np.ndarray], motion: Motion, found: list[Reason]) -> list[Reason]:
    """Why too little can be seen to say that nothing changed; none where enough can.  ``found`` is what differs."""
    reasons = []
    for picture, image in zip(("before", "after"), images, strict=True):
        grey = highest(image[::4, ::4]).astype(np.float32)
        bright, spread = float(np.percentile(grey, 99)), float(np.percentile(grey, 99) - np.percentile(grey, 1))
        if 0 < bright < TOO_DARK and spread > 0:
            reasons.append(Reason(DARK, bright, picture))
        elif 0 < spread < TOO_PALE:
            reasons.append(Reason(PALE, spread, picture))
    places = sum(one.value for one in found if one.kind == FLICKER)
    if places >= MOST_RESTLESS:
        reasons.append(Reason(RESTLESS, places))
    if motion.view is not None and motion.view.related and motion.view.compared:
        shared = float(motion.view.valid.mean())
        if shared < LEAST_SHARED:
            reasons.append(Reason(APART, shared))
    return reasons


def _altered(images: tuple[np.ndarray, np.ndarray], changes: Sequence[Change]) -> list[Reason]:
    """Where a picture was worked on, but for the changes, of pictures that nobody has brought to one view."""
    boxes = altered_places(*images)
    told = [box for change in changes for box in (change.box_before, change.box_after) if box is not None]
    if told and len(boxes):
        boxes = boxes[(intersection(boxes, np.array(told, float) + np.array([-8, -8, 8, 8])) <= 0).all(1)]
    kind = SMALL
    if not len(boxes) and not changes:
        boxes, kind = slight_places(*images), FAINT
    if len(boxes) > MOST_PLACES:
        return [Reason(RENDERING, float(len(boxes)))]
    extent = images[1].shape[1], images[1].shape[0]
    return [
        Reason(kind, float((box[2:] - box[:2]).max()), None, Place.of(box, extent), box_before=box, box_after=box)
        for box in boxes
    ]


def _moved(before: ObjectGraph, motion: Motion) -> float:
    """By how many pixels the middle of an ordinary thing moves with the camera."""
    if motion.view is not None:
        height, width = motion.view.before.shape[:2]
        x, y = np.meshgrid(np.linspace(0, width, 5), np.linspace(0, height, 5))
        points = np.stack([x.ravel(), y.ravel(), np.ones(25)])
        there = motion.view.matrix @ points
        size = np.array([motion.view.after.shape[1] / width, motion.view.after.shape[0] / height])
        # a picture of another size was scaled, or cut off
        return min(_median((there[:2] / there[2]).T - points[:2].T * scale) for scale in (size, np.ones(2)))
    boxes = np.array([found.box for found in before.objects], float).reshape(-1, 4)
    return _median(_middles(motion.project(before.objects, "after")) - _middles(boxes))


def _median(gaps: np.ndarray) -> float:
    away = np.hypot(*gaps.T)
    away = away[np.isfinite(away)]
    return float(np.median(away)) if len(away) else 0.0


def _middles(boxes: np.ndarray) -> np.ndarray:
    boxes = np.asarray(boxes, float).reshape(-1, 4)
    return (boxes[:, :2] + boxes[:, 2:]) / 2
