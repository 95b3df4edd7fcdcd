"""From changed things to facts: what came, went, moved or changed its colour."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from detectors.boxes import area, iou
from detectors.color_terms import color_scores
from pipeline.diff.assign import assign
from pipeline.diff.photo import words
from pipeline.diff.photo.groups import grouped
from pipeline.diff.photo.regions import Region
from pipeline.diff.photo.sight import Sight
from pipeline.diff.photo.things import (
    Thing,
    appearance,
    best_things,
    changed_thing,
    correlation,
    counterpart,
    detections,
    rounded,
)
from pipeline.register.shared_view import SharedView
from pipeline.types import Change, ObjectGraph

if TYPE_CHECKING:
    from pipeline.diff.photo.differ import AlignedDiffer

UNNAMED = "object"


class Facts:
    """All that changed between two pictures of one scene."""

    def __init__(
        self, before: ObjectGraph, after: ObjectGraph, view: SharedView, sight: Sight, settings: AlignedDiffer
    ) -> None:
        self.graphs = {"before": before, "after": after}
        self.view, self.sight, self.settings = view, sight, settings
        self.known = {picture: detections(graph, view, picture) for picture, graph in self.graphs.items()}

    def changes(self) -> list[Change]:
        """Facts, most important first."""
        if not self.sight.regions:
            return []
        colored, claimed = self._colors()
        alone, moved = self._things(claimed)
        explained = [*claimed, *(thing for pair in moved for thing in pair), *alone]
        unnamed_colored, unnamed = self._unnamed(explained)
        more_moved, alone = self._moves([*alone, *unnamed])
        found = [*colored, *unnamed_colored]
        found += [self._moved(*pair) for pair in [*moved, *more_moved]]
        found += [self._alone(thing) for thing in alone]
        facts = [fact for fact in found if fact.confidence >= self.settings.least]
        return grouped(facts, self.view, self.graphs)

    def _colors(self) -> tuple[list[Change], list[Thing]]:
        """Objects that kept their structure and changed their hue."""
        facts, claimed = [], []
        for region in self.sight.regions:
            if not self._recolored(region):
                continue
            thing = self._owner(region)
            fact = self._color(region, thing)
            if fact is not None:
                facts.append(fact)
                claimed.append(thing or self._of_region(region, "after"))
        return facts, claimed

    def _recolored(self, region: Region) -> bool:
        big = region.area >= 4 * self.settings.least_area * self.sight.mask.size
        return big and region.hue > 0.5 and region.likeness >= self.settings.recolored

    def _owner(self, region: Region) -> Thing | None:
        """The object that a recoloured region is most of."""
        best, most = None, 0.25
        for picture in ("before", "after"):
            for node, found, box in self.known[picture]:
                if found.score >= self.settings.least_score:
                    fit = float(iou(region.box, box)[0, 0]) * found.score**0.25
                    if fit > most:
                        best, most = changed_thing(picture, node, found, box, self.sight), fit
        return best

    def _color(self, region: Region, owner: Thing | None) -> Change | None:
        window = region.window
        scores = [
            color_scores(image[window][region.mask]) for image in (self.sight.change.before, self.sight.change.after)
        ]
        pairs = {(x, y): scores[0][x] * scores[1][y] for x in scores[0] for y in scores[1] if x != y}
        old, new = max(pairs, key=lambda pair: pairs[pair])
        if max(scores[0], key=lambda name: scores[0][name]) == max(scores[1], key=lambda name: scores[1][name]):
            return None
        label = UNNAMED if owner is None else owner.label
        attributes = {"color": old, **words.place_of(self.view, region.box, "before")}
        boxes = self._boxes(region.box if owner is None else owner.box)
        confidence = min(0.95, 0.5 + 0.5 * (0.3 if owner is None else owner.score))
        before, after = self._nodes(owner)
        return Change("color", label, attributes, confidence, before, after, old, new, *boxes)

    def _nodes(self, owner: Thing | None) -> tuple[int | None, int | None]:
        if owner is None:
            return None, None
        other = "after" if owner.picture == "before" else "before"
        twin = counterpart(owner, self.known[other], self.settings.overlap, 0.0)
        nodes = {owner.picture: owner.node, other: None if twin is None else twin[0]}
        return nodes["before"], nodes["after"]

    def _things(self, claimed: list[Thing]) -> tuple[list[Thing], list[tuple[Thing, Thing]]]:
        """Changed objects that are in one picture only, and those that are in both but a step apart."""
        taken = np.array([one.box for one in claimed]).reshape(-1, 4)
        alone: list[Thing] = []
        for picture, other in (("before", "after"), ("after", "before")):
            changed = []
            for node, found, box in self.known[picture]:
                if found.score < self.settings.least_score or (len(taken) and iou(box, taken).max() > 0.4):
                    continue
                thing = changed_thing(picture, node, found, box, self.sight)
                if thing.share < self.settings.least_share or thing.fit < self.settings.least_fit:
                    continue
                if correlation(self.sight, thing) > self.settings.recolored:
                    continue
                if counterpart(thing, self.known[other], self.settings.overlap, 0.5) is None:
                    changed.append(thing)
            alone += best_things(changed)
        alone = self._one_side(alone)
        moved, alone = self._moves(alone)
        return alone, moved

    def _one_side(self, things: list[Thing]) -> list[Thing]:
        """Of an object and a ghost of it in the other picture, in the same place, the better one."""
        kept: list[Thing] = []
        for thing in sorted(things, key=lambda one: -one.worth):
            rivals = [one for one in kept if one.picture != thing.picture and iou(one.box, thing.box)[0, 0] > 0.5]
            if not any(one.worth > 2 * thing.worth for one in rivals):
                kept.append(thing)
        return kept

    def _moves(self, things: list[Thing]) -> tuple[list[tuple[Thing, Thing]], list[Thing]]:
        """Pairs that look like one object before and after, and the rest."""
        gone = [one for one in things if one.picture == "before"]
        come = [one for one in things if one.picture == "after"]
        if not gone or not come:
            return [], things
        cost = np.array([[self._unlike(one, other) for other in come] for one in gone])
        half = np.full(len(gone), self.settings.same / 2), np.full(len(come), self.settings.same / 2)
        pairs = assign(cost, *half)
        matched = {("before", i) for i, _ in pairs} | {("after", j) for _, j in pairs}
        rest = [one for i, one in enumerate(gone) if ("before", i) not in matched]
        rest += [one for j, one in enumerate(come) if ("after", j) not in matched]
        return [(gone[i], come[j]) for i, j in pairs], rest

    def _unlike(self, one: Thing, other: Thing) -> float:
        """How much two things differ: looks, size, and how far apart they are for their size."""
        if one.label != other.label and UNNAMED not in (one.label, other.label):
            return 1e3
        colors = one.look.reshape(4, 3), other.look.reshape(4, 3)
        gap = np.abs(colors[0] - colors[1]) / np.array([30.0, 14.0, 14.0])
        looks = float(np.sqrt((gap[[0, 2]] ** 2).mean()))
        grown = abs(float(np.log(area(other.box)[0] / area(one.box)[0]))) / 1.2
        away = words.middle(other.box) - words.middle(one.box)
        distance = float(np.hypot(*away)) / float(np.hypot(*self.sight.mask.shape))
        return float(np.sqrt(looks**2 + grown**2 + (distance / 0.6) ** 2))

    def _unnamed(self, explained: list[Thing]) -> tuple[list[Change], list[Thing]]:
        """Changed regions that no detection explains, if they stand out."""
        rest = [region for region in self.sight.regions if not self._explained(region, explained)]
        total = sum(region.evidence * region.area for region in rest)
        facts: list[Change] = []
        things: list[Thing] = []
        for region in rest:
            clear = region.evidence >= 1.5 * self.settings.high and region.likeness < self.settings.recolored
            large = region.area >= 4 * self.settings.least_area * self.sight.mask.size
            if clear and large and region.evidence * region.area >= self.settings.stands_out * total and not explained:
                things.append(self._of_region(region, "after" if region.side > 0 else "before"))
        return facts, things

    def _explained(self, region: Region, things: list[Thing]) -> bool:
        if not things:
            return False
        left = region.mask.copy()
        x, y = region.box[:2].astype(int)
        for thing in things:
            grow = 0.25 * (thing.box[2:] - thing.box[:2])
            x0, y0, x1, y1 = rounded(
                np.concatenate([thing.box[:2] - grow, thing.box[2:] + grow]), self.sight.mask.shape
            )
            left[max(0, y0 - y) : max(0, y1 - y), max(0, x0 - x) : max(0, x1 - x)] = False
        return bool(left.sum() < 0.6 * region.area)

    def _of_region(self, region: Region, picture: str) -> Thing:
        look = appearance(self.sight, picture, region.box, region.mask)
        score = min(1.0, region.evidence / (4 * self.settings.high))
        return Thing(picture, UNNAMED, score, region.box, region.mask, 1.0, 1.0, look, region.side)

    def _alone(self, thing: Thing) -> Change:
        box = self.view.from_view(thing.box, thing.picture)[0]
        attributes = self._attributes(thing)
        confidence = self._confidence(thing)
        if thing.picture == "before":
            return Change("drop", thing.label, attributes, confidence, thing.node, None, box_before=box)
        return Change("add", thing.label, attributes, confidence, None, thing.node, box_after=box)

    def _moved(self, one: Thing, other: Thing) -> Change:
        label = one.label if one.label != UNNAMED else other.label
        attributes = self._attributes(one) | words.direction(self.view, one.box, other.box)
        boxes = self.view.from_view(one.box, "before")[0], self.view.from_view(other.box, "after")[0]
        confidence = max(self._confidence(one), self._confidence(other))
        return Change("move", label, attributes, confidence, one.node, other.node, None, None, *boxes)

    def _attributes(self, thing: Thing) -> dict[str, str]:
        image = self.sight.change.before if thing.picture == "before" else self.sight.change.after
        x0, y0, x1, y1 = rounded(thing.box, self.sight.mask.shape)
        mask = thing.mask if thing.mask.shape == (y1 - y0, x1 - x0) else np.ones((y1 - y0, x1 - x0), bool)
        pixels = image[y0:y1, x0:x1][mask] if mask.any() else image[y0:y1, x0:x1].reshape(-1, 3)
        return {
            **words.color_of(pixels),
            **words.size_of(thing, self.known[thing.picture]),
            **words.place_of(self.view, thing.box, thing.picture),
            **words.near(thing, self.known[thing.picture], self.sight),
        }

    def _confidence(self, thing: Thing) -> float:
        return float(min(0.99, (thing.score * thing.fit) ** 0.5 + 0.1))

    def _boxes(self, box: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        return self.view.from_view(box, "before")[0], self.view.from_view(box, "after")[0]
