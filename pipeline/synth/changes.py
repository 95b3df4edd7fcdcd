"""Changes applied to the objects of a scene."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from pipeline.synth.layout import place, random_thing, repaint
from pipeline.synth.look import Style
from pipeline.synth.scene import VALUES, Step, Thing

SHORTEST_MOVE = 0.8
"""World units; a shorter move cannot be told from the registration's error by eye."""


def apply(
    before: tuple[Thing, ...], kinds: list[str], style: Style, rng: np.random.Generator
) -> tuple[tuple[Thing, ...], list[Step]] | None:
    """Apply one change of each kind to different objects.

    Returns the objects after and the steps, or None if there was no room or were too few objects.
    """
    survivors: list[Thing | None] = list(before)
    added: list[Thing] = []
    touched: list[tuple[str, int | None]] = []
    free = [int(i) for i in rng.permutation(len(before))]
    for kind in kinds:
        standing = [thing for thing in survivors if thing is not None] + added
        if kind == "add":
            fresh = place(random_thing(style, rng), [*standing, *before], False, rng)
            if fresh is None:
                return None
            added.append(fresh)
            touched.append((kind, None))
            continue
        if not free:
            return None
        index = free.pop()
        changed = _changed(before[index], kind, [t for t in standing if t is not survivors[index]], style, rng)
        if changed is None and kind != "drop":
            return None
        survivors[index] = changed
        touched.append((kind, index))
    return _renumber(survivors, added, touched)


def _changed(thing: Thing, kind: str, others: list[Thing], style: Style, rng: np.random.Generator) -> Thing | None:
    if kind in ("color", "material"):
        values = [value for value in VALUES[kind] if value != getattr(thing, kind)]
        return repaint(thing, style, rng, **{kind: str(rng.choice(values))})
    if kind == "move":
        spot = place(thing, others, False, rng)
        far = spot is not None and np.hypot(spot.x - thing.x, spot.y - thing.y) >= SHORTEST_MOVE
        return replace(spot, turn=thing.turn) if spot is not None and far else None
    if kind == "replace":
        return _replacement(thing, others, style, rng)
    return None


def _replacement(thing: Thing, others: list[Thing], style: Style, rng: np.random.Generator) -> Thing | None:
    fresh = random_thing(style, rng)
    differing = {name for name in VALUES if getattr(fresh, name) != getattr(thing, name)}
    grows = fresh.size == "large" and thing.size == "small"
    crushed = grows and any(np.hypot(o.x - thing.x, o.y - thing.y) < o.radius + 0.75 for o in others)
    if not differing or differing in ({"color"}, {"material"}) or crushed:
        return None
    return replace(fresh, x=thing.x, y=thing.y)


def _renumber(
    survivors: list[Thing | None], added: list[Thing], touched: list[tuple[str, int | None]]
) -> tuple[tuple[Thing, ...], list[Step]]:
    after = [thing for thing in survivors if thing is not None]
    where = {i: n for n, i in enumerate(i for i, thing in enumerate(survivors) if thing is not None)}
    newcomers = iter(range(len(after), len(after) + len(added)))
    steps = [
        Step(kind, index, next(newcomers) if kind == "add" else where.get(-1 if index is None else index))
        for kind, index in touched
    ]
    return (*after, *added), steps
