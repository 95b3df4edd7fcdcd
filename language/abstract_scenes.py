"""Abstract scenes: objects on the ground, never rendered, and pairs of them that differ by one change."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import hypot
from random import Random

from language.lexicon import ATTRIBUTE_VALUES
from language.scene_pair import ScenePair, TrueScene

KINDS = ("add", "drop", "move", "color", "material", "replace", "none")
ROOM = 3.0
RADIUS = {"large": 0.7, "small": 0.35}
GAP = 0.25
CLEARANCE = 0.4
LEAST_MOVE = 1.0
PLACING_ATTEMPTS = 30
DIRECTIONS = {"left": (-0.656, -0.755), "right": (0.656, 0.755), "front": (0.755, -0.656), "behind": (-0.755, 0.656)}
"""Unit vectors on the ground, as CLEVR's camera at (7.48, -6.51) sees it."""


@dataclass(frozen=True)
class GroundObject:
    """An object of an abstract scene: its attributes and where it stands on the ground, in world units."""

    attributes: dict[str, str]
    x: float
    y: float


def scene(rng: Random, count: int | None = None) -> list[GroundObject]:
    """Three to ten objects in reach of a camera, none touching or in line with another."""
    wanted = count or rng.randint(3, 10)
    things: list[GroundObject] = []  # begun again where an object finds no room
    while len(things) < wanted:
        thing = _place(things, rng)
        things = [] if thing is None else [*things, thing]
    return things


def repainted(things: list[GroundObject], rng: Random) -> list[GroundObject]:
    """Objects of the same sizes in the same places that look different; placing them anew takes longer."""
    return [replace(thing, attributes=_attributes(rng) | {"size": thing.attributes["size"]}) for thing in things]


def relations(things: list[GroundObject]) -> dict[str, list[list[int]]]:
    """``relations[R][i]`` lists the objects that stand ``R`` of object ``i``."""
    return {
        name: [[j for j, other in enumerate(things) if _along(thing, other, way) > 0] for thing in things]
        for name, way in DIRECTIONS.items()
    }


def changed_pair(
    kind: str, rng: Random, given: list[GroundObject] | None = None
) -> tuple[list[GroundObject], list[GroundObject], int | None, int | None]:
    """Two scenes that differ by one change of a kind, and the changed object's index in each.

    What is ``given`` is changed if there is room for it, else another scene.
    """
    before = given or scene(rng)
    node = rng.randrange(len(before))
    old = before[node]
    rest = [thing for thing in before if thing is not old]
    if kind == "none":
        return before, before, None, None
    if kind == "drop":
        return before, rest, node, None
    if kind == "add":
        return rest, before, None, node
    new = _altered(kind, old, rest, rng)
    if new is None:  # no room: another scene
        return changed_pair(kind, rng)
    after = [new if thing is old else thing for thing in before]
    return before, after, node, node


def scene_pair(kind: str, rng: Random) -> ScenePair:
    """The same as whoever writes captions takes it."""
    before, after, old, new = changed_pair(kind, rng)
    return ScenePair(_truth(before), _truth(after), kind, old, new)


def _truth(things: list[GroundObject]) -> TrueScene:
    return TrueScene([thing.attributes for thing in things], relations(things))


def _altered(kind: str, old: GroundObject, rest: list[GroundObject], rng: Random) -> GroundObject | None:
    if kind == "move":
        new = _place(rest, rng, old.attributes)
        return new if new is not None and hypot(new.x - old.x, new.y - old.y) >= LEAST_MOVE else None
    if kind == "replace":
        new = GroundObject(_attributes(rng), old.x, old.y)
        return new if new.attributes != old.attributes and _free(new, rest) else None
    values = [value for value in ATTRIBUTE_VALUES[kind] if value != old.attributes[kind]]
    return replace(old, attributes=old.attributes | {kind: rng.choice(values)})


def _place(things: list[GroundObject], rng: Random, attributes: dict[str, str] | None = None) -> GroundObject | None:
    for _ in range(PLACING_ATTEMPTS):
        thing = GroundObject(attributes or _attributes(rng), rng.uniform(-ROOM, ROOM), rng.uniform(-ROOM, ROOM))
        if _free(thing, things):
            return thing
    return None


def _free(thing: GroundObject, things: list[GroundObject]) -> bool:
    return all(_apart(thing, other) for other in things)


def _apart(one: GroundObject, other: GroundObject) -> bool:
    reach = RADIUS[one.attributes["size"]] + RADIUS[other.attributes["size"]] + GAP
    clear = all(abs(_along(one, other, DIRECTIONS[name])) >= CLEARANCE for name in ("right", "behind"))
    return clear and hypot(one.x - other.x, one.y - other.y) >= reach


def _along(one: GroundObject, other: GroundObject, way: tuple[float, float]) -> float:
    return (other.x - one.x) * way[0] + (other.y - one.y) * way[1]


def _attributes(rng: Random) -> dict[str, str]:
    return {name: rng.choice(values) for name, values in ATTRIBUTE_VALUES.items()}
