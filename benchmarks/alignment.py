"""Whether a grounder ties every noun phrase of true captions to the right object, in both pictures.

    python -m benchmarks.alignment [FOLDER ...] --aligner aligner.safetensors

Without a folder, the outside set ``clevr_blender`` is measured.  A phrase counts as right if each picture's box covers
the object that is meant (IoU of at least 0.5), and is left out where the picture does not show it.  ``true graphs`` is
the same from the true objects, relations and matches: what the aligner does by itself.  The captions are true, not the
pipeline's own, so a fact that the pipeline gets wrong counts against its boxes here.  The figure is not comparable with
pointing accuracy on photographs, where there are more words and no exact boxes.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.common import Row, parser, print_rows, progress, shared_folder, write
from language.parser import Phrase, Situation, StatedFact, judge
from pipeline.cli.options import captioner_of
from pipeline.core.boxes import iou
from pipeline.core.tokens import as_sentence
from pipeline.core.types import Candidate, Grounding
from pipeline.training.true_graphs import true_analysis
from ranker.brnn import BrnnGrounder

ENOUGH_OVERLAP = 0.5
FLOOR = 0.95
ATTRIBUTES = ("size", "color", "material", "shape")

Record = dict[str, Any]
Places = tuple[int | None, int | None]
"""Number of an object in the list before and in the list after, None where it is absent."""


@dataclass(frozen=True)
class Wanted:
    """A phrase of a caption, which of its parts it is, and the boxes of the object it means."""

    part: str
    start: int
    end: int
    boxes: tuple[list[float] | None, list[float] | None]


def main() -> None:
    made = parser(__doc__, "alignment")
    made.add_argument("folder", type=Path, nargs="*", help="folders with pairs.jsonl")
    made.add_argument("--aligner", type=Path, metavar="FILE", help="measure this model, not the pack's")
    made.add_argument("--wrong", action="store_true", help="list every phrase that is tied to the wrong object")
    arguments = made.parse_args()
    captioner = captioner_of(arguments)
    grounder = (
        BrnnGrounder(arguments.aligner) if arguments.aligner else captioner.replace(grounder="brnn").stages.grounder
    )
    rows: list[Row] = []
    for folder in arguments.folder or [shared_folder() / "data" / "clevr_blender"]:
        records = read(folder / "pairs.jsonl")[: arguments.limit]
        for graphs in ("pixels", "true graphs"):
            tally: dict[str, Counter[bool]] = defaultdict(Counter)
            for record in progress(records, f"{folder.name}, {graphs}"):
                if graphs == "pixels":
                    analysis = captioner.diff(folder / record["before"], folder / record["after"])
                else:
                    analysis = true_analysis(record)
                for caption, wanted in captions(record):
                    found = grounder.ground(Candidate(caption, "reference"), analysis)
                    for one in wanted:
                        right = is_right(one, found)
                        tally["every phrase"][right] += 1
                        tally[one.part][right] += 1
                        if arguments.wrong and not right:
                            print(f"{record['id']} {graphs}: {caption[one.start : one.end]!r} of {caption}")
            for part, count in sorted(tally.items(), key=lambda item: (item[0] != "every phrase", item[0])):
                floor = FLOOR if part == "every phrase" else None
                rows.append(Row(folder.name, f"{graphs}: {part}", count[True] / count.total(), count.total(), floor))
    print_rows(rows)
    write(arguments.output, rows, pack=arguments.pack)


def read(path: Path) -> list[Record]:
    """All pairs with a change."""
    records = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    return [record for record in records if record["kind"] != "none"]


def captions(record: Record) -> Iterator[tuple[str, list[Wanted]]]:
    """The reference captions that are read as a true fact with unique phrases, and what their phrases mean."""
    situation = Situation.of_record(record)
    for text in record["captions"]:
        caption = as_sentence(text)
        verdict = judge(caption, situation)
        if verdict.unique and len(verdict.facts) == 1:
            yield caption, list(_wanted(verdict.facts[0], record, situation))


def is_right(wanted: Wanted, found: list[Grounding]) -> bool:
    """Whether one of the groundings has the phrase's place, and the right box, or none, in each picture."""
    for one in found:
        if (one.start, one.end) == (wanted.start, wanted.end):
            pairs = zip((one.box_before, one.box_after), wanted.boxes, strict=True)
            return all(_covers(box, true) for box, true in pairs)
    return False


def _wanted(fact: StatedFact, record: Record, situation: Situation) -> Iterator[Wanted]:
    row = record.get("change") or record["changes"][0]
    changed: Places = (row["index_before"], row["index_after"])
    if fact.subject:
        subject = (changed[0], None) if fact.kind == "replace" else changed
        yield _phrase("changed object", fact.subject, subject, record)
    if fact.newcomer:
        yield _phrase("replacement", fact.newcomer, (None, changed[1]), record)
    if fact.anchor:
        side = 1 if fact.kind == "add" else 0
        scene = (situation.before, situation.after)[side]
        (anchor,) = (i for i in scene.properties if scene.fitting(fact.anchor.properties) == 1 << i)
        places = next((pair for pair in _same(record) if pair[side] == anchor), None)
        alone: Places = (None, anchor) if side else (anchor, None)
        yield _phrase("neighbour", fact.anchor, places or alone, record)


def _phrase(part: str, phrase: Phrase, places: Places, record: Record) -> Wanted:
    boxes = [
        None if place is None else record[f"objects_{side}"][place]["bbox"]
        for side, place in zip(("before", "after"), places, strict=True)
    ]
    return Wanted(part, phrase.start, phrase.end, (boxes[0], boxes[1]))


def _same(record: Record) -> Iterator[tuple[int, int]]:
    """Unchanged objects: those that stand where they stood and look as they looked."""
    for i, one in enumerate(record["objects_before"]):
        for j, other in enumerate(record["objects_after"]):
            still = np.allclose(one["3d_coords"], other["3d_coords"], atol=1e-3)
            if still and all(one[name] == other[name] for name in ATTRIBUTES):
                yield i, j


def _covers(box: np.ndarray | None, true: list[float] | None) -> bool:
    if box is None or true is None:
        return box is None and true is None
    return bool(iou(box[None], np.array([true], float))[0, 0] >= ENOUGH_OVERLAP)


if __name__ == "__main__":
    main()
