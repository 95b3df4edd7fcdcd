"""Things cut out of photographs, with soft outlines."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from pipeline.core.boxes import iou
from pipeline.core.errors import SpotItError
from pipeline.core.images import load_picture
from pipeline.core.types import SceneObject

Detect = Callable[[np.ndarray], Sequence[SceneObject]]

SURE = 0.6
"""Score from which a detection is cut out."""

LEAST_SIDE = 24
"""Pixels of the shorter side of a thing that is worth cutting out."""

AREAS = (0.003, 0.35)
"""Shares of a picture that a thing may take up."""

FILLED = (0.3, 0.92)
"""Shares of its box that an outline may fill: less is a fragment, more is the box itself."""

ONE_THING = 0.5
"""IoU from which two detections are one thing, whose name is in doubt where they have two."""

MARGIN = 0.12
"""How far around its box, in its sides, a thing's outline is looked for."""

ROUNDS = 4
"""Iterations of GrabCut."""

LEAST_SATURATION = 120
"""Saturation, of 255, that a thing in another hue has at least."""

SOFT = 1.2
"""Deviation in pixels of the blur of an outline."""


@dataclass(frozen=True, eq=False)
class Cutout:
    """A thing: ``image`` is ``uint8`` RGB, ``alpha`` its outline from 0 to 1 of the same height and width."""

    label: str
    image: np.ndarray
    alpha: np.ndarray
    source: str

    def tinted(self, hue: int) -> Cutout:
        """The same in another hue, by so many of OpenCV's 180; what has none gets one."""
        import cv2

        hsv = cv2.cvtColor(self.image, cv2.COLOR_RGB2HSV)
        hsv[..., 0] = (hsv[..., 0].astype(int) + hue) % 180
        hsv[..., 1] = np.maximum(hsv[..., 1], LEAST_SATURATION)
        return replace(self, image=cv2.cvtColor(hsv, cv2.COLOR_HSV2RGB))


def cutouts(files: Sequence[Path], detect: Detect) -> Iterator[Cutout]:
    """What can be cut out cleanly of the pictures, those that cannot be read passed over."""
    for path in files:
        try:
            image = load_picture(path)
        except SpotItError:
            continue
        yield from cut_out_of(image, detect(image), path.name)


def cut_out_of(image: np.ndarray, found: Sequence[SceneObject], source: str = "") -> Iterator[Cutout]:
    """Those of the detections that stand free, have an outline and no second name."""
    height, width = image.shape[:2]
    for one in found:
        x0, y0, x1, y1 = one.box
        share = (x1 - x0) * (y1 - y0) / (height * width)
        inside = x0 > 1 and y0 > 1 and x1 < width - 1 and y1 < height - 1
        if one.score < SURE or not inside or min(x1 - x0, y1 - y0) < LEAST_SIDE or not AREAS[0] < share < AREAS[1]:
            continue
        if any(other.label != one.label and iou(other.box, one.box)[0, 0] > ONE_THING for other in found):
            continue
        made = _cut(image, one.box)
        if made is not None:
            yield Cutout(one.label, *made, source)


def _cut(image: np.ndarray, box: np.ndarray) -> tuple[np.ndarray, np.ndarray] | None:
    """The part of a picture in a box grown a little, and its outline by GrabCut (Rother et al., 2004)."""
    import cv2

    height, width = image.shape[:2]
    grow = MARGIN * (box[2:] - box[:2])
    low, high = np.floor(box[:2] - grow).astype(int), np.ceil(box[2:] + grow).astype(int)
    left, top, right, bottom = max(low[0], 0), max(low[1], 0), min(high[0], width), min(high[1], height)
    part = np.ascontiguousarray(image[top:bottom, left:right])
    inner = tuple(int(v) for v in (box[0] - left, box[1] - top, box[2] - box[0], box[3] - box[1]))
    mask = np.zeros(part.shape[:2], np.uint8)
    cv2.setRNGSeed(0)
    try:
        cv2.grabCut(part, mask, inner, np.zeros((1, 65)), np.zeros((1, 65)), ROUNDS, cv2.GC_INIT_WITH_RECT)
    except cv2.error:  # a box of one colour has no two sides
        return None
    solid = ((mask == cv2.GC_FGD) | (mask == cv2.GC_PR_FGD)).astype(np.uint8)
    solid = _largest(cv2.morphologyEx(solid, cv2.MORPH_OPEN, np.ones((3, 3), np.uint8)))
    filled = solid.sum() / max(inner[2] * inner[3], 1)
    if not FILLED[0] < filled < FILLED[1]:
        return None
    rows, columns = np.flatnonzero(solid.any(1)), np.flatnonzero(solid.any(0))
    window = slice(rows[0], rows[-1] + 1), slice(columns[0], columns[-1] + 1)
    # drawn in by a pixel, so that no rim of the old ground comes along
    core = cv2.erode(solid, np.ones((3, 3), np.uint8)).astype(np.float32)
    return part[window], cv2.GaussianBlur(core, (0, 0), SOFT)[window]


def _largest(mask: np.ndarray) -> np.ndarray:
    import cv2

    count, labels, stats, _ = cv2.connectedComponentsWithStats(mask)
    if count < 2:
        return mask
    return (labels == 1 + int(stats[1:, cv2.CC_STAT_AREA].argmax())).astype(np.uint8)
