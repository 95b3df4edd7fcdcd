"""Lights that went on or off: something that shines in one picture alone, and shines on what is around it.

A lamp is burnt out where it was dull, became far brighter than what is beside it, and by how much brighter it makes its
surroundings falls off all around it.  A white thing that came makes nothing brighter, daylight has no middle, a longer
exposure brightens all alike, and the sun brightens a window no more than the wall that it is in.  What a lamp shines on
keeps its structure, and what stands before something bright has its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from detectors.light import GAMMA
from pipeline.core.channels import highest
from pipeline.core.labels import LIGHT
from pipeline.core.types import Change
from pipeline.diff.pixels.aligned_pair import PICTURES, AlignedPair, other, rounded
from pipeline.diff.pixels.glow import RIM, Glow
from pipeline.diff.pixels.judgement import Judgement
from pipeline.diff.pixels.regions import Region, fine, likeness
from pipeline.diff.pixels.switched import OFF, ON
from pipeline.diff.pixels.traits import place_of

DARK = 0.005
"""Share of full light from which a pixel says by how much more there is."""

BURNT = 0.9
"""Share of full light from which a pixel may have had any amount of it."""

LEAST_TOLD, LEVELS, STEP = 0.05, 12, 0.1
"""Share of the picture that tells of its exposure, groups of like brightness, and the least that two are apart."""

NOISE = 1.0
"""Deviation in pixels of the blur that takes the camera's noise away."""

TIMES = 5
"""Of the least by which a lamp is brighter, in logarithms, up to which it is looked for in what it shines on."""

MOST = 12
"""What shines is looked at up to so many places, the largest first."""

FILLED, LONG = 0.4, 2.0
"""Share of its box that a lamp fills, and how many times as long as wide that is: glints and bright rims are longer."""

FARTHER = 4.0
"""How many times the fall where a lamp was no darker than its wall."""

SUDDEN = {True: 0.7, False: 0.45}
"""Share of the whole fall that is between two rings at most, where a lamp was darker than its wall and where not: it is
one step at the border of a shadow, of a screen or of a blurred white thing."""

RINGS, STRUCTURE = 3, 1.0
"""Around a lamp in which structure is compared, and the least deviation, in levels of L, that is any."""


@dataclass(frozen=True, eq=False)
class Lamp:
    """``box`` is its own in the view, ``glow`` that of what it shines on, and it is on in ``picture``."""

    box: np.ndarray
    glow: np.ndarray
    picture: str


def lights_switched(pair: AlignedPair) -> tuple[list[Change], list[Lamp]]:
    """Facts about lights that went on or off, and where they are; the largest is told of those in one glow."""
    lamps: list[Lamp] = []
    for lamp in sorted(_lamps(pair), key=lambda one: -float((one.box[2:] - one.box[:2]).prod())):
        if not any(_within(lamp.box, one.glow) for one in lamps):
            lamps.append(lamp)
    return [_fact(pair, lamp) for lamp in lamps], lamps


def without_glow(pair: AlignedPair, lamps: list[Lamp]) -> AlignedPair:
    """The pair without the regions that are the lamps themselves, and those that they shine on."""
    kept = [region for region in pair.sight.regions if not any(_shone_on(pair, region, lamp) for lamp in lamps)]
    return replace(pair, sight=replace(pair.sight, regions=kept)) if lamps else pair


def _shone_on(pair: AlignedPair, region: Region, lamp: Lamp) -> bool:
    same = region.likeness >= pair.judgement.recolored
    return _within(lamp.box, region.box) or _within(region.box, lamp.box) or (same and _within(region.box, lamp.glow))


def _lamps(pair: AlignedPair) -> Iterator[Lamp]:
    judgement, valid = pair.judgement, pair.view.valid
    brightest = {name: highest(image) for name, image in zip(PICTURES, pair.view.natural, strict=True)}
    if max(int(one.max()) for one in brightest.values()) < judgement.shining:
        return
    light = {name: _light(image) for name, image in zip(PICTURES, pair.view.natural, strict=True)}
    for picture in PICTURES:
        told = valid & (light[picture] > DARK)
        ways = _more(light[picture], light[other(picture)], told)
        brighter = np.minimum(*ways)
        shining = (brightest[picture] >= judgement.shining) & valid & (brighter >= judgement.least_brighter)
        for pool in _pools(shining, judgement):
            glows = [Glow(more, told, pool) for more in ways]
            box = _lamp_in(glows, brighter, judgement) if all(glow.fades for glow in glows) else None
            if box is not None and not _part_of_a_thing(pair, picture, box) and _kept_around(pair, glows[0]):
                yield Lamp(box, glows[0].reached.astype(float), picture)


def _light(image: np.ndarray) -> np.ndarray:
    """The light of each pixel, ``(h, w)``, as a share of full light."""
    import cv2

    light = ((image / np.float32(255)) ** np.float32(GAMMA)).mean(-1)
    return np.asarray(cv2.GaussianBlur(light, (0, 0), NOISE))


