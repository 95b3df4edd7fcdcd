"""What the pixels of a pair say, before any detection is asked."""

from __future__ import annotations

from dataclasses import dataclass
from weakref import WeakKeyDictionary

import numpy as np

from pipeline.diff.pixels.change_map import ChangeMap, change_map
from pipeline.diff.pixels.judgement import Eyesight
from pipeline.diff.pixels.overlays import overlay_mask
from pipeline.diff.pixels.regions import Region, changed_mask, evidence_map, find_regions
from pipeline.diff.pixels.weather import weather_mask
from pipeline.register.shared_view import SharedView


@dataclass(frozen=True, eq=False)
class Sight:
    """The change map of a pair, its smoothed evidence, and the pixels that changed with the regions they make.

    ``weak`` holds all pixels that may have changed, also where nothing near them changed clearly; ``over`` those that
    differ by what lies over the picture, as a clock does, and ``falling`` those that differ by snow or rain: neither
    have evidence.
    """

    change: ChangeMap
    evidence: np.ndarray
    mask: np.ndarray
    weak: np.ndarray
    regions: list[Region]
    over: np.ndarray
    falling: np.ndarray


def see(view: SharedView, eyesight: Eyesight) -> Sight:
    """Compare the pictures of a view; asked twice of one view, it looks once."""
    seen = _SEEN.get(view)
    if seen is None or seen[0] != eyesight:
        change = change_map(view, eyesight.floor, eyesight.most_light)
        evidence = evidence_map(change)
        differs = bool((evidence >= eyesight.high).any())
        over, falling = (mask(view) if differs else np.zeros(view.shape, bool) for mask in (overlay_mask, weather_mask))
        evidence[over | falling] = 0
        mask = changed_mask(evidence, eyesight.low, eyesight.high, eyesight.bridged)
        weak = changed_mask(evidence, eyesight.low, eyesight.low, eyesight.bridged)
        least_area = max(eyesight.least_pixels, round(eyesight.least_area * mask.size))
        regions = find_regions(change, evidence, mask, least_area)
        seen = _SEEN[view] = (eyesight, Sight(change, evidence, mask, weak, regions, over, falling))
    return seen[1]


_SEEN: WeakKeyDictionary[SharedView, tuple[Eyesight, Sight]] = WeakKeyDictionary()
