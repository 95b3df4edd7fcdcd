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
MISSED = ((0.04, 0.95), (0.2, 0.22), (0.4, 0.02), (1.01, 0.001))
"""Share of objects that the detector misses, up to each visible share: of 91 from 0.05 to 0.2 it missed 20."""
MISREAD = ((0.2, 0.035), (1.01, 0.002))
"""Share of objects of which an attribute is misread: 3 of 86 up to a visible share of 0.2, hardly any above."""
DOUBTFUL = 0.02
"""Share of objects whose material is in doubt."""
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
    for place, things in enumerate((before, after)):
        table, true = _seen(things, views, place, drift if registered else None, noise)
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
    noise: np.random.Generator,
) -> tuple[np.ndarray, np.ndarray]:
    """Tokens of what the detector finds in one picture, in any order, and what these objects truly look like."""
    camera = views[side]
    places = _places(things, camera, np.zeros((len(things), 2)))
    visible = _visible_shares(places, [thing.attributes["shape"] for thing in things], camera)
    found = noise.random(len(things)) >= [_share(MISSED, one) for one in visible]
    scores = np.where(visible < 0.3, noise.uniform(0.7, 1.0, len(things)), noise.uniform(0.98, 1.0, len(things)))
    readings = np.array([_readings(thing, one, noise) for thing, one in zip(things, visible, strict=True)])
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


def _readings(thing: GroundObject, visible: float, noise: np.random.Generator) -> np.ndarray:
    """The probability of every value of every attribute."""
    wrong = noise.random() < _share(MISREAD, visible)
    misread = noise.choice(["material", "material", *ATTRIBUTE_VALUES]) if wrong else ""
    parts = []
    for name, values in ATTRIBUTE_VALUES.items():
        true = values.index(thing.attributes[name])
        if name == misread:
            true = int(noise.choice([place for place in range(len(values)) if place != true]))
        doubt = 10 ** noise.uniform(-5, -2)
        if name == misread or (name == "material" and noise.random() < DOUBTFUL):
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
