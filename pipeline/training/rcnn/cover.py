"""Objects put in front of others in a rendered picture, so that half-hidden ones are seen often (copy and paste).

After Ghiasi et al. (2021), "Simple Copy-Paste is a Strong Data Augmentation Method for Instance Segmentation".
"""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np

from pipeline.synth import records, truth
from pipeline.training.rcnn.sample import FAINTEST_PIXELS, FAINTEST_SHARE, Sample

HIDDEN = (0.15, 0.9)
"""The share of an object's visible pixels that may be covered."""

ENLARGED = (0.8, 1.5)
"""What covers is usually nearer, so it is larger."""

ATTEMPTS = 12


def masks(scene: dict[str, Any]) -> np.ndarray:
    """The visible pixels of each object that has some, ``(n, height, width)``, in the order of the record."""
    owner, _ = truth.owners(records.read_things(scene["objects"]), records.read_camera(scene["camera"]))
    return np.stack([owner == i for i, record in enumerate(scene["objects"]) if record["bbox"]])


def cover(sample: Sample, visible: np.ndarray, rng: np.random.Generator) -> None:
    """Put a copy of one object in front of another: what is left of those behind it keeps its truth.

    The copy itself, which stands on no ground, is neither to be found nor a false find.
    """
    whole = np.flatnonzero(sample.wanted & (sample.visibility > 0.9))
    if not len(whole):
        return
    for _ in range(ATTEMPTS):
        front, back = int(rng.choice(whole)), int(rng.integers(len(sample.box)))
        if front == back or not sample.wanted[back]:
            continue
        picture, mask = _copy(sample.picture, visible[front], float(rng.uniform(*ENLARGED)), rng)
        shown = _placed(mask, sample.box[back], visible.shape[1:], rng)
        if shown is None:
            continue
        place, part = shown
        hidden = np.zeros(visible.shape[1:], bool)
        hidden[place] = mask[part] > 0.5
        if HIDDEN[0] <= (visible[back] & hidden).sum() / visible[back].sum() <= HIDDEN[1]:
            weight = mask[part][..., None]
            blended = sample.picture[place] * (1 - weight) + picture[part] * weight
            sample.picture = sample.picture.copy()
            sample.picture[place] = blended.astype(np.uint8)
            _tell(sample, visible, hidden, front)
            return


Window = tuple[slice, slice]


def _copy(
    picture: np.ndarray, mask: np.ndarray, scale: float, rng: np.random.Generator
) -> tuple[np.ndarray, np.ndarray]:
    """The object alone, enlarged and perhaps mirrored, and how much of each of its pixels it fills, 0 to 1."""
    x0, y0, x1, y1 = truth.bounds(mask) or (0, 0, 1, 1)
    inside = cv2.erode(np.pad(mask[y0:y1, x0:x1].astype(np.uint8), 2), np.ones((3, 3)))
    part = np.asarray(cv2.GaussianBlur(inside.astype(np.float32), (3, 3), 0))
    cut = np.pad(picture[y0:y1, x0:x1], ((2, 2), (2, 2), (0, 0)), mode="edge")
    if rng.random() < 0.5:
        cut, part = cut[:, ::-1], part[:, ::-1]
    return _resized(cut, scale), _resized(part, scale)


def _resized(one: np.ndarray, scale: float) -> np.ndarray:
    return np.asarray(cv2.resize(np.ascontiguousarray(one), None, fx=scale, fy=scale, interpolation=cv2.INTER_LINEAR))


def _placed(
    mask: np.ndarray, box: np.ndarray, frame: tuple[int, ...], rng: np.random.Generator
) -> tuple[Window, Window] | None:
    """Where in the picture, and what part of the copy: beside the middle of the box, rather below than above."""
    height, width = mask.shape
    reach = (box[2:] - box[:2] + [width, height]) / 2
    middle = (box[:2] + box[2:]) / 2 + rng.uniform((-0.9, -0.3), (0.9, 0.9)) * reach
    left, top = (int(v) for v in middle - [width / 2, height / 2])
    x0, y0, x1, y1 = max(left, 0), max(top, 0), min(left + width, frame[1]), min(top + height, frame[0])
    if x1 - x0 < 4 or y1 - y0 < 4:
        return None
    return (slice(y0, y1), slice(x0, x1)), (slice(y0 - top, y1 - top), slice(x0 - left, x1 - left))


def _tell(sample: Sample, visible: np.ndarray, hidden: np.ndarray, front: int) -> None:
    """The truth after covering: smaller boxes and visible shares, and the copy as one more object."""
    for i, mask in enumerate(visible):
        left = mask & ~hidden
        if left.sum() == mask.sum():
            continue
        sample.visibility[i] *= left.sum() / mask.sum()
        sample.wanted[i] &= left.sum() >= FAINTEST_PIXELS and sample.visibility[i] >= FAINTEST_SHARE
        sample.box[i] = truth.bounds(left) or sample.box[i]
    sample.box = np.vstack([sample.box, np.asarray(truth.bounds(hidden), np.float32)])
    sample.wanted = np.append(sample.wanted, False)
    sample.labels = {name: np.append(values, values[front]) for name, values in sample.labels.items()}
    for name in ("center", "scale", "visibility"):
        values = getattr(sample, name)
        setattr(sample, name, np.concatenate([values, values[front : front + 1]]))
