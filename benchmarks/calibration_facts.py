"""What is said of pairs whose truth is known, fact by fact: confidence, kind, and whether it is right.


A fact of blocks is right by the ruler of ``pipeline evaluate``; one of a photograph if kind and name are those of a
true change that it lies on; one of a screen if kind and place are.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from benchmarks.common import json_lines
from benchmarks.judge import said_changes
from benchmarks.photo_truth import ENOUGH_OVERLAP, PhotoPair, read_photo_pairs
from benchmarks.truth import read_clevr_change, read_pairs
from pipeline.core.types import Analysis, Change, Difference
from pipeline.datasets.example import TrueChange
from pipeline.evaluate.calibration import Fact
from pipeline.evaluate.shown import overlap
from pipeline.evaluate.stated import told
from pipeline.flow.captioner import Captioner
from pipeline.flow.stages import Stages
from pipeline.worlds.world import World

Judge = Callable[[Sequence[Change]], list[bool]]
"""Of each stated change, whether it is right."""

SAME = {
    ("shift", "move"),
    ("move", "shift"),
    ("scroll", "shift"),
    ("shift", "scroll"),
    ("replace", "text"),
    ("state", "color"),
}
"""Kinds of screens that are two names of one thing."""


@dataclass(frozen=True)
class Asked:
    """A pair: where its pictures are, whether anything changed, and what is right."""

    name: str
    before: Path
    after: Path
    changed: bool
    judge: Judge


@dataclass(frozen=True)
class Answered:
    """``facts`` as the differ states them, and ``opened`` as it does when it states whatever it has a doubt of."""

    name: str
    changed: bool
    facts: tuple[Fact, ...]
    opened: tuple[Fact, ...]


def asked(folder: Path) -> list[Asked]:
    """The pairs of a folder, in whichever of the forms of the reference data it has them."""
    if (folder / "labels.jsonl").is_file():
        return [_of_blocks(pair) for part in read_clevr_change(folder) for pair in part]
    first = json_lines(folder / "pairs.jsonl")[0]
    if "world" in first:
        return [_of_photo(pair) for pair in read_photo_pairs(folder)]
    if "viewport" in first or "page" in first:
        return [_of_screen(row, folder) for row in json_lines(folder / "pairs.jsonl")]
    return [_of_blocks(pair) for pair in read_pairs(folder)]


def answers(captioner: Captioner, folder: Path, kept: Path) -> Iterator[Answered]:
    """What is said of each pair, as long as it lasts; those that ``kept`` holds already are not asked again."""
    known = {row["name"]: row for row in json_lines(kept)} if kept.is_file() else {}
    for pair in asked(folder):
        if pair.name not in known:
            row = asdict(_answered(captioner, pair))
            with kept.open("a", encoding="utf-8") as stream:
                stream.write(json.dumps(row) + "\n")
            known[pair.name] = row
        yield read(known[pair.name])


def read(row: dict[str, Any]) -> Answered:
    """An answer that was kept."""
    facts, opened = (tuple(Fact(**one) for one in row[name]) for name in ("facts", "opened"))
    return Answered(row["name"], row["changed"], facts, opened)


def uncalibrated(captioner: Captioner) -> Captioner:
    """The same captioner with the confidences of its differ."""
    worlds = [replace(world, calibrations={}) for world in captioner.worlds]
    return type(captioner)(worlds, captioner.scope, captioner.chosen, captioner.threads, captioner.weights)


def facts_of(changes: Sequence[Change], judge: Judge) -> tuple[Fact, ...]:
    """Stated changes, judged."""
    return tuple(
        Fact(round(float(change.confidence), 4), change.kind, place, right)
        for place, (change, right) in enumerate(zip(changes, judge(changes), strict=True))
    )


def _answered(captioner: Captioner, pair: Asked) -> Answered:
    analysis = captioner.diff(pair.before, pair.after)
    opened = _opened(captioner, analysis).changes
    return Answered(pair.name, pair.changed, facts_of(analysis.changes, pair.judge), facts_of(opened, pair.judge))


def _opened(captioner: Captioner, analysis: Analysis) -> Difference:
    own = captioner.of(captioner.worlds[0].name).stages
    settings = OPENED.get(own.world.name)
    if analysis.motion is None or settings is None:
        return Difference(analysis.changes)
    return Stages(_with(own.world, settings)).differ.diff(analysis.before, analysis.after, analysis.motion)


OPENED: dict[str, dict[str, float]] = {"blocks": {"least": 0.02}, "photo": {"least": 0.05}}
"""Settings with which a differ states whatever it has a doubt of."""


def _with(world: World, settings: dict[str, float]) -> World:
    name = str(world.stages["differ"])
    tables = {**world.settings["differ"], name: {**world.settings["differ"][name], **settings}}
    return replace(world, settings={**world.settings, "differ": tables})


def _of_blocks(pair: Any) -> Asked:
    def judge(changes: Sequence[Change]) -> list[bool]:
        right = {said for said, _ in told(said_changes(changes), pair.changes)}
        return [number in right for number in range(len(changes))]

    return Asked(pair.name, pair.before, pair.after, bool(pair.changes), judge)


def _of_photo(pair: PhotoPair) -> Asked:
    def fits(change: Change, true: TrueChange, record: dict[str, Any]) -> bool:
        boxes = ((record[f"box_{view}"], getattr(change, f"box_{view}")) for view in ("before", "after"))
        named = not true.label or change.label == true.label
        return change.kind == true.kind and named and max(overlap(*both) for both in boxes) >= ENOUGH_OVERLAP

    true = list(zip(pair.truth.changes, pair.objects, strict=True))
    judge: Judge = lambda changes: _each_once(changes, lambda change, n: fits(change, *true[n]), len(true))  # noqa: E731
    return Asked(pair.name, pair.before, pair.after, bool(pair.kinds), judge)


def _of_screen(row: dict[str, Any], folder: Path) -> Asked:
    true = row["changes"]

    def fits(change: Change, n: int) -> bool:
        kinds = (true[n]["kind"], change.kind)
        alike = kinds[0] == kinds[1] or kinds in SAME
        return alike and (kinds[0] in ("theme", "scroll") or near(true[n], change))

    judge: Judge = lambda changes: _each_once(changes, fits, len(true))  # noqa: E731
    return Asked(row["id"], folder / row["before"], folder / row["after"], bool(true), judge)


def _each_once(changes: Sequence[Change], fits: Callable[[Change, int], bool], count: int) -> list[bool]:
    left = set(range(count))
    right = []
    for change in changes:
        found = next((n for n in sorted(left) if fits(change, n)), None)
        left.discard(-1 if found is None else found)
        right.append(found is not None)
    return right


def near(true: dict[str, Any], change: Change) -> bool:
    """Whether a change is told where the true one is: IoU 0.3, or one lies in the other, not ten times as large."""
    for side in ("before", "after"):
        box, told_box = true.get(f"box_{side}"), getattr(change, f"box_{side}")
        if not box or told_box is None:
            continue
        if overlap(box, told_box) >= 0.3:
            return True
        wide, high = (min(box[i + 2], told_box[i + 2]) - max(box[i], told_box[i]) for i in (0, 1))
        sizes = sorted((one[2] - one[0]) * (one[3] - one[1]) for one in (box, told_box))
        if wide > 0 and high > 0 and wide * high >= 0.8 * sizes[0] > 0 and sizes[1] <= 10 * sizes[0]:
            return True
    return False
