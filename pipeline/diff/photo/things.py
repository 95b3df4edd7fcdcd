"""Detected objects whose pixels changed, and how they look."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from detectors.boxes import area, intersection, iou
from pipeline.diff.photo.regions import likeness, outline_side
from pipeline.diff.photo.sight import Sight
from pipeline.register.shared_view import SharedView
from pipeline.types import ObjectGraph, SceneObject


@dataclass(frozen=True, eq=False)
class Thing:
    """One object of one picture, in the pixels of the shared view.

    ``share`` is the share of its box that changed, ``fit`` how well the changed pixels fill the box and stay in it, and
    ``mask`` (of the box, rounded) its foreground: the changed pixels.  ``node`` is None for what is no node.
    """

    picture: str
    label: str
    score: float
    box: np.ndarray
    mask: np.ndarray
    share: float
    fit: float
    look: np.ndarray
    side: float = 0.0
    node: int | None = None
    found: SceneObject | None = None
    attributes: dict[str, str] = field(default_factory=dict)

    @property
    def worth(self) -> float:
        """How good an explanation of the change it is: 0 to 1."""
        sign = 1.0 if self.picture == "after" else -1.0
        return self.score**0.5 * self.fit / (1 + float(np.exp(-2 * sign * self.side - 1)))


def detections(graph: ObjectGraph, view: SharedView, picture: str) -> list[tuple[int | None, SceneObject, np.ndarray]]:
    """Nodes and faint detections of a picture with their boxes in the shared view, cut off at its frame."""
    found: list[tuple[int | None, SceneObject]] = [(node, graph.nodes[node]["object"]) for node in graph.nodes]
    found += [(None, one) for one in graph.faint]
    if not found:
        return []
    height, width = view.shape
    boxes = view.to_view(np.array([one.box for _, one in found]), picture)
    boxes = np.clip(np.nan_to_num(boxes, nan=-1.0), 0, [width, height, width, height])
    kept = [i for i, box in enumerate(boxes) if (box[2:] - box[:2] >= 3).all()]
    return [(found[i][0], found[i][1], boxes[i]) for i in kept]


def changed_thing(picture: str, node: int | None, found: SceneObject, box: np.ndarray, sight: Sight) -> Thing:
    """The object with what the changed pixels say of it."""
    x0, y0, x1, y1 = whole = rounded(box, sight.mask.shape)
    mask = sight.mask[y0:y1, x0:x1]
    share = float(mask.mean()) if mask.size else 0.0
    return Thing(
        picture,
        found.label,
        found.score,
        box,
        mask,
        share,
        _fit(box, mask, whole, sight),
        appearance(sight, picture, np.array(whole, float), mask),
        outline_side(sight.change, np.array(whole, float), mask) if mask.any() else 0.0,
        node,
        found,
    )


def rounded(box: np.ndarray, shape: tuple[int, ...]) -> tuple[int, int, int, int]:
    """The box in whole pixels, at least one wide and high, inside a picture of the shape."""
    x0, y0 = int(np.clip(np.floor(box[0]), 0, shape[1] - 1)), int(np.clip(np.floor(box[1]), 0, shape[0] - 1))
    return x0, y0, int(np.clip(np.ceil(box[2]), x0 + 1, shape[1])), int(np.clip(np.ceil(box[3]), y0 + 1, shape[0]))


def appearance(sight: Sight, picture: str, box: np.ndarray, mask: np.ndarray) -> np.ndarray:
    """Mean and spread of CIE Lab in the upper and in the lower half of the foreground, shape ``(12,)``."""
    image = sight.change.before if picture == "before" else sight.change.after
    x0, y0, x1, y1 = box.astype(int)
    part = image[y0:y1, x0:x1]
    use = mask if mask.any() else np.ones(part.shape[:2], bool)
    rows = np.flatnonzero(use.any(1))
    middle = (rows[0] + rows[-1] + 1) // 2
    halves = []
    for half in (slice(0, max(middle, 1)), slice(middle, None)):
        pixels = part[half][use[half]]
        pixels = pixels if len(pixels) else part[use]
        halves += [pixels.mean(0), pixels.std(0)]
    return np.concatenate(halves)


def correlation(sight: Sight, thing: Thing) -> float:
    """Whether the brightness in the thing's place has the same structure in both pictures, -1 to 1."""
    x0, y0, x1, y1 = rounded(thing.box, sight.mask.shape)
    return likeness(sight.change, np.array([x0, y0, x1, y1], float), np.ones((y1 - y0, x1 - x0), bool))


def counterpart(
    thing: Thing, others: list[tuple[int | None, SceneObject, np.ndarray]], overlap: float, ratio: float
) -> tuple[int | None, SceneObject, np.ndarray] | None:
    """The detection of the same kind in the same place of the other picture, unless it is much fainter."""
    alike = [one for one in others if one[1].label == thing.label and one[1].score >= ratio * thing.score]
    if not alike:
        return None
    overlaps = iou(thing.box, np.array([box for _, _, box in alike]))[0]
    best = int(overlaps.argmax())
    return alike[best] if overlaps[best] >= overlap else None


def _fit(box: np.ndarray, mask: np.ndarray, whole: tuple[int, int, int, int], sight: Sight) -> float:
    """How far the changed pixels reach across the box, times the share of their regions that lies in it."""
    if not mask.any():
        return 0.0
    rows, columns = np.flatnonzero(mask.any(1)), np.flatnonzero(mask.any(0))
    extent = (rows[-1] - rows[0] + 1) * (columns[-1] - columns[0] + 1) / mask.size
    touching = [region for region in sight.regions if intersection(region.box, box)[0, 0] > 0]
    inside = sum(_inside(region, whole) for region in touching if _inside(region, whole) > 0.1 * region.area)
    total = sum(region.area for region in touching if _inside(region, whole) > 0.1 * region.area)
    return float(extent * min(1.0, mask.mean() / 0.4) ** 0.5 * (0.3 + 0.7 * inside / max(total, 1)))


def _inside(region, whole: tuple[int, int, int, int]) -> int:
    x0, y0, x1, y1 = whole
    left, top = region.box[:2].astype(int)
    return int(region.mask[max(0, y0 - top) : max(0, y1 - top), max(0, x0 - left) : max(0, x1 - left)].sum())


def best_things(things: list[Thing], overlap: float = 0.45) -> list[Thing]:
    """Things that explain the change best; of two in one place only the better one stays."""
    kept: list[Thing] = []
    for thing in sorted(things, key=lambda one: -one.worth):
        boxes = np.array([one.box for one in kept]).reshape(-1, 4)
        shared = intersection(thing.box, boxes)[0] if len(boxes) else np.zeros(0)
        smaller = np.minimum(area(thing.box)[0], area(boxes)) if len(boxes) else np.ones(0)
        if not (iou(thing.box, boxes)[0] > overlap).any() and not (shared / np.maximum(smaller, 1) > 0.75).any():
            kept.append(thing)
    return kept
