"""Objects that kept their structure and changed their hue."""

from __future__ import annotations

import numpy as np

from detectors.color_terms import color_scores
from detectors.light import CUBE_ROOT
from detectors.sure_color import sure_color
from pipeline.core.boxes import gap, iou, union
from pipeline.core.labels import UNNAMED
from pipeline.core.types import Change
from pipeline.diff.pixels.aligned_pair import PICTURES, AlignedPair
from pipeline.diff.pixels.change_map import ChangeMap
from pipeline.diff.pixels.dimmed import is_dimmed
from pipeline.diff.pixels.presence import counterpart
from pipeline.diff.pixels.regions import Region
from pipeline.diff.pixels.things import ChangedThing, changed_thing
from pipeline.diff.pixels.traits import place_of
from pipeline.register.shared_view import SharedView

BURNT_OUT = (230, 245)
"""Values of a pixel's least and middle channel from which it is burnt out: nobody sees which colour it is of."""

LESS_LIGHT = 0.96
"""Quotient of two pictures' median brightness under which one shows in less light what is burnt out in the other."""

MOSTLY = 0.5
"""Share of a place whose hue is the same but for what compression has rounded, from which the place's is."""


def recolored(pair: AlignedPair) -> tuple[list[Change], list[np.ndarray]]:
    """Facts about colour, and the boxes of the view that they explain; none where one picture has lost all colours."""
    if pair.view.colorless:
        return [], []
    regions = [region for region in pair.sight.regions if _kept_structure(pair, region)]
    named = [(region, *_terms(pair, region)) for region in regions]
    groups: dict[tuple[str, str], list[Region]] = {}
    doubted: set[tuple[str, str]] = set()
    for region, old, new, sure in named:
        if old != new:
            groups.setdefault((old, new), []).append(region)
            doubted |= set() if sure else {(old, new)}
    facts, claimed = [], []
    for (old, new), members in groups.items():
        for box in _clusters([region.box for region in members], pair.judgement.recolored_gap):
            owner = _owner(pair, box)
            facts.append(_fact(pair, box, owner, None if (old, new) in doubted else old, new))
            claimed.append(box if owner is None else owner.box)
    return facts, claimed


def _kept_structure(pair: AlignedPair, region: Region) -> bool:
    judgement = pair.judgement
    if shows_in_one(pair, region):  # the ground before it is no thing of another colour
        return False
    large = region.area >= judgement.large * judgement.least_area * pair.sight.mask.size
    same_outlines = abs(region.likeness) >= judgement.recolored  # lighter than its ground before, and darker now
    alike = same_outlines or (region.even and abs(region.side) <= judgement.even_side)
    if not (large and alike) or hue_change(pair, region) < judgement.least_hue:
        return False
    return not _burnt_out(pair, region)


def _burnt_out(pair: AlignedPair, region: Region) -> bool:
    """Whether most of a region is burnt out in the picture that has more light: in less, its colour comes back."""
    bright, dark = sorted(PICTURES, key=lambda picture: -_brightness(pair, picture))
    if _brightness(pair, dark) > LESS_LIGHT * _brightness(pair, bright):
        return False
    least, middle, _ = np.sort(pair.rendered(bright, region.window)[region.mask], axis=-1).T
    return bool(((least >= BURNT_OUT[0]) & (middle >= BURNT_OUT[1])).mean() > 0.5)


def _brightness(pair: AlignedPair, picture: str) -> float:
    """The median of the mean channels of what both pictures show, as its own camera rendered it."""
    return float(np.median(pair.view.natural[PICTURES.index(picture)][pair.view.valid].mean(-1)))


def shows_in_one(pair: AlignedPair, region: Region) -> bool:
    """Whether the outline of a region shows in one picture only, and what is in it is not quite the same."""
    judgement = pair.judgement
    return abs(region.side) > judgement.one_sided and region.likeness < judgement.one_sided_likeness


def hue_change(pair: AlignedPair, region: Region) -> float:
    """Median distance of a and b, the darker of the two seen in the light of the other.

    Less light on a surface, as a shadow leaves it, scales L + 16, a and b alike, and makes it no other colour: what is
    the same either as the cameras rendered it or in the light that both pictures were brought to is the same.  So is
    what differs by no more than compression has rounded it by, or is too dark in one picture to have a hue.
    """
    if is_of_one_hue(pair.view, pair.sight.change, region.window, region.mask):
        return 0.0
    matched = [pair.image(picture)[region.window][region.mask] for picture in PICTURES]
    shown = [pair.shown(picture, region.window)[region.mask] for picture in PICTURES]
    return min(hue_apart(*matched), hue_apart(*shown))


