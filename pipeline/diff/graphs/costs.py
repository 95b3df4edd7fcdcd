"""How rare each kind of change is, and the shape of the errors around it."""

from __future__ import annotations

from dataclasses import dataclass

from detectors.geometry.solids import NO_SOLIDS, Solids


@dataclass(frozen=True)
class EditCosts:
    """Negative log probabilities of edits, an object, and the shape of the errors around them.

    Parameters
    ----------
    attribute, move, drop, add, replace
        Of each kind of change.
    place
        Log ratio of the density of an unmoved object at its place to that of any object anywhere.
    stray, stray_spread
        Share of unmoved objects that are placed badly, and how many times worse.
    stray_replaced, stray_spread_replaced
        The same of objects that stand in the place of others: no camera is fitted by these.
    missed
        Chance that a detector misses an object in plain sight.
    hidden_below, seen_above
        Visible share of the outline under which an object is surely missed, over which it is surely in plain sight.
    explained
        Power of a faint detection's score that is the chance of it being the missed object, where it stands there.
    alike
        Of a newcomer in the place being like the old object but for its size or shape, on top of ``replace``.
    same_place
        Displacement under which two objects stand in one place.
    secret
        Of a move having been to or from a place where the object is hardly seen, on top of ``move``.
    spurious
        Chance that a detection of score 0 is of nothing; falls with what the score lacks.
    solid
        The distance that two solid things keep, as a share of the sum of their radii.
    twofold
        Chance that an object which stands in a surer one of its picture is of nothing.
    solids
        What the objects are like as bodies: how much of what is behind them they hide.
    """

    attribute: float = 4.0
    move: float = 4.8
    drop: float = 4.2
    add: float = 4.2
    replace: float = 4.6
    place: float = 4.8
    stray: float = 0.02
    stray_spread: float = 2.0
    stray_replaced: float = 0.02
    stray_spread_replaced: float = 3.0
    missed: float = 0.001
    hidden_below: float = 0.15
    seen_above: float = 0.5
    explained: float = 3.0
    alike: float = 2.0
    same_place: float = 4.0
    secret: float = 2.0
    spurious: float = 0.3
    solid: float = 0.6
    twofold: float = 0.5
    solids: Solids = NO_SOLIDS
