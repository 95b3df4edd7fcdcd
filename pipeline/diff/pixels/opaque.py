"""Things hardly lighter or darker than their ground: what was under them does not go on through them.

A shadow, a lamp or a veil changes a place and leaves its fine structure, fainter perhaps; a thing that stands there
replaces it.  On a ground without structure the two look alike, and nothing is told.
"""

from __future__ import annotations

from pipeline.core.labels import UNNAMED
from pipeline.diff.pixels.aligned_pair import AlignedPair, rounded
from pipeline.diff.pixels.parts import Part, differing
from pipeline.diff.pixels.regions import outline_side
from pipeline.diff.pixels.things import ChangedThing, appearance


def opaque_things(pair: AlignedPair) -> list[ChangedThing]:
    """Things without a name that came or went where nearly all else is the same as both cameras rendered it."""
    parts, count = differing(pair.view, pair.sight, pair.judgement)
    told = [part for part in parts if _is_opaque(pair, part)]
    if sum(part.mask.sum() for part in told) < pair.judgement.opaque_share * count:
        return []
    return [_thing(pair, part) for part in told]


def _is_opaque(pair: AlignedPair, part: Part) -> bool:
    judgement = pair.judgement
    if part.structure < judgement.opaque_structure or part.likeness > judgement.opaque or part.around > judgement.still:
        return False
    low, high = judgement.opaque_shift
    return low <= part.shift <= high and abs(_side(pair, part)) >= judgement.opaque_side


def _side(pair: AlignedPair, part: Part) -> float:
    return outline_side(pair.sight.change, part.box, part.mask)


def _thing(pair: AlignedPair, part: Part) -> ChangedThing:
    side = _side(pair, part)
    picture = "after" if side > 0 else "before"
    look = appearance(pair, picture, rounded(part.box, pair.view.shape), part.mask)
    return ChangedThing(picture, UNNAMED, pair.judgement.opaque_score, part.box, part.mask, 1.0, 1.0, look, side)
