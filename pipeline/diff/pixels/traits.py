"""What is known of a changed thing: its colour, size and place, and where it went."""

from __future__ import annotations

import numpy as np

from detectors.sure_color import sure_color
from detectors.worn import TRUNK, worn_weights
from pipeline.core.boxes import area, intersection
from pipeline.core.labels import CLOTHED
from pipeline.core.places import Direction, Place
from pipeline.diff.pixels.aligned_pair import AlignedPair, rounded
from pipeline.diff.pixels.judgement import Describing
from pipeline.diff.pixels.things import ChangedThing
from pipeline.register.shared_view import SharedView


def middle(box: np.ndarray) -> np.ndarray:
    """Centre ``x, y`` of a box."""
    return (np.asarray(box)[:2] + np.asarray(box)[2:]) / 2


def place_of(view: SharedView, box: np.ndarray, picture: str) -> Place:
    """Where in its own picture a box of the shared view is."""
    height, width = (view.before if picture == "before" else view.after).shape[:2]
    return Place.of(view.from_view(box, picture)[0], (width, height))


def color_of(pair: AlignedPair, thing: ChangedThing) -> str | None:
    """The colour term of an object, where one clearly leads; of a person, that of the clothes on the upper body.

    The pixels that differ from the other picture are the object's own, and weigh by how much they differ.  Where one
    picture is in black and white, colours are not spoken of.
    """
    if pair.view.colorless:
        return None
    judgement = pair.judgement
    x0, y0, x1, y1 = rounded(thing.box, pair.sight.mask.shape)
    part = pair.rendered(thing.picture, (slice(y0, y1), slice(x0, x1)))
    weights = np.minimum(pair.sight.change.strength[y0:y1, x0:x1] / judgement.own_evidence, 1.0)
    if thing.mask.shape == weights.shape:
        weights = weights * thing.mask
    if thing.label in CLOTHED:
        top = round(judgement.clothes_top * len(part))
        bottom = max(round(judgement.clothes_bottom * len(part)), 1)
        left, right = round(TRUNK[0] * part.shape[1]), max(round(TRUNK[1] * part.shape[1]), 1)
        part, weights = part[top:bottom, left:right], weights[top:bottom, left:right]
    if weights.sum() < judgement.least_colored:
        return None
    lights, weights = pair.light[thing.picture].seen(part), weights.ravel()
    if thing.label not in CLOTHED:
        return sure_color(lights, weights, judgement.least_color, thing.label)
    color = sure_color(lights, worn_weights(lights[0], weights), judgement.least_color, thing.label)
    return None if color == "black" and weights.mean() < judgement.least_seen else color


def size_of(pair: AlignedPair, thing: ChangedThing) -> str | None:
    """Small or large, where all others of its kind are clearly larger or smaller."""
    judgement = pair.judgement
    others = [
        one.box
        for one in pair.known[thing.picture]
        if one.label == thing.label
        and one.score >= judgement.sure
        and intersection(one.box, thing.box)[0, 0] < judgement.same_thing * area(thing.box)[0]
    ]
    if not others:
        return None
    sizes, own = area(np.array(others)), area(thing.box)[0]
    if (sizes > judgement.size_ratio * own).all():
        return "small"
    return "large" if (judgement.size_ratio * sizes < own).all() else None


def direction_of(start: np.ndarray, end: np.ndarray, judgement: Describing) -> Direction:
    """Where a moved thing went: away or closer where its size says so, else left, right, up or down."""
    grown = float(np.sqrt(area(end)[0] / max(area(start)[0], 1.0)))
    across, down = middle(end) - middle(start)
    stayed = max(abs(across), abs(down)) < judgement.sideways * np.sqrt(area(start)[0])
    if max(grown, 1 / grown) > judgement.closer and stayed:
        return Direction.CLOSER if grown > 1 else Direction.AWAY
    if abs(across) >= abs(down):
        return Direction.RIGHT if across > 0 else Direction.LEFT
    return Direction.DOWN if down > 0 else Direction.UP
