"""Pairs of photographs with what is true of them, and whether an answer says it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.common import json_lines
from benchmarks.judge import said_changes
from detectors.coco import COCO_LABELS
from detectors.color_terms import COLORS
from pipeline.core.types import Analysis, Change, Description, ObjectGraph
from pipeline.datasets.example import TrueChange, Truth
from pipeline.evaluate.answers import Answer
from pipeline.evaluate.facts import judge_list
from pipeline.evaluate.shown import overlap
from pipeline.output.stated import stated_values

ENOUGH_OVERLAP = 0.3
"""IoU from which a box is on an object of a photograph: the true boxes were drawn by eye, some of a few pixels."""

NAMES = {"people": "person"}
NOTHING = "nothing"


@dataclass(frozen=True)
class PhotoPair:
    """One pair: ``kinds`` is empty where nothing changed, ``objects`` are the records of the changed objects."""

    name: str
    world: str
    before: Path
    after: Path
    kinds: frozenset[str]
    objects: tuple[dict[str, Any], ...]
    captions: tuple[str, ...]

    @property
    def labels(self) -> frozenset[str]:
        """Classes of the changed objects that COCO has a word for."""
        named = {NAMES.get(one["label"], one["label"]) for one in self.objects}
        return frozenset(named & set(COCO_LABELS))

    @property
    def truth(self) -> Truth:
        """What is true, as ``pipeline evaluate`` judges it; a name that COCO lacks, or a vague colour, is not asked."""
        return Truth(tuple(map(_true_change, self.objects)))


@dataclass(frozen=True)
class PhotoVerdict:
    """What is right of an answer, judged by the change that it puts first; ``label`` is None where COCO has no word.

    ``fact`` is whether kind, label and new colour, as far as they are known, are those of one true change.
    """

    pair: PhotoPair
    said: str
    caption: str
    fact: bool
    kind: bool
    label: bool | None
    box: float
    seconds: float
    cause: str


def read_photo_pairs(folder: Path) -> list[PhotoPair]:
    """All pairs of the folder of reference data, in their order."""
    return [_pair(record, folder) for record in json_lines(folder / "pairs.jsonl")]


def judge_photo(pair: PhotoPair, description: Description, seconds: float) -> PhotoVerdict:
    """Compare the first change of an answer with the truth; where nothing changed, any change is wrong."""
    analysis = description.analysis
    first = analysis.changes[0] if analysis.changes else None
    kind = first is None if not pair.kinds else first is not None and first.kind in pair.kinds
    label = (first is not None and first.label in pair.labels) if pair.labels else None
    box = max((best_overlap(one, first) for one in pair.objects), default=0.0) if first else 0.0
    right = kind and label is not False and (box >= ENOUGH_OVERLAP or not pair.kinds)
    cause = "" if right else _cause(pair, analysis, first)
    said = "; ".join(map(_words, analysis.changes)) or NOTHING
    fact = judge_list(pair.truth, _answer(pair, description)).first
    return PhotoVerdict(pair, said, description.caption, fact, kind, label, box, seconds, cause)


def _pair(record: dict[str, Any], folder: Path) -> PhotoPair:
    kinds = frozenset(record["kinds"]) - {"none"}
    files = folder / record["before"], folder / record["after"]
    objects, captions = tuple(record["objects"]), tuple(record["captions"])
    return PhotoPair(record["id"], record["world"], *files, kinds, objects, captions)


def _true_change(record: dict[str, Any]) -> TrueChange:
    label = NAMES.get(record["label"], record["label"])
    new = record["color_after"] if record["change"] == "color" and record["color_after"] in COLORS else ""
    return TrueChange(record["change"], label if label in COCO_LABELS else "", new=new)


def _answer(pair: PhotoPair, description: Description) -> Answer:
    return Answer(pair.name, description.caption, changes=said_changes(description.changes))


def best_overlap(true: dict[str, Any], said: Change) -> float:
    """The better IoU of the two views."""
    return max(overlap(true[view], getattr(said, view)) for view in ("box_before", "box_after"))


def _words(change: Change) -> str:
    old, new = stated_values(change)
    values = f" {old} -> {new}" if new else ""
    return f"{change.kind} {change.label}{values} ({change.confidence:.2f})"


def _cause(pair: PhotoPair, analysis: Analysis, first: Change | None) -> str:
    """Where it went wrong: the first stage that did not see what it had to see."""
    if not pair.kinds:
        return "false alarm"
    seen = [_detected(one, analysis) for one in pair.objects]
    if first is None:
        return "change not seen" if any(seen) else "object not detected, and its change too faint to be told unnamed"
    if first.kind not in pair.kinds:
        return "one object taken for two" if pair.kinds == {"move"} else "kind misjudged"
    if pair.labels and first.label not in pair.labels:
        return "right object, wrong name" if any(seen) else "object not detected: unnamed or misnamed"
    return "another change is told first, or its box is off"


def _detected(true: dict[str, Any], analysis: Analysis) -> bool:
    """Whether some detection of the right class lies on the object in a view where it is."""
    label = NAMES.get(true["label"], true["label"])
    views: Sequence[tuple[ObjectGraph, Any]] = (
        (analysis.before, true["box_before"]),
        (analysis.after, true["box_after"]),
    )
    return any(
        one.label == label and overlap(one.box, box) >= ENOUGH_OVERLAP
        for graph, box in views
        if box is not None
        for one in (*graph.objects, *graph.faint)
    )
