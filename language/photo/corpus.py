"""A corpus of sentences about photographs: facts are drawn, and each is said as often as its wording is natural."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from random import Random

import numpy as np

from language.photo.templates import PhotoTemplateGenerator
from language.photo.words import COLORS, GENERIC, MOVED_TO, PLACES
from pipeline.core.types import Analysis, Change, ObjectGraph, SceneObject

KINDS = (("add", 5), ("drop", 5), ("move", 5), ("color", 2), ("count", 1), ("replace", 1), ("none", 1), ("scene", 0.2))
"""Kinds of change, with how often each is told of."""

PERSON, UNNAMED = 0.35, 0.1
"""Shares of people and of things without a name among the things that change."""

_SIDE = 300


def corpus(sentences: int, labels: Sequence[str], seed: int = 0) -> Iterator[str]:
    """So many sentences about things of the ``labels``; the same arguments give the same ones."""
    rng = Random(seed)
    generator = PhotoTemplateGenerator(limit=1000)
    for _ in range(sentences):
        candidates = generator.generate(_analysis(labels, rng))
        weights = [10 ** candidate.features["prior"] for candidate in candidates]
        yield rng.choices(candidates, weights)[0].text


def _analysis(labels: Sequence[str], rng: Random) -> Analysis:
    (kind,) = rng.choices([kind for kind, _ in KINDS], [weight for _, weight in KINDS])
    if kind in ("none", "scene"):
        nothing = ObjectGraph.of([], _SIDE, _SIDE)
        return Analysis(nothing, nothing, (Change("scene", "scene", {}, 1.0),) if kind == "scene" else ())
    label = rng.choices(("person", GENERIC, rng.choice(labels)), (PERSON, UNNAMED, 1 - PERSON - UNNAMED))[0]
    others = [_thing(rng.choice((label, *labels)), rng) for _ in range(rng.randint(0, 3))]
    thing = _thing(label, rng)
    objects = [thing, *others]
    graph = ObjectGraph.of(objects, _SIDE, _SIDE)
    known = _known(kind, others, rng)
    old, new = _values(kind, known, labels, rng)
    before, after = (None if kind == "add" else 0), (None if kind == "drop" else 0)
    change = Change(kind, label, known, 0.9, before, after, old, new, thing.box, thing.box)
    return Analysis(graph, graph, (change,))


def _known(kind: str, others: Sequence[SceneObject], rng: Random) -> dict[str, str]:
    """What is known of the thing that changed: now more, now less."""
    known = {}
    if kind == "color" or rng.random() < 0.5:
        known["color"] = rng.choice(COLORS)
    if rng.random() < 0.3:
        known["size"] = rng.choice(("small", "large"))
    if rng.random() < 0.8:
        known["place"] = rng.choice(PLACES)
    if others and rng.random() < 0.4:
        known["near"] = rng.choice(others).label
    if kind in ("add", "drop", "move") and rng.random() < 0.2:
        known["count"] = str(rng.randint(2, 6))
    if kind == "move" and rng.random() < 0.7:
        known["direction"] = rng.choice(list(MOVED_TO))
    return known


def _values(kind: str, known: dict[str, str], labels: Sequence[str], rng: Random) -> tuple[str | None, str | None]:
    if kind == "color":
        return known["color"], rng.choice([color for color in COLORS if color != known["color"]])
    if kind == "count":
        old, new = rng.sample(range(6), 2)
        return str(old), str(new)
    return None, rng.choice(labels) if kind == "replace" else None


def _thing(label: str, rng: Random) -> SceneObject:
    x, y = rng.randrange(_SIDE - 30), rng.randrange(_SIDE - 30)
    attributes = {"color": rng.choice(COLORS)} if rng.random() < 0.5 else {}
    return SceneObject(np.array([x, y, x + 30, y + 30], float), label, 0.9, attributes)
