"""From changed things to facts: what changed its colour, came, went or moved."""

from __future__ import annotations

from pipeline.diff.photo import words
from pipeline.diff.photo.colors import recolored
from pipeline.diff.photo.groups import grouped
from pipeline.diff.photo.judgement import Judgement
from pipeline.diff.photo.moves import name_of, split
from pipeline.diff.photo.pair import Pair
from pipeline.diff.photo.presence import only_in_one
from pipeline.diff.photo.things import Thing
from pipeline.diff.photo.unnamed import unnamed_things
from pipeline.types import Change


def facts(pair: Pair, judgement: Judgement) -> list[Change]:
    """All that changed, most important first."""
    if not pair.sight.regions:
        return []
    found, claimed = recolored(pair, judgement)
    things = only_in_one(pair, judgement, claimed)
    things += unnamed_things(pair, judgement, [*claimed, *(thing.box for thing in things)])
    moved, alone = split(pair, things, judgement.same)
    found += [_moved(pair, *both) for both in moved]
    found += [_alone(pair, thing) for thing in alone]
    return grouped([fact for fact in found if fact.confidence >= judgement.least])


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


def _confidence(thing: Thing) -> float:
    return float(min(0.99, (thing.score * thing.fit) ** 0.5 + 0.1))
