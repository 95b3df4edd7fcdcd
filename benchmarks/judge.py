"""What is said of a pair beside what is true of it: facts by the one ruler of ``pipeline evaluate``, boxes, causes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from benchmarks.common import ATTRIBUTES
from benchmarks.truth import TruePair
from pipeline.core.types import Analysis, Change, ObjectGraph, SceneObject
from pipeline.datasets.example import TrueChange
from pipeline.evaluate.answers import Answer
from pipeline.evaluate.facts import ListVerdict, judge_list
from pipeline.evaluate.shown import ENOUGH_OVERLAP, covers, overlap
from pipeline.evaluate.stated import SaidChange, new_words
from pipeline.output.as_json import change_json

SIDES = ("before", "after")


@dataclass(frozen=True)
class Verdict:
    """What was found of one pair; ``boxes`` are views in which a changed object is visible."""

    pair: TruePair
    said: tuple[SaidChange, ...]
    facts: ListVerdict
    boxes: int
    boxes_right: int
    causes: tuple[str, ...] = ()

    @property
    def exact(self) -> bool:
        """Every true change is said, and nothing else."""
        return self.facts.exact

    @property
    def first_right(self) -> bool:
        """The first thing said is true; nothing is said where nothing changed."""
        return self.facts.first

    @property
    def kind(self) -> str:
        """Kind of the most important true change."""
        return self.pair.changes[0].kind if self.pair.changes else "none"


def judge(pair: TruePair, analysis: Analysis) -> Verdict:
    """Compare the change facts of ``analysis`` with the truth."""
    said = said_changes(analysis.changes)
    overlaps = [hit for change in pair.changes for hit in _box_hits(change, analysis.changes)]
    causes = tuple(cause for change in pair.changes for cause in _causes(change, pair, analysis))
    facts = judge_list(pair.truth, Answer(pair.name, "", changes=said))
    return Verdict(pair, said, facts, len(overlaps), sum(overlaps), causes)


def said_changes(changes: Sequence[Change]) -> tuple[SaidChange, ...]:
    """Change facts as an answer states them, by way of the JSON in which they are given out."""
    return tuple(SaidChange.of_json(change_json(change)) for change in changes)


def f_score(verdicts: Sequence[ListVerdict]) -> tuple[float, float, float]:
    """F1, precision and recall over all changes of all pairs; a share of nothing is 1."""
    right = sum(one.right for one in verdicts)
    said = sum(one.said or 0 for one in verdicts)
    true = sum(one.true for one in verdicts)
    f1 = 2 * right / (said + true) if said + true else 1.0
    return f1, right / said if said else 1.0, right / true if true else 1.0


def words(change: TrueChange | SaidChange) -> str:
    """A change in short, as in ``color small red rubber cube -> blue``."""
    new = " ".join(change.newcomer.values()) if isinstance(change, TrueChange) and change.newcomer else change.new
    ending = f" -> {' '.join(new_words(new))}" if new else ""
    return " ".join([change.kind, *(change.attributes.get(name, "?") for name in ATTRIBUTES)]) + ending


def _box_hits(true: TrueChange, said: Sequence[Change]) -> list[bool]:
    """For each view in which the changed object is visible: whether the answer's box is there.

    The answer's change is the one whose boxes fit best.
    """
    views = [view for view in (0, 1) if true.boxes[view] is not None]
    fits = [[overlap(true.boxes[view], getattr(one, f"box_{SIDES[view]}")) for view in views] for one in said]
    best = max(fits, key=sum, default=[0.0] * len(views))
    return [fit >= ENOUGH_OVERLAP for fit in best]


def _causes(true: TrueChange, pair: TruePair, analysis: Analysis) -> list[str]:
    """What the detector made of the changed object in each view."""
    after = true.newcomer or {**true.attributes, **({true.kind: true.new} if true.kind in ATTRIBUTES else {})}
    found = []
    for view, (graph, attributes) in enumerate(((analysis.before, true.attributes), (analysis.after, after))):
        box, node = true.boxes[view], true.nodes[view]
        if box is not None:
            share = pair.objects[view][node].visibility if pair.objects[view] and node is not None else None
            visible = "" if share is None else f", {share:.0%} visible"
            found.append(f"{SIDES[view]}: box {box.tolist()}{visible}: {_seen(graph, box, attributes)}")
    return found


def _seen(graph: ObjectGraph, box: np.ndarray, attributes: Mapping[str, str]) -> str:
    for objects, name in ((graph.objects, "found"), (graph.faint, "faint")):
        best = max(objects, key=lambda one: overlap(box, one.box), default=None)
        if best is not None and covers(best.box, box):
            misread = {key: value for key, value in attributes.items() if best.attributes.get(key) != value}
            wrong = [_misread(best, key, value) for key, value in misread.items()]
            fit = f"score {best.score:.2f}, IoU {overlap(box, best.box):.2f}"
            return f"{name}, {fit}, {'; '.join(wrong) or 'attributes right'}"
    return "not detected"


def _misread(found: SceneObject, key: str, value: str) -> str:
    probability = found.attribute_scores.get(key, {}).get(value, 0.0)
    return f"{key} {value} read as {found.attributes.get(key)} ({probability:.2f})"
