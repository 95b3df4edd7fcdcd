"""A corpus of sentences about photographs: facts are drawn, and each is said as often as its wording is natural."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from random import Random

import numpy as np

from language.morphology import plural
from language.photo.templates import PhotoTemplateGenerator
from language.photo.words import COLORS, MOVED_TO
from pipeline.core.kinds import ADD, COUNT, DROP, MOVE, REPLACE, SCENE
from pipeline.core.labels import PERSON, UNNAMED
from pipeline.core.places import Place
from pipeline.core.types import Analysis, Change, Named, ObjectGraph, SceneObject

COLOR, STATE, NONE = "color", "state", "none"

KINDS = ((ADD, 5), (DROP, 5), (MOVE, 5), (COLOR, 2), (COUNT, 1), (REPLACE, 1), (NONE, 1), (STATE, 0.5), (SCENE, 0.2))
"""Kinds of change, with how often each is told of."""

SWITCHES = ("tv", "laptop", "cell phone")
"""What goes on and off."""

APPROACH = 0.3
"""Share of things that moved whose way is told by a landmark."""

PEOPLE, NAMELESS = 0.35, 0.1
"""Shares of people and of things without a name among the things that change."""

SHARED = 0.15
"""Share of the things that come, go or move with others of their kind."""

_SIDE = 300


def corpus(sentences: int, labels: Sequence[str], seed: int = 0) -> Iterator[str]:
    """So many sentences about things of the ``labels``; the same arguments give the same ones."""
    rng = Random(seed)
    generator = PhotoTemplateGenerator(limit=1000)
    for _ in range(sentences):
        analysis = _analysis(labels, rng)
        candidates = generator.together(analysis) or generator.generate(analysis)
        weights = [10 ** candidate.features["prior"] for candidate in candidates]
        yield rng.choices(candidates, weights)[0].text


def _analysis(labels: Sequence[str], rng: Random) -> Analysis:
    (kind,) = rng.choices([kind for kind, _ in KINDS], [weight for _, weight in KINDS])
    if kind in (NONE, SCENE):
        nothing = ObjectGraph.of([], _SIDE, _SIDE)
        return Analysis(nothing, nothing, (Change(SCENE, SCENE, {}, 1.0),) if kind == SCENE else ())
    if kind == STATE:
        return _switched([label for label in labels if label in SWITCHES] or labels, rng)
    label = rng.choices((PERSON, UNNAMED, rng.choice(labels)), (PEOPLE, NAMELESS, 1 - PEOPLE - NAMELESS))[0]
    others = [_thing(rng.choice((label, *labels)), rng) for _ in range(rng.randint(0, 3))]
    thing = _thing(label, rng)
    objects = [thing, *others]
    graph = ObjectGraph.of(objects, _SIDE, _SIDE)
    before, after = (None if kind == ADD else 0), (None if kind == DROP else 0)
    bare = Change(kind, label, {}, 0.9, before, after, box_before=thing.box, box_after=thing.box)
    change = _with_values(_on_its_way(_known(bare, others, rng), others, rng), labels, rng)
    if kind in (ADD, DROP, MOVE) and rng.random() < SHARED:
        return Analysis(graph, graph, (change, _another(change, rng)))
    return Analysis(graph, graph, (change,))


def _switched(labels: Sequence[str], rng: Random) -> Analysis:
    """A screen that went on or off."""
    thing = _thing(rng.choice(labels), rng)
    graph = ObjectGraph.of([thing], _SIDE, _SIDE)
    old, new = rng.choice((("on", "off"), ("off", "on")))
    place = rng.choice(tuple(Place)) if rng.random() < 0.5 else None
    change = Change(STATE, thing.label, {}, 0.9, 0, 0, old, new, thing.box, thing.box, place=place)
    return Analysis(graph, graph, (change,))


def _another(change: Change, rng: Random) -> Change:
    """What became of some more of the kind, near by or elsewhere."""
    place = change.place if rng.random() < 0.7 else rng.choice(tuple(Place))
    return replace(change, node_before=None, node_after=None, place=place, count=rng.randint(1, 4))


def _known(change: Change, others: Sequence[SceneObject], rng: Random) -> Change:
    """The change with what is known of the thing: now more, now less."""
    kind = change.kind
    color = rng.choice(COLORS) if kind == COLOR or rng.random() < 0.5 else None
    size = rng.choice(("small", "large")) if rng.random() < 0.3 else None
    return replace(
        change,
        attributes={name: value for name, value in (("color", color), ("size", size)) if value},
        place=rng.choice(tuple(Place)) if rng.random() < 0.8 else None,
        near=_landmark(others, rng) if rng.random() < 0.4 else None,
        count=rng.randint(2, 6) if kind in (ADD, DROP, MOVE) and rng.random() < 0.2 else 1,
        direction=rng.choice(list(MOVED_TO)) if kind == MOVE and rng.random() < 0.7 else None,
    )


def _on_its_way(change: Change, others: Sequence[SceneObject], rng: Random) -> Change:
    """The change with the landmark that a moved thing came closer to, or left."""
    if change.kind != MOVE or rng.random() >= APPROACH:
        return change
    landmark = _landmark(others, rng)
    return replace(change, towards=landmark) if rng.random() < 0.5 else replace(change, away_from=landmark)


def _landmark(others: Sequence[SceneObject], rng: Random) -> str | None:
    """The label of one of the others, now and then in the plural."""
    if not others:
        return None
    label = rng.choice(others).label
    return plural(label) if rng.random() < 0.3 else label


def _with_values(change: Change, labels: Sequence[str], rng: Random) -> Change:
    """The change with what was and what is."""
    if change.kind == COLOR:
        old = change.attributes["color"]
        return replace(change, old=old, new=rng.choice([color for color in COLORS if color != old]))
    if change.kind == COUNT:
        before, after = rng.sample(range(6), 2)
        return replace(change, group=(before, after))
    return replace(change, newcomer=Named(rng.choice(labels), {})) if change.kind == REPLACE else change


def _thing(label: str, rng: Random) -> SceneObject:
    x, y = rng.randrange(_SIDE - 30), rng.randrange(_SIDE - 30)
    attributes = {"color": rng.choice(COLORS)} if rng.random() < 0.5 else {}
    return SceneObject(np.array([x, y, x + 30, y + 30], float), label, 0.9, attributes)
