"""The plain words of a fact: colour, size, place, landmark, direction."""

from __future__ import annotations

import numpy as np

from detectors.boxes import area, intersection
from detectors.color_terms import color_scores
from pipeline.diff.photo.sight import Sight
from pipeline.diff.photo.things import Thing, rounded
from pipeline.register.shared_view import SharedView
from pipeline.types import SceneObject

PLACES = (
    ("at the upper left", "at the top", "at the upper right"),
    ("on the left", "in the middle", "on the right"),
    ("at the lower left", "at the bottom", "at the lower right"),
)
LEAST_COLOR = 0.45
LANDMARK_SCORE = 0.5

Known = list[tuple[int | None, SceneObject, np.ndarray]]


def middle(box: np.ndarray) -> np.ndarray:
    """Centre ``x, y`` of a box."""
    return (np.asarray(box)[:2] + np.asarray(box)[2:]) / 2


def place_of(view: SharedView, box: np.ndarray, picture: str) -> dict[str, str]:
    """Where in its own picture a box of the shared view is, in thirds."""
    height, width = (view.before if picture == "before" else view.after).shape[:2]
    x, y = middle(view.from_view(box, picture)[0]) / (width, height)
    return {"place": PLACES[min(2, int(3 * max(y, 0)))][min(2, int(3 * max(x, 0)))]}


def color_of(pixels: np.ndarray) -> dict[str, str]:
    """The colour term of an object, where one clearly leads."""
    scores = color_scores(pixels)
    best = max(scores, key=lambda name: scores[name])
    return {"color": best} if scores[best] >= LEAST_COLOR else {}


def size_of(thing: Thing, known: Known, ratio: float = 2.0) -> dict[str, str]:
    """Small or large, where all others of its kind are clearly larger or smaller."""
    others = [box for _, found, box in known if found.label == thing.label and found.score >= LANDMARK_SCORE]
    others = [box for box in others if intersection(box, thing.box)[0, 0] < 0.5 * area(thing.box)[0]]
    if not others:
        return {}
    sizes = area(np.array(others))
    if (sizes > ratio * area(thing.box)[0]).all():
        return {"size": "small"}
    return {"size": "large"} if (ratio * sizes < area(thing.box)[0]).all() else {}


def near(thing: Thing, known: Known, sight: Sight) -> dict[str, str]:
    """The label of a sure, unchanged object of another kind next to the thing, where there is one."""
    reach = 0.75 * float((thing.box[2:] - thing.box[:2]).max())
    best, label = np.inf, None
    for _, found, box in known:
        if found.label == thing.label or found.score < LANDMARK_SCORE:
            continue
        x0, y0, x1, y1 = rounded(box, sight.mask.shape)
        if sight.mask[y0:y1, x0:x1].mean() > 0.3 or area(box)[0] > 0.4 * sight.mask.size:
            continue
        gap = float(np.hypot(*np.maximum(np.maximum(thing.box[:2] - box[2:], box[:2] - thing.box[2:]), 0)))
        if gap < min(best, reach):
            best, label = gap, found.label
    return {} if label is None else {"near": label}


def direction(view: SharedView, start: np.ndarray, end: np.ndarray) -> dict[str, str]:
    """Where a moved thing went: away or closer where its size says so, else left, right, up or down."""
    grown = np.sqrt(area(end)[0] / max(area(start)[0], 1.0))
    across, down = middle(end) - middle(start)
    side = np.sqrt(area(start)[0])
    if max(grown, 1 / grown) > 1.5 and max(abs(across), abs(down)) < 2 * side:
        return {"direction": "closer" if grown > 1 else "away"}
    if abs(across) >= abs(down):
        return {"direction": "right" if across > 0 else "left"}
    return {"direction": "down" if down > 0 else "up"}
