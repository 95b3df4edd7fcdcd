"""Things that stand elsewhere as they stood: what was carried keeps its pixels, whatever the detector calls its ends.

A part of one picture that changed is looked for among the changed pixels of the other.  Where its structure is found
again, and both places show an outline in the picture that is to hold the thing, one thing was there and is here now.
What walks takes another shape on its way and is left to :mod:`~pipeline.diff.pixels.moves`.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from pipeline.core.boxes import area, gap, intersection, iou
from pipeline.core.labels import UNNAMED
from pipeline.diff.pixels.aligned_pair import PICTURES, AlignedDetection, AlignedPair, other
from pipeline.diff.pixels.hidden_ends import remains
from pipeline.diff.pixels.regions import Region, clear_part, outline_side
from pipeline.diff.pixels.things import Both, changed_thing, unnamed_thing

LOOKED_FOR = 8
"""Regions that are looked for elsewhere: those with most evidence."""

SIDE = 24
"""Longer side, in pixels, at which a place is looked for; it is found to the pixel then."""

LARGEST = 0.15
"""Share of the view from which a box is the scene itself rather than a thing."""

WITHIN = 0.8
"""Share of a thing that lies in a place of which it is a part."""

NEAR, MORE = 1.0, 0.3
"""How close to a place other changes are, in longer sides of the thing, and how large beside it, to be a part of it."""

APART = 0.7
"""How far away the other place is, in widths or heights of the thing: what moved by less overlaps itself."""


@dataclass(frozen=True, eq=False)
class _Find:
    """A thing in two places: the region of one picture that shows it, and by how many pixels it lies elsewhere."""

    picture: str
    shift: np.ndarray
    likeness: float
    region: Region

    def end(self, picture: str) -> np.ndarray:
        """The box of the view that it has in a picture."""
        return self.region.box + (0 if picture == self.picture else np.tile(self.shift, 2))


def carried(pair: AlignedPair, claimed: list[np.ndarray]) -> tuple[list[Both], list[np.ndarray]]:
    """Pairs of things that are one, before and after, told by their pixels alone; and what is explained by then.

    ``claimed`` are boxes of the view whose change is explained already.
    """
    changed = remains(pair, claimed)
    finds = [found for region in pair.sight.regions[:LOOKED_FOR] if (found := _found(pair, region, changed))]
    taken: dict[str, list[np.ndarray]] = {picture: [] for picture in PICTURES}
    pairs: list[Both] = []
    for find in sorted(finds, key=lambda one: -one.likeness):
        if _of_several(pair, find) or _of_more(pair, find):
            continue
        if not any(_overlap(find.end(picture), boxes) for picture, boxes in taken.items()):
            for picture, boxes in taken.items():
                boxes.append(find.end(picture))
            pairs.append(_both(pair, find))
    boxes = [thing.box for both in pairs for thing in both]
    return pairs, [*claimed, *taken["before"], *taken["after"], *boxes]


def _overlap(box: np.ndarray, boxes: list[np.ndarray]) -> bool:
    return bool(boxes) and bool(iou(box, np.array(boxes)).any())


def _found(pair: AlignedPair, region: Region, changed: np.ndarray) -> _Find | None:
    """Where the one picture shows what the other shows in a region with the clearer outline; None where it does not."""
    judgement = pair.judgement
    box, mask = clear_part(region, pair.sight.evidence, judgement.core)
    x, y = box[:2].astype(int)
    height, width = mask.shape
    large = mask.sum() >= judgement.carried_pixels and height * width <= LARGEST * changed.size
    if not large or not changed[y : y + height, x : x + width][mask].any():
        return None
    side = outline_side(pair.sight.change, box, mask)
    if abs(side) < judgement.carried_side:
        return None
    picture = "after" if side > 0 else "before"
    own, image = pair.image(picture)[y : y + height, x : x + width], pair.image(other(picture))
    place = _place(own, mask, image, changed, (x, y), judgement.carried_share)
    if place is None:
        return None
    there = image[place[1] : place[1] + height, place[0] : place[0] + width]
    likeness = _likeness(own[mask], there[mask])
    end = np.array([*place, place[0] + width, place[1] + height], float)
    if (
        likeness < judgement.carried
        or -np.sign(side) * outline_side(pair.sight.change, end, mask) < judgement.carried_side
    ):
        return None
    return _Find(picture, np.array(place, float) - (x, y), likeness, region)


def _place(
    own: np.ndarray, mask: np.ndarray, image: np.ndarray, changed: np.ndarray, at: tuple[int, int], share: float
) -> tuple[int, int] | None:
    """The corner, among what changed in another image, of the part that is most like ``own`` within its mask."""
    import cv2

    scale = min(1.0, SIDE / max(mask.shape))
    size = [max(1, round(side * scale)) for side in changed.shape[::-1]]
    small, filled = (cv2.resize(one, size, interpolation=cv2.INTER_AREA) for one in (image, changed.astype(np.float32)))
    part = [max(1, round(side * scale)) for side in mask.shape[::-1]]
    thing, weight = (cv2.resize(one, part, interpolation=cv2.INTER_AREA) for one in (own, mask.astype(np.float32)))
    coarse = _best(thing, weight, small, filled, (at[0] * scale, at[1] * scale), share)
    if coarse is None:
        return None
    reach = int(np.ceil(1 / scale)) + 1
    left, top = (max(0, round(one / scale) - reach) for one in coarse)
    bottom, right = (low + side + 2 * reach for low, side in zip((top, left), mask.shape, strict=True))
    window = slice(top, bottom), slice(left, right)
    weight = mask.astype(np.float32)
    fine = _best(own, weight, image[window], changed[window].astype(np.float32), (at[0] - left, at[1] - top), share)
    return None if fine is None else (left + fine[0], top + fine[1])


def _best(
    thing: np.ndarray, weight: np.ndarray, image: np.ndarray, changed: np.ndarray, at: tuple[float, float], share: float
) -> tuple[int, int] | None:
    """Column and row of the part of an image most like a thing, where ``share`` of it changed, not near ``at``."""
    import cv2

    height, width = weight.shape
    if image.shape[0] < height or image.shape[1] < width:
        return None
    filled = cv2.matchTemplate(changed, weight, cv2.TM_CCORR) / weight.sum()
    rows, columns = np.ogrid[: filled.shape[0], : filled.shape[1]]
    fits = (filled >= share) & ((abs(rows - at[1]) >= APART * height) | (abs(columns - at[0]) >= APART * width))
    if not fits.any():
        return None
    unlike = cv2.matchTemplate(image, thing, cv2.TM_SQDIFF, mask=np.repeat(weight[..., None], 3, 2))
    row, column = np.unravel_index(np.where(fits, unlike, np.inf).argmin(), fits.shape)
    return int(column), int(row)


def _likeness(one: np.ndarray, two: np.ndarray) -> float:
    """Correlation of two lists of pixels, ``(n, 3)`` each, in all of L, a and b."""
    one, two = one - one.mean(0), two - two.mean(0)
    power = float((one**2).sum() * (two**2).sum())
    return float((one * two).sum()) / power**0.5 if power > 0 else 0.0


def _of_several(pair: AlignedPair, find: _Find) -> bool:
    """Whether either place is that of several things with names, which side by side change one region."""
    for picture in PICTURES:
        box = find.end(picture)
        sure = [one.box for one in pair.known[picture] if one.label != UNNAMED and one.score >= pair.judgement.sure]
        boxes = np.array(sure).reshape(-1, 4)
        inside = intersection(boxes, box)[:, 0] >= WITHIN * area(boxes)
        if inside.any() and iou(box, boxes).max() < pair.judgement.overlap:
            return True
    return False


def _of_more(pair: AlignedPair, find: _Find) -> bool:
    """Whether more changed close to either place: what moves by less than its size changes several parts of both."""
    ends = np.array([find.end(picture) for picture in PICTURES])
    reach = NEAR * float((find.region.box[2:] - find.region.box[:2]).max())
    others = [one for one in pair.sight.regions if not intersection(one.box, ends).any()]
    near = [one.area for one in others if gap(one.box, ends).min() <= reach]
    return sum(near) > MORE * find.region.area


def _both(pair: AlignedPair, find: _Find) -> Both:
    """The thing in both pictures: where the detector sees it best, and elsewhere as it sees it there or as it was."""
    named = _named(pair, find)
    fits = [one.score * float(iou(one.box, find.end(picture))[0, 0]) for picture, one in named]
    shown, seen = named[int(np.argmax(fits))] if named else ("", None)
    if seen is None or seen.score < pair.judgement.sure_name:
        before, after = (unnamed_thing(pair, find.region, find.end(picture), picture) for picture in PICTURES)
        return before, after
    shift = find.end(other(shown)) - find.end(shown)
    alike = [one for picture, one in named if picture != shown and one.label == seen.label]
    moved = max(alike, key=lambda one: one.score, default=AlignedDetection(None, seen.found, seen.box + shift))
    here, there = changed_thing(pair, shown, seen), changed_thing(pair, other(shown), moved)
    return (here, there) if shown == "before" else (there, here)


def _named(pair: AlignedPair, find: _Find) -> list[tuple[str, AlignedDetection]]:
    """What the detector names in either place, with the picture that shows it."""
    judgement = pair.judgement
    return [
        (picture, one)
        for picture in PICTURES
        for one in pair.known[picture]
        if one.label != UNNAMED
        and one.score >= judgement.least_score
        and iou(one.box, find.end(picture))[0, 0] >= judgement.overlap
    ]
