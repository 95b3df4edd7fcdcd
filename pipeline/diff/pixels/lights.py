"""Lights that went on or off: something that shines in one picture alone, and shines on what is around it.

A lamp is burnt out where it was dull, and by how much brighter it makes its surroundings falls off all around it.  A
white thing that came makes nothing brighter, daylight has no middle, and a longer exposure brightens all alike.  What
a lamp shines on keeps its structure, and what stands before something bright has its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np

from detectors.light import GAMMA
from pipeline.core.labels import LIGHT
from pipeline.core.types import Change
from pipeline.diff.pixels.aligned_pair import PICTURES, AlignedPair, other
from pipeline.diff.pixels.judgement import Judgement
from pipeline.diff.pixels.regions import Region, fine
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

RIM = 3
"""Pixels around a lamp that are mixed with it by blur and compression."""

REACHES = (1.0, 2.0, 4.0, 8.0, 16.0)
"""How far the rings around a lamp reach beyond its rim, in its radii; what shines in them is of one lamp."""

FEWEST = 3
"""Rings that the picture has to show, and over which light falls off."""

LEAST_RADIUS = 2.0
"""Pixels that a lamp's radius counts for at least: of less there would be no ring."""

MOST = 12
"""What shines is looked at up to so many places, the largest first."""

FILLED, LONG = 0.4, 2.0
"""Share of its box that a lamp fills, and how many times as long as wide that is: glints and bright rims are longer."""

WAVERS = 0.05
"""By how much, in logarithms, a farther ring may be brighter: it shows other things."""

SUDDEN = 0.6
"""Share of the whole fall that is between two rings at most: the border of a shadow is one step."""

AROUND, STRUCTURE = 4.0, 1.0
"""Of its radii, how far around a lamp structure is compared, and the least deviation, in levels of L, that is any."""

SECTORS = 8
"""Of the directions in which light has to fall off."""


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
    brightest = {name: image.max(-1) for name, image in zip(PICTURES, pair.view.natural, strict=True)}
    if max(int(one.max()) for one in brightest.values()) < judgement.shining:
        return
    light = {name: _light(image) for name, image in zip(PICTURES, pair.view.natural, strict=True)}
    for picture in PICTURES:
        told = valid & (light[picture] > DARK) & (light[other(picture)] > DARK)
        ways = _more(light[picture], light[other(picture)], told)
        shining = (brightest[picture] >= judgement.shining) & (np.minimum(*ways) >= judgement.least_brighter) & valid
        for box, mask in _parts(shining, judgement):
            glow, other_glow = (_glow(more, told, box, mask, judgement) for more in ways)
            if glow is None or other_glow is None or _came(pair, picture, box):
                continue
            if _kept_around(pair, box, mask):
                yield Lamp(box, glow, picture)


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


