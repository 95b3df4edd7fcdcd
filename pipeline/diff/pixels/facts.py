"""From changed things to facts: what changed its colour, came, went, moved or was replaced."""

from __future__ import annotations

from pipeline.core.types import Change
from pipeline.diff.pixels import words
from pipeline.diff.pixels.colors import recolored
from pipeline.diff.pixels.counts import counted
from pipeline.diff.pixels.exchanges import exchanged
from pipeline.diff.pixels.groups import grouped
from pipeline.diff.pixels.judgement import Judgement
from pipeline.diff.pixels.moves import name_of, split
from pipeline.diff.pixels.pair import Pair
from pipeline.diff.pixels.presence import only_in_one
from pipeline.diff.pixels.things import Thing
from pipeline.diff.pixels.unnamed import unnamed_things


def facts(pair: Pair, judgement: Judgement) -> list[Change]:
    """All that changed, most important first."""
    if not pair.sight.regions:
        return []
    found, claimed = recolored(pair, judgement)
    things = only_in_one(pair, judgement, claimed)
    things += unnamed_things(pair, judgement, [*claimed, *(thing.box for thing in things)])
    moved, alone = split(pair, things, judgement.same)
    replaced, alone = exchanged(alone)
    found += [_moved(pair, *both) for both in moved]
    found += [_replaced(pair, *both) for both in replaced]
    found += [_alone(pair, thing) for thing in alone]
    return grouped(counted(pair, [fact for fact in found if fact.confidence >= judgement.least]))


def _alone(pair: Pair, thing: Thing) -> Change:
    box = pair.view.from_view(thing.box, thing.picture)[0]
    attributes = words.attributes(pair, thing)
    if thing.picture == "before":
        return Change("drop", thing.label, attributes, _confidence(thing), thing.node, None, box_before=box)
    return Change("add", thing.label, attributes, _confidence(thing), None, thing.node, box_after=box)


def _moved(pair: Pair, one: Thing, two: Thing) -> Change:
    attributes = words.attributes(pair, one) | words.direction(one.box, two.box)
    boxes = pair.view.from_view(one.box, "before")[0], pair.view.from_view(two.box, "after")[0]
    confidence = max(_confidence(one), _confidence(two))
    return Change("move", name_of(one, two), attributes, confidence, one.node, two.node, None, None, *boxes)


def _replaced(pair: Pair, gone: Thing, come: Thing) -> Change:
    attributes = words.attributes(pair, gone)
    boxes = pair.view.from_view(gone.box, "before")[0], pair.view.from_view(come.box, "after")[0]
    confidence = min(_confidence(gone), _confidence(come))
    values = words.phrase(pair, gone), words.phrase(pair, come)
    return Change("replace", gone.label, attributes, confidence, gone.node, come.node, *values, *boxes)


def _confidence(thing: Thing) -> float:
    return float(min(0.99, (thing.score * thing.fit) ** 0.5 + 0.1))
