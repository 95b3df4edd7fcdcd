"""Fictive pairs for the transformer: abstract scenes under two cameras, seen with the detector's measured noise.

Nothing is rendered and nothing detected: what the detector and the registrar would have said is drawn from how far they
were measured to be off on rendered pictures (`docs/results.md`, and the comments in the pack's ``config.toml``).
"""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from typing import Any

import numpy as np

from language.abstract_scenes import RADIUS, GroundObject, changed_pair
from language.lexicon import ATTRIBUTE_VALUES
from language.transformer.tokens import READINGS, Tokens, rows
from pipeline.synth import cameras
from pipeline.synth.scene import Camera

KINDS = ("color", "material", "add", "drop", "move", "replace", "none", "none", "none")
"""A third of the pairs changed nothing: an invented change is worse than a missed one."""
REACH, PANS = (1.0, 2.0), 0.12
"""How the second camera differs, as in pairs made by ``pipeline synth``."""
OUTLINES = {"sphere": (1.0, 1.0), "cube": (1.27, 1.36), "cylinder": (1.06, 1.31)}
"""Half width and half height in radii, from the usual height."""
MISSED = ((0.04, 1.0), (0.1, 0.5), (0.2, 0.15), (0.4, 0.09), (0.8, 0.005), (1.01, 0.001))
"""Share of objects that the detector misses, up to each visible share: 5 of 5 up to 0.04, then 6 of 12, 3 of 20, 8 of
92, 2 of 453, and none of 3,800 above, on 360 pairs of sketches (``pipeline synth --renderer sketch``)."""
MISREAD = {
    "material": ((0.2, 0.22), (0.4, 0.04), (0.8, 0.05), (1.01, 0.02)),
    "shape": ((0.2, 0.15), (0.4, 0.06), (0.6, 0.05), (1.01, 0.002)),
    "size": ((1.01, 0.0005),),
    "color": ((1.01, 0.0005),),
}
"""Share of objects whose attribute is misread, up to each visible share: on the same sketches 74 materials of the
3,800 that stand free, and 19 of 453 up to 0.8."""
DOUBTFUL = {"material": 0.025, "shape": 0.005}
"""Share of objects of which an attribute is read rightly, and in doubt."""
CLEAR = 0.2
"""How far these rates fall on pictures of the clearest renderer: Blender's materials are misread a fifth as often."""
GAP, GAP_SPREAD = 0.04, 0.7
"""World units by which an unmoved object's places in both pictures differ: 0.05 at the median, 0.19 at 95%, 0.44 at
99%; the half hidden ones most."""
UNREGISTERED = 0.05
"""Share of pairs whose motion is not known."""
PIXEL = 0.8 / 480
"""Of boxes, in shares of the width."""
MARGIN = 0.2


@dataclass(frozen=True, eq=False)
class Fictive:
    """The tokens of a pair as they would be seen, and its truth as a record of ``pairs.jsonl`` has it.

    ``classes`` bool ``(n, READINGS)`` are what the tokens' objects truly look like.
    """

    tokens: Tokens
    classes: np.ndarray
    record: dict[str, Any]


def fictive(kind: str, rng: Random, things: list[GroundObject] | None = None) -> Fictive:
    """A pair with one change of a kind, or none; of the ``things`` given, where they leave room for it."""
    noise = np.random.default_rng(rng.getrandbits(64))
    before, after, old, new = changed_pair(kind, rng, things)
    views = _cameras(noise)
    tables, classes = [], []
    registered = noise.random() >= UNREGISTERED
    drift = noise.normal(0, GAP / 2, 2)
    rate = noise.uniform(CLEAR, 1.0)
    for place, things in enumerate((before, after)):
        table, true = _seen(things, views, place, drift if registered else None, rate, noise)
        tables.append(table)
        classes.append(true)
    record: dict[str, Any] = {"kind": kind}
    for side, things, camera in zip(("before", "after"), (before, after), views, strict=True):
        record[f"objects_{side}"] = [thing.attributes for thing in things]
        record[f"relationships_{side}"] = _relations(things, camera)
    if kind != "none":
        record["change"] = {"index_before": old, "index_after": new}
    return Fictive(Tokens.between(*tables), np.concatenate(classes), record)


def _cameras(noise: np.random.Generator) -> tuple[Camera, Camera]:
    first = cameras.usual(noise)
    first = cameras.panned(first, noise) if noise.random() < PANS else first
    second = cameras.moved(first, noise.uniform(*REACH), noise)
    return first, cameras.panned(second, noise) if noise.random() < PANS else second


