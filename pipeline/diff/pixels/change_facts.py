"""From changed things to facts: what changed its colour, came, went, moved or was replaced."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from detectors.classifier.imagenet import ImageNetClassifier
from pipeline.core.kinds import ADD, DROP, MOVE, REPLACE
from pipeline.core.labels import UNNAMED
from pipeline.core.types import Change, Named
from pipeline.diff.pixels.aligned_pair import AlignedPair
from pipeline.diff.pixels.carried import carried
from pipeline.diff.pixels.colors import recolored
from pipeline.diff.pixels.counts import counted
from pipeline.diff.pixels.crop_names import with_crop_names
from pipeline.diff.pixels.exchanges import exchanged
from pipeline.diff.pixels.groups import grouped
from pipeline.diff.pixels.landmarks import bearings_of, landmark_of
from pipeline.diff.pixels.lights import lights_switched, without_glow
from pipeline.diff.pixels.moves import name_of, split
from pipeline.diff.pixels.opaque import opaque_things
from pipeline.diff.pixels.presence import only_in_one
from pipeline.diff.pixels.shades import reshaded, worked_on
from pipeline.diff.pixels.switched import switched, without_regions
from pipeline.diff.pixels.things import ChangedThing
from pipeline.diff.pixels.traits import color_of, direction_of, place_of, size_of
from pipeline.diff.pixels.unnamed import unnamed_things


def change_facts(pair: AlignedPair, classifier: ImageNetClassifier | None = None) -> list[Change]:
    """All that changed, most important first; a ``classifier`` names what the detector has no name for."""
    lit, lamps = lights_switched(pair)
    pair = without_glow(pair, lamps)
    if not pair.sight.regions:
        return grouped(lit or worked_on(pair)[0] or _faint(pair), pair.judgement)
    on, screens = switched(pair)
    lit, screens = lit + on, screens + [lamp.box for lamp in lamps]
    pair = without_regions(pair, screens)
    found, claimed = recolored(pair)
    if not (found or lit):
        found, claimed = worked_on(pair)
    found, claimed = lit + found, screens + claimed
    whole, claimed = carried(pair, claimed)
    things = only_in_one(pair, claimed)
    things += unnamed_things(pair, [*claimed, *(thing.box for thing in things)])
    moved, alone = split(pair, things, claimed)
    replaced, alone = exchanged(pair, alone)
    found += [_carried(pair, *both) for both in whole]
    found += [_moved(pair, *both) for both in moved]
    found += [_replaced(pair, *both) for both in replaced]
    found += [_alone(pair, thing) for thing in alone]
    sure = [fact for fact in found or _faint(pair) if fact.confidence >= pair.judgement.least]
    named = sure if classifier is None else with_crop_names(pair, sure, classifier)
    return grouped(counted(pair, named), pair.judgement)


def _faint(pair: AlignedPair) -> list[Change]:
    """Facts about what hardly stands out from its ground, where all else is still."""
    return [_alone(pair, thing) for thing in opaque_things(pair)] or reshaded(pair)


def _alone(pair: AlignedPair, thing: ChangedThing) -> Change:
    if thing.picture == "before":
        change = _described(pair, DROP, thing)
        return replace(change, node_before=thing.node, box_before=_own_box(pair, thing))
    return replace(_described(pair, ADD, thing), node_after=thing.node, box_after=_own_box(pair, thing))


def _moved(pair: AlignedPair, one: ChangedThing, two: ChangedThing) -> Change:
    change = _both(pair, MOVE, one, two)
    confidence = max(_confidence(pair, one), _confidence(pair, two))
    direction = direction_of(one.box, two.box, pair.judgement)
    bearings = bearings_of(pair, one, two)
    return replace(
        change,
        label=name_of(pair, one, two),
        confidence=confidence,
        direction=direction,
        towards=bearings.towards,
        away_from=bearings.away_from,
    )


def _carried(pair: AlignedPair, one: ChangedThing, two: ChangedThing) -> Change:
    """A move that the pixels alone are sure of, however sure the detector is of what moved."""
    change = _moved(pair, one, two)
    label = UNNAMED if one.label == UNNAMED else change.label
    return replace(change, label=label, confidence=max(change.confidence, pair.judgement.carried))


def _replaced(pair: AlignedPair, gone: ChangedThing, come: ChangedThing) -> Change:
    confidence = min(_confidence(pair, gone), _confidence(pair, come))
    change = _both(pair, REPLACE, gone, come)
    return replace(change, confidence=confidence, gone=_named(pair, gone), newcomer=_named(pair, come))


def _both(pair: AlignedPair, kind: str, one: ChangedThing, two: ChangedThing) -> Change:
    """A fact about what is seen in the picture before as one thing and in the one after as the other."""
    return replace(
        _described(pair, kind, one),
        node_before=one.node,
        node_after=two.node,
        box_before=_own_box(pair, one),
        box_after=_own_box(pair, two),
    )


def _described(pair: AlignedPair, kind: str, thing: ChangedThing) -> Change:
    """A fact with all that describes a thing; what is unknown or would not help is left out."""
    known = {"color": color_of(pair, thing), "size": size_of(pair, thing)}
    return Change(
        kind,
        thing.label,
        {name: value for name, value in known.items() if value is not None},
        _confidence(pair, thing),
        place=place_of(pair.view, thing.box, thing.picture),
        near=landmark_of(pair, thing),
    )


def _named(pair: AlignedPair, thing: ChangedThing) -> Named:
    color = color_of(pair, thing)
    return Named(thing.label, {} if color is None else {"color": color})


def _own_box(pair: AlignedPair, thing: ChangedThing) -> np.ndarray:
    """The box in the thing's own picture."""
    return pair.view.from_view(thing.box, thing.picture)[0]


def _confidence(pair: AlignedPair, thing: ChangedThing) -> float:
    return float(min(pair.judgement.most, (thing.score * thing.fit) ** 0.5 + pair.judgement.allowance))
