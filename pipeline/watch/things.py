"""What was left or taken at the patches that look otherwise."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from pipeline.core.boxes import area, iou
from pipeline.core.kinds import ADD, COUNT, DROP, MOVE, REPLACE
from pipeline.core.labels import ANIMATE, UNNAMED
from pipeline.core.places import Place
from pipeline.core.protocols import Detector
from pipeline.core.types import Analysis, Change, ObjectGraph
from pipeline.watch.frames import Frame
from pipeline.watch.naming import is_sure
from pipeline.watch.patches import Patch, came

TOLD = (ADD, DROP, MOVE, REPLACE, COUNT)
"""Kinds of change that things left and taken make; colours change with the light."""

SURE = 0.5
"""Score of a detection that gives a thing its name: what lasts is told once, and not corrected."""

SAME_PLACE = 0.3
"""IoU from which a change, or an object, is what a patch shows."""

CLEARLY = 0.5
"""The same for an object that gives a patch its name."""

LEAST_AREA = 0.0015
"""Share of a picture that a thing takes up, of which the differ knows nothing: a letter of a clock is smaller."""


@dataclass(frozen=True, eq=False)
class Seen:
    """A background as it ``was``, what ``stays`` now, the patches at which that is another thing, and who names it."""

    was: np.ndarray
    stays: np.ndarray
    patches: Sequence[Patch]
    detector: Detector

    def told(self, analysis: Analysis) -> Analysis:
        """The analysis with those changes alone that things left and taken make, named where that is sure."""
        found = [self._change(patch, analysis) for patch in sorted(self.patches, key=lambda one: -one.mask.sum())]
        changes: list[Change] = []
        for change in found:
            if change is not None and all(iou(box_of(change), box_of(one))[0, 0] < SAME_PLACE for one in changes):
                changes.append(self._surely_named(change))
        return replace(analysis, changes=tuple(changes))

    def since(self, change: Change) -> Frame | None:
        """The picture since which the place of a change shows another thing; None for a change at no patch."""
        fits = [(_fit(change, patch), patch.since) for patch in self.patches]
        best, since = max(fits, default=(0.0, None), key=lambda one: one[0])
        return since if best > 0 else None

    def boxes(self, change: Change) -> list[np.ndarray]:
        """Where a change is told, and the patches there."""
        told = [box for box in (change.box_before, change.box_after) if box is not None]
        return [*told, *(patch.box for patch in self.patches if _fit(change, patch) >= SAME_PLACE)]

    def _surely_named(self, change: Change) -> Change:
        """The change, its one thing without a name where other looks at it give other names."""
        if change.kind not in (ADD, DROP) or change.label == UNNAMED or change.count > 1:
            return change
        image = self.stays if change.kind == ADD else self.was
        return change if is_sure(self.detector, image, box_of(change), change.label) else _nameless(change)

    def _change(self, patch: Patch, analysis: Analysis) -> Change | None:
        """What changed at a patch; its outline tells whether something came, where the differ tells another kind."""
        known = [one for one in analysis.changes if one.kind in TOLD and _fit(one, patch) >= SAME_PLACE]
        best = max(known, default=None, key=lambda one: _fit(one, patch))
        arrived = came(self.was, self.stays, patch.mask)
        if arrived is None and best is not None and best.kind in (ADD, DROP):
            arrived = best.kind == ADD
        if arrived is None or _lives(analysis.after if arrived else analysis.before, patch):
            return None
        if best is not None and best.kind in ((ADD if arrived else DROP), MOVE, REPLACE, COUNT):
            return None if best.label in ANIMATE else best if _clearly_named(best, analysis) else _nameless(best)
        large = patch.mask.sum() >= LEAST_AREA * patch.mask.size
        return _unknown(patch, analysis, arrived) if large else None


def box_of(change: Change) -> np.ndarray:
    """Where a change is seen: in the picture after, but for what is gone."""
    box = change.box_before if change.box_after is None else change.box_after
    return np.zeros(4) if box is None else np.asarray(box)


def _fit(change: Change, patch: Patch) -> float:
    boxes = [box for box in (change.box_before, change.box_after) if box is not None]
    return max((float(iou(box, patch.box)[0, 0]) for box in boxes), default=0.0)


def _lives(graph: ObjectGraph, patch: Patch) -> bool:
    """Whether a patch is a living thing that stands still."""
    living = [one for one in graph.objects if one.label in ANIMATE]
    return any(float(iou(one.box, patch.box)[0, 0]) >= SAME_PLACE for one in living)


def _clearly_named(change: Change, analysis: Analysis) -> bool:
    came_in = change.kind == ADD
    graph, node = (analysis.after, change.node_after) if came_in else (analysis.before, change.node_before)
    return change.count > 1 or (node in graph and graph.nodes[node]["object"].score >= SURE)


def _nameless(change: Change) -> Change:
    return replace(change, label=UNNAMED)


def _unknown(patch: Patch, analysis: Analysis, arrived: bool) -> Change:
    """What came or is gone by the patch alone, named by the object that is seen there."""
    graph = analysis.after if arrived else analysis.before
    fits = [(float(iou(one.box, patch.box)[0, 0]), i) for i, one in zip(graph.nodes, graph.objects, strict=True)]
    best, node = max(fits, default=(0.0, None))
    named = node is not None and best >= CLEARLY and graph.nodes[node]["object"].score >= SURE
    label = graph.nodes[node]["object"].label if named else UNNAMED
    width, height = graph.extent
    x, y = (patch.box[:2] + patch.box[2:]) / 2
    place = Place.at(min(int(3 * y / height), 2), min(int(3 * x / width), 2))
    share = float(patch.mask.sum() / max(area(patch.box)[0], 1.0))
    known = node if named else None
    if arrived:
        return Change(ADD, label, {}, share, None, known, box_after=patch.box, place=place)
    return Change(DROP, label, {}, share, known, None, box_before=patch.box, place=place)
