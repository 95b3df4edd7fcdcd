"""What the pixels of a pair say, before any detection is asked."""

from __future__ import annotations

from dataclasses import dataclass
from weakref import WeakKeyDictionary

import numpy as np

from pipeline.diff.pixels.change_map import ChangeMap, change_map
from pipeline.diff.pixels.regions import Region, changed_mask, evidence_map, find_regions
from pipeline.register.shared_view import SharedView


@dataclass(frozen=True)
class Eyesight:
    """How clearly pixels must differ.

    Parameters
    ----------
    floor
        The least noise that any pair is taken to have, in units of L, a or b.
    low, high
        Standard deviations of the pair's noise: a changed region reaches ``high`` somewhere and ``low`` everywhere.
    least_area
        Smallest region, as a share of the picture.
    """

    floor: float = 3.0
    low: float = 2.0
    high: float = 4.0
    least_area: float = 0.0003


@dataclass(frozen=True, eq=False)
class Sight:
    """The change map of a pair, its smoothed evidence, and the pixels that changed with the regions they make.

    ``weak`` holds all pixels that may have changed, also where nothing near them changed clearly.
    """

    change: ChangeMap
    evidence: np.ndarray
    mask: np.ndarray
    weak: np.ndarray
    regions: list[Region]


def see(view: SharedView, eyesight: Eyesight) -> Sight:
    """Compare the pictures of a view; asked twice of one view, it looks once."""
    seen = _SEEN.get(view)
    if seen is None or seen[0] != eyesight:
        change = change_map(view, eyesight.floor)
        evidence = evidence_map(change)
        mask = changed_mask(evidence, eyesight.low, eyesight.high)
        weak = changed_mask(evidence, eyesight.low, eyesight.low)
        regions = find_regions(change, evidence, mask, max(12, round(eyesight.least_area * mask.size)))
        seen = _SEEN[view] = (eyesight, Sight(change, evidence, mask, weak, regions))
    return seen[1]


_SEEN: WeakKeyDictionary[SharedView, tuple[Eyesight, Sight]] = WeakKeyDictionary()