def is_of_one_hue(view: SharedView, change: ChangeMap, window: tuple[slice, slice], mask: np.ndarray) -> bool:
    """Whether a mask in a window is of one hue, but for what compression rounded of most of it, or for less light."""
    return float(change.rounded[window][mask].mean()) > MOSTLY or is_dimmed(view, window, mask)


def hue_apart(first: np.ndarray, second: np.ndarray) -> float:
    """Median distance of a and b of pixels ``(n, 3)``, the darker ones seen in the light of the others."""
    light = [float(np.median(one[:, 0])) + CUBE_ROOT for one in (first, second)]
    one, two = (part[:, 1:] * (max(light) / own) for part, own in zip((first, second), light, strict=True))
    return float(np.median(np.hypot(*(one - two).T)))


def _terms(pair: AlignedPair, region: Region) -> tuple[str, str, bool]:
    """The colour terms before and after that the pixels whose hue changed speak for, and whether the first is sure."""
    apart = pair.image("before")[region.window] - pair.image("after")[region.window]
    use = region.mask & (np.hypot(apart[..., 1], apart[..., 2]) > pair.judgement.telling_hue)
    use = use if use.any() else region.mask
    shown = [pair.rendered(picture, region.window)[use] for picture in PICTURES]
    scores = [color_scores(pair.light[picture].lit(part)) for picture, part in zip(PICTURES, shown, strict=True)]
    old, new = (max(one, key=lambda name: one[name]) for one in scores)
    lights, weights = pair.light["before"].seen(shown[0]), np.ones(int(use.sum()))
    return old, new, sure_color(lights, weights, pair.judgement.least_color, UNNAMED) is not None


def _clusters(boxes: list[np.ndarray], reach: float) -> list[np.ndarray]:
    """Unions of boxes whose gaps are at most ``reach`` times their longer side."""
    left = list(boxes)
    made = []
    while left:
        whole = left.pop(0)
        near = True
        while near:
            side = reach * float((whole[2:] - whole[:2]).max())
            joining = [box for box in left if gap(whole, box)[0, 0] <= side]
            left = [box for box in left if all(box is not one for one in joining)]
            whole = union(np.array([whole, *joining]))
            near = bool(joining)
        made.append(whole)
    return made


def _owner(pair: AlignedPair, box: np.ndarray) -> ChangedThing | None:
    """The detected object that the region is most of."""
    judgement = pair.judgement
    best, most = None, judgement.least_owned
    for picture in PICTURES:
        for detection in pair.known[picture]:
            fit = float(iou(box, detection.box)[0, 0]) * detection.score**judgement.owner_score_power
            if detection.label != UNNAMED and detection.score >= judgement.least_score and fit > most:
                best, most = changed_thing(pair, picture, detection), fit
    return best


def color_fact(pair: AlignedPair, box: np.ndarray, old: str | None, new: str | None) -> Change:
    """A fact about the colour of what is in a box of the view, told of the object that it is most of."""
    return _fact(pair, box, _owner(pair, box), old, new)


def part_fact(pair: AlignedPair, box: np.ndarray, old: str | None, new: str | None) -> Change:
    """The same of a part of the picture that is no thing."""
    return _fact(pair, box, None, old, new)


def _fact(pair: AlignedPair, box: np.ndarray, owner: ChangedThing | None, old: str | None, new: str | None) -> Change:
    judgement = pair.judgement
    box = box if owner is None else owner.box
    boxes, place = pair.boxes(box), place_of(pair.view, box, "before")
    attributes = {} if old is None else {"color": old}
    if owner is None:
        confidence = judgement.unowned_confidence
        return Change("color", UNNAMED, attributes, confidence, None, None, old, new, *boxes, place=place)
    least = judgement.least_recolored_confidence
    confidence = min(judgement.most_recolored_confidence, least + (1 - least) * owner.score)
    return Change("color", owner.label, attributes, confidence, *_nodes(pair, owner), old, new, *boxes, place=place)


def _nodes(pair: AlignedPair, owner: ChangedThing) -> tuple[int | None, int | None]:
    """The owner's node before and after."""
    twin = counterpart(pair, owner)
    other = None if twin is None else twin.node
    return (owner.node, other) if owner.picture == "before" else (other, owner.node)
