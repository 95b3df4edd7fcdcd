"""Objects that kept their structure and changed their hue."""

from __future__ import annotations

import numpy as np

from detectors.color_terms import color_scores
from pipeline.core.boxes import iou
from pipeline.core.types import Change
from pipeline.diff.pixels import words
from pipeline.diff.pixels.judgement import Judgement
from pipeline.diff.pixels.pair import PICTURES, Pair
from pipeline.diff.pixels.presence import counterpart
from pipeline.diff.pixels.regions import Region
from pipeline.diff.pixels.things import UNNAMED, Thing, changed_thing

LEAST_OWNED = 0.25
"""IoU with its box from which a recoloured region stands for an object."""


def recolored(pair: Pair, judgement: Judgement) -> tuple[list[Change], list[np.ndarray]]:
    """Facts about colour, and the boxes of the view that they explain; none where one picture has lost all colours."""
    if pair.view.colorless:
        return [], []
    regions = [region for region in pair.sight.regions if _kept_structure(pair, region, judgement)]
    named = [(region, *_terms(pair, region)) for region in regions]
    groups: dict[tuple[str, str], list[Region]] = {}
    for region, old, new in named:
        if old != new:
            groups.setdefault((old, new), []).append(region)
    facts, claimed = [], []
    for (old, new), members in groups.items():
        for union in _clusters([region.box for region in members]):
            owner = _owner(pair, union, judgement)
            facts.append(_fact(pair, union, owner, old, new, judgement))
            claimed.append(union if owner is None else owner.box)
    return facts, claimed


def _kept_structure(pair: Pair, region: Region, judgement: Judgement) -> bool:
    large = region.area >= 4 * judgement.least_area * pair.sight.mask.size
    return large and region.likeness >= judgement.recolored and _hue_change(pair, region) >= judgement.least_hue


def _hue_change(pair: Pair, region: Region) -> float:
    """Median distance of a and b."""
    first, second = (pair.image(picture)[region.window][region.mask] for picture in PICTURES)
    return float(np.median(np.hypot(*(first - second)[:, 1:].T)))


def _terms(pair: Pair, region: Region) -> tuple[str, str]:
    """The colour terms before and after that the pixels whose hue changed speak for."""
    apart = pair.image("before")[region.window] - pair.image("after")[region.window]
    use = region.mask & (np.hypot(apart[..., 1], apart[..., 2]) > 8)
    use = use if use.any() else region.mask
    scores = [color_scores(pair.shown(picture, region.window)[use]) for picture in PICTURES]
    best = [max(one, key=lambda name: one[name]) for one in scores]
    return best[0], best[1]


def _clusters(boxes: list[np.ndarray]) -> list[np.ndarray]:
    """Unions of boxes that lie closer to each other than half their size."""
    left = list(boxes)
    made = []
    while left:
        union = left.pop(0)
        near = True
        while near:
            side = 0.5 * float((union[2:] - union[:2]).max())
            joining = [box for box in left if _gap(union, box) <= side]
            left = [box for box in left if all(box is not one for one in joining)]
            for box in joining:
                union = np.concatenate([np.minimum(union[:2], box[:2]), np.maximum(union[2:], box[2:])])
            near = bool(joining)
        made.append(union)
    return made


def _gap(one: np.ndarray, two: np.ndarray) -> float:
    return float(np.hypot(*np.maximum(np.maximum(one[:2] - two[2:], two[:2] - one[2:]), 0)))


def _owner(pair: Pair, box: np.ndarray, judgement: Judgement) -> Thing | None:
    """The detected object that the region is most of."""
    best, most = None, LEAST_OWNED
    for picture in PICTURES:
        for detection in pair.known[picture]:
            fit = float(iou(box, detection.box)[0, 0]) * detection.score**0.25
            if detection.label != UNNAMED and detection.score >= judgement.least_score and fit > most:
                best, most = changed_thing(pair, picture, detection), fit
    return best


def _fact(pair: Pair, box: np.ndarray, owner: Thing | None, old: str, new: str, judgement: Judgement) -> Change:
    place = words.place_of(pair.view, box if owner is None else owner.box, "before")
    attributes = {"color": old, **place}
    if owner is None:
        return Change("color", UNNAMED, attributes, 0.65, None, None, old, new, *pair.boxes(box))
    twin = counterpart(pair, owner, judgement.overlap)
    nodes = (owner.node, None if twin is None else twin.node)
    nodes = nodes if owner.picture == "before" else nodes[::-1]
    confidence = min(0.95, 0.6 + 0.4 * owner.score)
    return Change("color", owner.label, attributes, confidence, *nodes, old, new, *pair.boxes(owner.box))
