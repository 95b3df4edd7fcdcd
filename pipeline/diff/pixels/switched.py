"""Screens that went on or off: the same thing in the same place, dark in one picture and lit in the other."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from pipeline.core.boxes import area, intersection, union
from pipeline.core.types import Change
from pipeline.diff.pixels.aligned_pair import PICTURES, AlignedDetection, AlignedPair, other, rounded
from pipeline.diff.pixels.landmarks import landmark_of
from pipeline.diff.pixels.presence import counterpart
from pipeline.diff.pixels.regions import fine
from pipeline.diff.pixels.things import changed_thing
from pipeline.diff.pixels.traits import place_of

ON, OFF = "on", "off"

FRAME = 0.2
"""Share of a box's side that is left out at each of its edges: what remains is all screen."""

RIM = 0.15
"""How far the surroundings of a box reach, in its sides."""

REFLECTED = 10
"""Percentage of a dark screen that may mirror something bright."""

NOISE = 1.0
"""Deviation in pixels of the blur that takes a camera's noise from what a dark screen shows."""


def switched(pair: AlignedPair) -> tuple[list[Change], list[np.ndarray]]:
    """Facts about screens that went on or off, and their boxes of the view: what is seen in them is no thing."""
    facts: list[Change] = []
    claimed: list[np.ndarray] = []
    for picture in PICTURES:
        for one in pair.known[picture]:
            told = any(_within(one.box, box) > pair.judgement.same_thing for box in claimed)
            twin = None if told else _seen_in_both(pair, picture, one)
            states = _states(pair, one.box)
            if twin is not None and states is not None and _surroundings_stayed(pair, one.box):
                facts.append(_fact(pair, picture, one, twin, states))
                claimed.append(union(np.array([one.box, twin.box])))
    return facts, claimed


def without_regions(pair: AlignedPair, boxes: list[np.ndarray]) -> AlignedPair:
    """The pair without the changed regions that lie mostly in some boxes."""
    share = pair.judgement.claimed_share
    kept = [one for one in pair.sight.regions if not any(_within(one.box, box) > share for box in boxes)]
    return replace(pair, sight=replace(pair.sight, regions=kept)) if boxes else pair


def _seen_in_both(pair: AlignedPair, picture: str, one: AlignedDetection) -> AlignedDetection | None:
    """What a sure screen that changed is in the other picture, where the detector sees it there, however faintly."""
    judgement = pair.judgement
    if one.label not in judgement.screens or one.score < judgement.sure:
        return None
    thing = changed_thing(pair, picture, one)
    return counterpart(pair, thing) if thing.share >= judgement.replaced else None


def _states(pair: AlignedPair, box: np.ndarray) -> tuple[str, str] | None:
    """Whether the middle of a box is lit in each picture; None where both are alike, show the same, or in doubt."""
    frame = FRAME * (box[2:] - box[:2])
    x0, y0, x1, y1 = rounded(np.concatenate([box[:2] + frame, box[2:] - frame]), pair.sight.mask.shape)
    lightness = [pair.shown(picture, (slice(y0, y1), slice(x0, x1)))[..., 0] for picture in PICTURES]
    brightest = [float(np.percentile(part, 100 - REFLECTED)) for part in lightness]
    dark = int(brightest[1] < brightest[0])
    lit = float(np.median(lightness[1 - dark])) - brightest[dark]
    if brightest[dark] > pair.judgement.most_dark or lit < pair.judgement.least_lit:
        return None
    if _alike(*lightness) >= pair.judgement.recolored:
        return None
    return (ON, OFF) if dark else (OFF, ON)


def _alike(first: np.ndarray, second: np.ndarray) -> float:
    """Correlation of what two pictures show, noise apart: a screen that is off shows nothing of what it showed."""
    import cv2

    one, two = (fine(cv2.GaussianBlur(part.astype(np.float32), (0, 0), NOISE)) for part in (first, second))
    spread = float(one.std() * two.std())
    return float(((one - one.mean()) * (two - two.mean())).mean()) / spread if spread else 0.0


def _surroundings_stayed(pair: AlignedPair, box: np.ndarray) -> bool:
    """Whether what is around a box is the same in both pictures: neither the room's light nor a passer-by did it."""
    rim = RIM * (box[2:] - box[:2])
    x0, y0, x1, y1 = rounded(np.concatenate([box[:2] - rim, box[2:] + rim]), pair.sight.mask.shape)
    around = np.ones((y1 - y0, x1 - x0), bool)
    left, top, right, bottom = rounded(box, pair.sight.mask.shape)
    around[top - y0 : bottom - y0, left - x0 : right - x0] = False
    changed = pair.sight.weak[y0:y1, x0:x1][around]
    return bool(changed.size and changed.mean() <= pair.judgement.landmark_changed)


def _fact(
    pair: AlignedPair, picture: str, one: AlignedDetection, twin: AlignedDetection, states: tuple[str, str]
) -> Change:
    seen = {picture: one, other(picture): twin}
    before, after = (seen[name] for name in PICTURES)
    return Change(
        "state",
        one.label,
        {},
        min(pair.judgement.most, one.score**0.5),
        before.node,
        after.node,
        *states,
        pair.view.from_view(before.box, "before")[0],
        pair.view.from_view(after.box, "after")[0],
        place=place_of(pair.view, before.box, "before"),
        near=landmark_of(pair, changed_thing(pair, "before", before)),
    )


def _within(box: np.ndarray, whole: np.ndarray) -> float:
    """Share of a box that lies in another one."""
    return float(intersection(box, whole)[0, 0] / max(area(box)[0], 1.0))
