"""Whether what is said of a pair is what is true of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from benchmarks.truth import ATTRIBUTES, Box, TrueChange, TruePair
from pipeline.core.boxes import iou
from pipeline.core.types import Analysis, Change, ObjectGraph, SceneObject

Fact = tuple[str, tuple[str | None, ...], frozenset[str]]
"""Kind, the four attributes, and the new value (for ``replace`` all four new attributes) as words."""

ENOUGH_OVERLAP = 0.5


@dataclass(frozen=True)
class Verdict:
    """What was found of one pair."""

    pair: TruePair
    said: tuple[Fact, ...]
    right: int
    boxes: int
    boxes_right: int
    causes: tuple[str, ...] = ()

    @property
    def exact(self) -> bool:
        """Every true change is said, and nothing else."""
        return self.right == len(self.pair.changes) == len(self.said)

    @property
    def first_right(self) -> bool:
        """The first thing said is true; nothing is said where nothing changed."""
        true = [true_fact(change) for change in self.pair.changes]
        return self.said[0] in true if self.said else not true

    @property
    def kind(self) -> str:
        """Kind of the most important true change."""
        return self.pair.changes[0].kind if self.pair.changes else "none"


def judge(pair: TruePair, analysis: Analysis) -> Verdict:
    """Compare the change facts of ``analysis`` with the truth."""
    said = tuple(said_fact(change) for change in analysis.changes)
    common = Counter(said) & Counter(true_fact(change) for change in pair.changes)
    overlaps = [hit for change in pair.changes for hit in _box_hits(change, analysis.changes)]
    causes = tuple(cause for change in pair.changes for cause in _causes(change, analysis))
    return Verdict(pair, said, sum(common.values()), len(overlaps), sum(overlaps), causes)


def true_fact(change: TrueChange) -> Fact:
    """The fact that a correct answer states."""
    new = change.new_attributes.values() if change.kind == "replace" and change.new_attributes else [change.new]
    return change.kind, _in_order(change.attributes), frozenset(word for word in new if word)


def said_fact(change: Change) -> Fact:
    """The fact that an answer states."""
    new = [change.new] if change.newcomer is None else change.newcomer.attributes.values()
    return change.kind, _in_order(change.attributes), frozenset(value for value in new if value)


def f_score(verdicts: Sequence[Verdict]) -> tuple[float, float, float]:
    """F1, precision and recall over all changes of all pairs."""
    right = sum(one.right for one in verdicts)
    said = sum(len(one.said) for one in verdicts)
    true = sum(len(one.pair.changes) for one in verdicts)
    return 2 * right / max(said + true, 1), right / max(said, 1), right / max(true, 1)


def overlap(first: Box | np.ndarray, second: Box | np.ndarray) -> float:
    """IoU of two boxes, 0 where one is None."""
    return 0.0 if first is None or second is None else float(iou(np.array(first), np.array(second))[0, 0])


def words(fact: Fact) -> str:
    """A fact in short, as in ``color small red rubber cube -> blue``."""
    kind, attributes, new = fact
    ending = f" -> {' '.join(sorted(new))}" if new else ""
    return " ".join([kind, *(value or "?" for value in attributes)]) + ending


def _in_order(attributes: dict[str, str]) -> tuple[str | None, ...]:
    return tuple(attributes.get(name) for name in ATTRIBUTES)


def _box_hits(true: TrueChange, said: Sequence[Change]) -> list[bool]:
    """For each view in which the changed object is visible: whether the answer's box is there.

    The answer's change is the one whose boxes fit best.
    """
    views = [name for name in ("box_before", "box_after") if getattr(true, name) is not None]
    fits = [[overlap(getattr(true, name), getattr(one, name)) for name in views] for one in said]
    best = max(fits, key=sum, default=[0.0] * len(views))
    return [fit >= ENOUGH_OVERLAP for fit in best]


def _causes(true: TrueChange, analysis: Analysis) -> list[str]:
    """What the detector made of the changed object in each view."""
    after = {**true.attributes, **({true.kind: true.new} if true.kind in ATTRIBUTES else {})}
    after = true.new_attributes or after
    views = (
        ("before", analysis.before, true.box_before, true.attributes, true.visible_before),
        ("after", analysis.after, true.box_after, after, true.visible_after),
    )
    return [
        f"{name}: box {box}{'' if visible is None else f', {visible:.0%} visible'}: {_seen(graph, box, attributes)}"
        for name, graph, box, attributes, visible in views
        if box is not None
    ]


def _seen(graph: ObjectGraph, box: Box, attributes: dict) -> str:
    for objects, name in ((graph.objects, "found"), (graph.faint, "faint")):
        fits = [overlap(box, one.box) for one in objects]
        if fits and max(fits) >= ENOUGH_OVERLAP:
            one = objects[int(np.argmax(fits))]
            wrong = [_misread(one, key, value) for key, value in attributes.items() if one.attributes.get(key) != value]
            return f"{name}, score {one.score:.2f}, IoU {max(fits):.2f}, {'; '.join(wrong) or 'attributes right'}"
    return "not detected"


def _misread(found: SceneObject, key: str, value: str) -> str:
    probability = found.attribute_scores.get(key, {}).get(value, 0.0)
    return f"{key} {value} read as {found.attributes.get(key)} ({probability:.2f})"
