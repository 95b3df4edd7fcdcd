"""The plain words of a fact: colour, size, place, landmark, direction."""

from __future__ import annotations

import numpy as np

from detectors.color_terms import color_scores
from pipeline.core.boxes import area, intersection
from pipeline.diff.pixels.pair import Pair, rounded
from pipeline.diff.pixels.things import Thing
from pipeline.register.shared_view import SharedView

PLACES = (
    ("at the upper left", "at the top", "at the upper right"),
    ("on the left", "in the middle", "on the right"),
    ("at the lower left", "at the bottom", "at the lower right"),
)
LEAST_COLOR = 0.45
"""Share of the pixels that one colour term must name."""

SURE = 0.5
"""Score of a detection that may serve as a landmark or a yardstick."""

NO_LANDMARKS = frozenset(["person", "sports ball", "frisbee", "kite", "baseball glove", "tie", "bird"])
"""What moves about or is worn; nothing is described by standing next to it."""


def attributes(pair: Pair, thing: Thing) -> dict[str, str]:
    """All words that describe a thing; what is unknown or would not help is left out."""
    place = place_of(pair.view, thing.box, thing.picture)
    return {**color_of(pair, thing), **size_of(pair, thing), **place, **near(pair, thing)}


def phrase(pair: Pair, thing: Thing) -> str:
    """The label with its colour, where that is known; a person's is that of the clothes."""
    color = color_of(pair, thing).get("color")
    if color is None:
        return thing.label
    return f"{thing.label} in {color}" if thing.label == "person" else f"{color} {thing.label}"


def middle(box: np.ndarray) -> np.ndarray:
    """Centre ``x, y`` of a box."""
    return (np.asarray(box)[:2] + np.asarray(box)[2:]) / 2


def place_of(view: SharedView, box: np.ndarray, picture: str) -> dict[str, str]:
    """Where in its own picture a box of the shared view is, in thirds."""
    height, width = (view.before if picture == "before" else view.after).shape[:2]
    x, y = middle(view.from_view(box, picture)[0]) / (width, height)
    return {"place": PLACES[min(2, int(3 * max(y, 0)))][min(2, int(3 * max(x, 0)))]}


def color_of(pair: Pair, thing: Thing) -> dict[str, str]:
    """The colour term of an object, where one clearly leads; of a person, that of the clothes on the upper body.

    The pixels that differ from the other picture are the object's own, and weigh by how much they differ.  Where one
    picture is in black and white, colours are not spoken of.
    """
    if pair.view.colorless:
        return {}
    x0, y0, x1, y1 = rounded(thing.box, pair.sight.mask.shape)
    part = pair.shown(thing.picture, (slice(y0, y1), slice(x0, x1)))
    weights = np.minimum(pair.sight.change.strength[y0:y1, x0:x1] / 4, 1.0)
    if thing.mask.shape == weights.shape:
        weights = weights * thing.mask
    if thing.label == "person":
        top, bottom = round(0.15 * len(part)), max(round(0.5 * len(part)), 1)
        part, weights = part[top:bottom], weights[top:bottom]
    if weights.sum() < 8:
        return {}
    scores = color_scores(part.reshape(-1, 3), weights.ravel())
    best = max(scores, key=lambda name: scores[name])
    return {"color": best} if scores[best] >= LEAST_COLOR else {}


def size_of(pair: Pair, thing: Thing, ratio: float = 2.0) -> dict[str, str]:
    """Small or large, where all others of its kind are clearly larger or smaller."""
    others = [
        one.box
        for one in pair.known[thing.picture]
        if one.label == thing.label
        and one.score >= SURE
        and intersection(one.box, thing.box)[0, 0] < 0.5 * area(thing.box)[0]
    ]
    if not others:
        return {}
    sizes = area(np.array(others))
    if (sizes > ratio * area(thing.box)[0]).all():
        return {"size": "small"}
    return {"size": "large"} if (ratio * sizes < area(thing.box)[0]).all() else {}


def near(pair: Pair, thing: Thing) -> dict[str, str]:
    """The label of a sure, unchanged object of another kind next to the thing, where there is one."""
    best, label = 0.75 * float((thing.box[2:] - thing.box[:2]).max()), None
    for one in pair.known[thing.picture]:
        if one.label in (thing.label, *NO_LANDMARKS) or one.score < SURE:
            continue
        x0, y0, x1, y1 = rounded(one.box, pair.sight.mask.shape)
        if pair.sight.mask[y0:y1, x0:x1].mean() > 0.3 or area(one.box)[0] > 0.4 * pair.sight.mask.size:
            continue
        gap = float(np.hypot(*np.maximum(np.maximum(thing.box[:2] - one.box[2:], one.box[:2] - thing.box[2:]), 0)))
        if gap < best:
            best, label = gap, one.label
    return {} if label is None else {"near": label}


def direction(start: np.ndarray, end: np.ndarray) -> dict[str, str]:
    """Where a moved thing went: away or closer where its size says so, else left, right, up or down."""
    grown = float(np.sqrt(area(end)[0] / max(area(start)[0], 1.0)))
    across, down = middle(end) - middle(start)
    if max(grown, 1 / grown) > 1.5 and max(abs(across), abs(down)) < 2 * np.sqrt(area(start)[0]):
        return {"direction": "closer" if grown > 1 else "away"}
    if abs(across) >= abs(down):
        return {"direction": "right" if across > 0 else "left"}
    return {"direction": "down" if down > 0 else "up"}