def _more(on: np.ndarray, off: np.ndarray, told: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Logarithms of how much more light there is in ``on`` than another exposure makes of ``off``, and than another
    exposure and gamma do: what shadow lies on the rest misleads the one fit, and gamma the other."""
    logs = [np.log(np.maximum(light, DARK)) for light in (on, off)]
    more = np.asarray(logs[0] - logs[1])
    use = told & (np.maximum(on, off) < BURNT)
    if use.mean() < LEAST_TOLD:
        return more, more
    levels, apart = logs[1][use], more[use]
    order = np.array_split(np.argsort(levels), LEVELS)
    x, y = (np.array([np.median(values[part]) for part in order]) for values in (levels, apart))
    steps = [(y[j] - y[i]) / (x[j] - x[i]) for i in range(LEVELS) for j in range(i + 1, LEVELS) if x[j] - x[i] > STEP]
    slope = float(np.median(steps)) if steps else 0.0
    return more - float(np.median(apart)), more - float(np.median(y - slope * x)) - slope * logs[1]


def _pools(shining: np.ndarray, judgement: Judgement) -> Iterator[np.ndarray]:
    """Masks ``(h, w)`` of what is burnt out together: a lamp, with what it shines on where that is so bright."""
    import cv2

    _, labels, stats, _ = cv2.connectedComponentsWithStats(shining.astype(np.uint8))
    for number in 1 + np.argsort(-stats[1:, cv2.CC_STAT_AREA])[:MOST]:
        if stats[number, cv2.CC_STAT_AREA] >= judgement.least_lamp:
            yield labels == number


def _lamp_in(glows: list[Glow], brighter: np.ndarray, judgement: Judgement) -> np.ndarray | None:
    """The box of the lamp in what is burnt out with it: what was darker than the rest, and has a lamp's size."""
    import cv2

    pool = glows[0].mask
    left, top, right, bottom = glows[0].box
    window = slice(top, bottom), slice(left, right)
    for times in range(1, TIMES + 1):
        parts = pool[window] & (brighter[window] >= times * judgement.least_brighter)
        _, labels, stats, _ = cv2.connectedComponentsWithStats(parts.astype(np.uint8))
        for number in 1 + np.argsort(-stats[1:, cv2.CC_STAT_AREA])[:MOST]:
            x, y, wide, high, area = stats[number]
            compact = max(wide, high) <= LONG * min(wide, high) and area >= FILLED * wide * high
            if compact and judgement.least_lamp <= area <= judgement.most_lamp * pool.size:
                body = np.zeros_like(pool)
                body[window] = labels == number
                steps = [Glow(glow.more, glow.told, body).step for glow in glows]
                if all(_shines(glow, step, judgement) for glow, step in zip(glows, steps, strict=True)):
                    return np.array([x, y, x + wide, y + high], float) + np.array([left, top, left, top])
    return None


def _shines(glow: Glow, step: float, judgement: Judgement) -> bool:
    """Whether the light that fades around a place is a lamp's, which got brighter by ``step`` than what is beside it.

    Where it did not, as a white shade or a window in the sun, light has to fall off farther, in every direction, and
    nowhere at once as at the border of a shadow.
    """
    dull = step >= judgement.least_step
    fall = judgement.least_glow if dull else FARTHER * judgement.least_glow
    far = len(glow.levels) - 1
    if glow.levels[0] - glow.levels[far] < fall or glow.steepest > SUDDEN[dull]:
        return False
    return glow.sectors(far, fall / 2) >= (judgement.least_sectors if dull else 1.0)


def _kept_around(pair: AlignedPair, glow: Glow) -> bool:
    """Whether what is around a lamp has the same structure in both pictures, or none."""
    window, ring = glow.around(RINGS)
    ring &= pair.view.valid[window]
    if not ring.any():
        return True
    before, after = (fine(pair.image(picture)[..., 0])[window][ring] for picture in PICTURES)
    before, after = before - before.mean(), after - after.mean()
    power = float(before.std() * after.std())
    return power < STRUCTURE**2 or float((before * after).mean()) / power >= pair.judgement.recolored


def _part_of_a_thing(pair: AlignedPair, picture: str, lamp: np.ndarray) -> bool:
    """Whether a lamp is on something that only its picture shows, as those of a car that came are, or on a screen."""
    here, there = ([one for one in pair.known[name] if _within(lamp, one.box)] for name in (picture, other(picture)))
    sure_here, sure_there = ([one for one in seen if one.score >= pair.judgement.sure] for seen in (here, there))
    if any(one.label in pair.judgement.screens for one in sure_here + sure_there):
        return True
    named = {one.label for one in there}
    return any(one.label not in named and not _stood_there(pair, one.box, lamp) for one in sure_here)


def _stood_there(pair: AlignedPair, box: np.ndarray, lamp: np.ndarray) -> bool:
    """Whether the rest of a thing with a lamp in it has the same outlines in both pictures."""
    x0, y0, x1, y1 = rounded(box, pair.sight.mask.shape)
    rest = np.ones((y1 - y0, x1 - x0), bool)
    left, top = (np.maximum(lamp[:2] - RIM - (x0, y0), 0)).astype(int)
    right, bottom = (lamp[2:] + RIM - (x0, y0)).astype(int)
    rest[top:bottom, left:right] = False
    whole = np.array([x0, y0, x1, y1], float)
    return bool(rest.any()) and likeness(pair.sight.change, whole, rest) >= pair.judgement.recolored


def _within(inner: np.ndarray, outer: np.ndarray) -> bool:
    """Whether the middle of a box lies in another."""
    middle = (inner[:2] + inner[2:]) / 2
    return bool((outer[:2] <= middle).all() and (middle <= outer[2:]).all())


def _fact(pair: AlignedPair, lamp: Lamp) -> Change:
    states = (OFF, ON) if lamp.picture == "after" else (ON, OFF)
    boxes = [pair.view.from_view(lamp.box, picture)[0] for picture in PICTURES]
    place = place_of(pair.view, lamp.box, lamp.picture)
    return Change("state", LIGHT, {}, pair.judgement.light_confidence, None, None, *states, *boxes, place=place)
