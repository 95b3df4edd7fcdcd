"""How sure a stated change is, by what a pack has measured; and the point of its curve that the user wishes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pipeline.core import messages
from pipeline.core.types import Change
from pipeline.flow.parameters import with_parameters
from pipeline.worlds.operating import Wish
from pipeline.worlds.world import World


def measured(world: World, differ: object, changes: Sequence[Change]) -> tuple[Change, ...]:
    """The changes that a differ states, in its order, their confidences as often right as they say.

    Those under the world's ``told_from`` are left out.  A differ that the pack has not measured keeps its own
    confidences.

    Raises
    ------
    SpotItError
        If a point was wished for of the curve of another differ.
    """
    name = differ if isinstance(differ, str) else type(differ).__name__
    if world.told_from and name not in world.curves:
        raise messages.error(messages.NO_CURVE, name=world.name, differ=name)
    calibration = world.calibrations.get(name)
    if calibration is not None:
        changes = [
            replace(change, confidence=calibration(change.confidence, change.kind, place))
            for place, change in enumerate(changes)
        ]
    return tuple(change for change in changes if change.confidence >= world.told_from)


def at_wish(world: World, wish: Wish) -> World:
    """The world with its own differ at the point of the curve that is wished.

    Raises
    ------
    SpotItError
        If the pack has no curve of that differ, or the curve no such point.
    """
    name = world.stages.get("differ")
    curve = world.curves.get(name) if isinstance(name, str) else None
    if curve is None:
        raise messages.error(messages.NO_CURVE, name=world.name, differ=name)
    opened = with_parameters(world, {f"differ.{name}.{key}": value for key, value in curve.opened.items()})
    return replace(opened, told_from=curve.threshold(wish, world.name))