def _parts(shining: np.ndarray, judgement: Judgement) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Boxes and masks ``(h, w)`` of what shines and is no larger than lamps are."""
    import cv2

    _, labels, stats, _ = cv2.connectedComponentsWithStats(shining.astype(np.uint8))
    for number in 1 + np.argsort(-stats[1:, cv2.CC_STAT_AREA])[:MOST]:
        x, y, wide, high, area = stats[number]
        compact = max(wide, high) <= LONG * min(wide, high) and area >= FILLED * wide * high
        if compact and judgement.least_lamp <= area <= judgement.most_lamp * shining.size:
            yield np.array([x, y, x + wide, y + high], float), labels == number


def _glow(
    more: np.ndarray, told: np.ndarray, box: np.ndarray, mask: np.ndarray, judgement: Judgement
) -> np.ndarray | None:
    """The box of what a lamp shines on, if light falls off all around it; ``more`` there is, in logarithms."""
    import cv2

    radius = max(LEAST_RADIUS, float(np.sqrt(mask.sum() / np.pi)))
    reach = int(np.ceil(RIM + REACHES[-1] * radius))
    x0, y0, x1, y1 = box.astype(int)
    window = slice(max(0, y0 - reach), y1 + reach), slice(max(0, x0 - reach), x1 + reach)
    away = cv2.distanceTransform((~mask[window]).astype(np.uint8), cv2.DIST_L2, 5) - RIM
    near, told = more[window], told[window]
    bounds = pairwise((0.0, *REACHES))
    rings = [told & (away > inner * radius) & (away <= outer * radius) for inner, outer in bounds]
    levels = [float(np.median(near[ring])) for ring in rings if ring.any()]
    if len(levels) < FEWEST or any(outer > inner + WAVERS for inner, outer in pairwise(levels[: FEWEST + 1])):
        return None
    if levels[0] - levels[FEWEST - 1] < judgement.least_glow:  # a border of sun and shadow is farther off
        return None
    if max(inner - outer for inner, outer in pairwise(levels)) > SUDDEN * (levels[0] - min(levels)):  # or nearer
        return None
    middle = (y0 + y1) / 2 - window[0].start, (x0 + x1) / 2 - window[1].start
    far = rings[min(FEWEST, len(levels) - 1)]
    if _sectors(near, rings[0], far, middle, judgement.least_glow / 2) < judgement.least_sectors:
        return None
    height, width = mask.shape
    return np.array([window[1].start, window[0].start, min(width, x1 + reach), min(height, y1 + reach)], float)


def _sectors(
    near: np.ndarray, inner: np.ndarray, outer: np.ndarray, middle: tuple[float, float], least: float
) -> float:
    """Share of the directions in which there is more light in the inner of two rings, of those that both have."""
    down, across = np.mgrid[: near.shape[0], : near.shape[1]]
    sector = np.floor(np.arctan2(down - middle[0], across - middle[1]) * SECTORS / (2 * np.pi)) % SECTORS
    both = [(near[inner & (sector == one)], near[outer & (sector == one)]) for one in range(SECTORS)]
    falls = [np.median(close) - np.median(far) >= least for close, far in both if close.size and far.size]
    return float(np.mean(falls)) if falls else 0.0


def _kept_around(pair: AlignedPair, box: np.ndarray, mask: np.ndarray) -> bool:
    """Whether what is around a lamp has the same structure in both pictures, or none."""
    import cv2

    radius = max(LEAST_RADIUS, float(np.sqrt(mask.sum() / np.pi)))
    reach = int(np.ceil(RIM + AROUND * radius))
    x0, y0, x1, y1 = box.astype(int)
    window = slice(max(0, y0 - reach), y1 + reach), slice(max(0, x0 - reach), x1 + reach)
    away = cv2.distanceTransform((~mask[window]).astype(np.uint8), cv2.DIST_L2, 5)
    ring = (away > RIM) & (away <= reach) & pair.view.valid[window]
    if not ring.any():
        return True
    before, after = (fine(pair.image(picture)[..., 0])[window][ring] for picture in PICTURES)
    before, after = before - before.mean(), after - after.mean()
    power = float(before.std() * after.std())
    return power < STRUCTURE**2 or float((before * after).mean()) / power >= pair.judgement.recolored


def _came(pair: AlignedPair, picture: str, box: np.ndarray) -> bool:
    """Whether a lamp is on something that only its picture shows: the lamps of a car that came are part of it."""
    here, there = ([one for one in pair.known[name] if _within(box, one.box)] for name in (picture, other(picture)))
    sure = {one.label for one in here if one.score >= pair.judgement.sure}
    return bool(sure - {one.label for one in there})


def _within(inner: np.ndarray, outer: np.ndarray) -> bool:
    """Whether the middle of a box lies in another."""
    middle = (inner[:2] + inner[2:]) / 2
    return bool((outer[:2] <= middle).all() and (middle <= outer[2:]).all())


def _fact(pair: AlignedPair, lamp: Lamp) -> Change:
    states = (OFF, ON) if lamp.picture == "after" else (ON, OFF)
    boxes = [pair.view.from_view(lamp.box, picture)[0] for picture in PICTURES]
    place = place_of(pair.view, lamp.box, lamp.picture)
    return Change("state", LIGHT, {}, pair.judgement.light_confidence, None, None, *states, *boxes, place=place)