def _seen(
    things: list[GroundObject],
    views: tuple[Camera, Camera],
    side: int,
    drift: np.ndarray | None,
    rate: float,
    noise: np.random.Generator,
) -> tuple[np.ndarray, np.ndarray]:
    """Tokens of what the detector finds in one picture, in any order, and what these objects truly look like.

    ``rate`` is how often it misreads what it sees there, as a share of the measured rates.
    """
    camera = views[side]
    places = _places(things, camera, np.zeros((len(things), 2)))
    visible = _visible_shares(places, [thing.attributes["shape"] for thing in things], camera)
    found = noise.random(len(things)) >= [_share(MISSED, one) for one in visible]
    scores = np.where(visible < 0.3, noise.uniform(0.7, 1.0, len(things)), noise.uniform(0.98, 1.0, len(things)))
    readings = np.array([_readings(thing, one, rate, noise) for thing, one in zip(things, visible, strict=True)])
    own = _clipped(places, camera) + noise.normal(0, PIXEL, (len(things), 4)) * (1 + 5 * (1 - visible[:, None]))
    common = own
    if side:
        spread = GAP * np.exp(noise.normal(0, GAP_SPREAD, (len(things), 1))) * (1 + 3 * (1 - visible[:, None]))
        off = noise.normal(0, spread, (len(things), 2))
        there = _places(things, views[0], off if drift is None else off + drift)[:, :4]
        common = np.full_like(there, np.nan) if drift is None else there
    share = np.clip(visible + noise.normal(0, 0.05, len(things)), 0.01, 1)
    order = noise.permutation(np.flatnonzero(found))
    tokens = rows(
        readings.reshape(-1, READINGS)[order], np.stack([scores, share], axis=1)[order], own[order], common[order]
    )
    true = [
        [thing.attributes[name] == v for name, values in ATTRIBUTE_VALUES.items() for v in values] for thing in things
    ]
    return tokens, np.array(true, bool).reshape(-1, READINGS)[order]


def _places(things: list[GroundObject], camera: Camera, off: np.ndarray) -> np.ndarray:
    """Middle and sides of whole outlines as shares of the width, and the depth, ``(n, 5)``."""
    radii = np.array([RADIUS[thing.attributes["size"]] for thing in things])
    centers = np.array([[thing.x, thing.y, radius] for thing, radius in zip(things, radii, strict=True)]).reshape(-1, 3)
    u, v, depth = camera.project(centers + np.pad(off, ((0, 0), (0, 1)))).T
    depth = np.maximum(depth, 0.5)
    outline = np.array([OUTLINES[thing.attributes["shape"]] for thing in things]).reshape(-1, 2)
    sides = 2 * outline * (radii * camera.focal / depth)[:, None]
    return np.column_stack([u, v, sides, depth * camera.width]) / camera.width


def _clipped(places: np.ndarray, camera: Camera) -> np.ndarray:
    """The part of each outline's box that is in the picture, as middle and sides."""
    low = np.maximum(places[:, :2] - places[:, 2:4] / 2, 0)
    high = np.minimum(places[:, :2] + places[:, 2:4] / 2, [1, camera.height / camera.width])
    high = np.maximum(low, high)
    return np.concatenate([(low + high) / 2, high - low], axis=1)


GRID = np.stack(np.meshgrid(*[(np.arange(8) + 0.5) / 4 - 1] * 2), axis=-1).reshape(-1, 2)
GRID = GRID[(GRID**2).sum(axis=1) <= 1]


def _visible_shares(places: np.ndarray, shapes: list[str], camera: Camera) -> np.ndarray:
    """The share of each outline, taken as an ellipse, that is in the picture and behind no nearer one."""
    points = places[:, None, :2] + GRID * places[:, None, 2:4] / 2
    inside = ((points >= 0) & (points < [1, camera.height / camera.width])).all(axis=-1)
    away = (points[:, :, None] - places[None, None, :, :2]) / (places[None, None, :, 2:4] / 2)
    covered = ((away**2).sum(axis=-1) <= 1) & (places[None, None, :, 4] < places[:, None, None, 4])
    return (inside & ~covered.any(axis=-1)).mean(axis=1)


def _readings(thing: GroundObject, visible: float, rate: float, noise: np.random.Generator) -> np.ndarray:
    """The probability of every value of every attribute."""
    parts = []
    for name, values in ATTRIBUTE_VALUES.items():
        true = values.index(thing.attributes[name])
        doubt = 10 ** noise.uniform(-5, -2)
        if noise.random() < rate * _share(MISREAD[name], visible):
            true = int(noise.choice([place for place in range(len(values)) if place != true]))
            doubt = 0.5 * noise.random() ** 2
        elif noise.random() < rate * DOUBTFUL.get(name, 0):
            doubt = noise.uniform(0, 0.5)
        part = noise.dirichlet(np.full(len(values), 0.3)) * doubt
        part[true] += 1 - doubt
        parts.append(part)
    return np.concatenate(parts)


def _relations(things: list[GroundObject], camera: Camera) -> dict[str, list[list[int]]]:
    """``relations[R][i]`` lists the objects that stand R of object i, as ``pipeline synth`` writes it."""
    right, _, forward = camera.rotation[:, :2]
    spots = np.array([[thing.x, thing.y] for thing in things]).reshape(-1, 2)
    table = {}
    for name, way in (("behind", forward), ("front", -forward), ("left", -right), ("right", right)):
        reach = spots @ (way / np.linalg.norm(way))
        farther = reach[None] > reach[:, None] + MARGIN
        table[name] = [np.flatnonzero(row).tolist() for row in farther]
    return table


def _share(table: tuple[tuple[float, float], ...], visible: float) -> float:
    return next(share for up_to, share in table if visible < up_to)
