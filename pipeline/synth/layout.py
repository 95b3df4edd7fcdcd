"""Where objects stand and what they are, by the placement rules of CLEVR."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from pipeline.synth import look
from pipeline.synth.look import Style
from pipeline.synth.scene import RADII, VALUES, Thing

HALF_SIDE = 3.0
GAP, DIRECTION_GAP = 0.25, 0.4
ATTEMPTS = 60


def random_thing(style: Style, rng: np.random.Generator, **fixed: str) -> Thing:
    """An object with random attributes, those in ``fixed`` given, not yet placed."""
    chosen = {name: fixed.get(name) or str(rng.choice(values)) for name, values in VALUES.items()}
    return Thing(
        size=chosen["size"],
        color=chosen["color"],
        material=chosen["material"],
        shape=chosen["shape"],
        x=0.0,
        y=0.0,
        turn=float(rng.uniform(0, 2 * np.pi)),
        rgb=look.surface_color(chosen["color"], style, rng),
        roughness=look.roughness(chosen["material"], style.spread, rng),
        bevel=look.bevel(chosen["shape"], style.spread, rng),
        soft=bool(rng.random() > 0.4 * style.spread),
    )


def repaint(thing: Thing, style: Style, rng: np.random.Generator, **changed: str) -> Thing:
    """The same object in the same place with other attributes, and the surface that goes with them."""
    surface: dict[str, Any] = dict(changed)
    if "color" in changed:
        surface["rgb"] = look.surface_color(changed["color"], style, rng)
    if "material" in changed:
        surface["roughness"] = look.roughness(changed["material"], style.spread, rng)
    return replace(thing, **surface)


def place(thing: Thing, others: list[Thing], crowded: bool, rng: np.random.Generator) -> Thing | None:
    """The object at a free random spot, or None if none was found.  ``crowded`` drops the gap along directions."""
    for _ in range(ATTEMPTS):
        x, y = (float(v) for v in rng.uniform(-HALF_SIDE, HALF_SIDE, 2))
        if all(_apart(x, y, thing, other, crowded) for other in others):
            return replace(thing, x=x, y=y)
    return None


def random_things(count: int, style: Style, crowded: bool, rng: np.random.Generator) -> list[Thing]:
    """``count`` placed objects; some scenes repeat an object so that identical twins occur."""
    while True:
        things: list[Thing] = []
        for _ in range(count):
            twin = things[int(rng.integers(len(things)))] if things and rng.random() < 0.08 else None
            fresh = random_thing(style, rng, **(twin.attributes if twin else {}))
            placed = place(fresh, things, crowded, rng)
            if placed is None:
                break
            things.append(placed)
        else:
            return things


def _apart(x: float, y: float, thing: Thing, other: Thing, crowded: bool) -> bool:
    dx, dy = x - other.x, y - other.y
    if np.hypot(dx, dy) < RADII[thing.size] + RADII[other.size] + (0.05 if crowded else GAP):
        return False
    # The four directions of CLEVR's camera, which looks along (-1, 1) on the ground.
    return crowded or min(abs(dx + dy), abs(dx - dy)) / np.sqrt(2) > DIRECTION_GAP
