"""Whether a grounder ties every noun phrase of true captions to the right object, in both pictures.

    python -m benchmarks.alignment [FOLDER ...] --aligner aligner.safetensors

Without a folder, the outside set ``clevr_blender`` is measured.  A phrase counts as right if each picture's box covers
the object that is meant (IoU of at least 0.5), and is left out where the picture does not show it.  ``true graphs`` is
the same from the true objects, relations and matches: what the aligner does by itself.  The captions are true, not the
pipeline's own, so a fact that the pipeline gets wrong counts against its boxes here.  The figure is not comparable with
pointing accuracy on photographs, where there are more words and no exact boxes.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from benchmarks.common import Row, parser, print_rows, progress, shared_folder, write
from benchmarks.truth import TruePair, read_pairs
from language.parser import StatedFact, judge
from pipeline.cli.options import captioner_of
from pipeline.core.tokens import as_sentence
from pipeline.core.types import Candidate, Grounding
from pipeline.datasets.example import Boxes, Truth
from pipeline.evaluate.shown import Corners, covers
from pipeline.training.true_graphs import analysis_of
from ranker.brnn import BrnnGrounder

FLOOR = 0.95


@dataclass(frozen=True)
class Wanted:
    """A phrase of a caption, which of its parts it is, and the boxes of the object it means."""

    part: str
    start: int
    end: int
    boxes: Boxes


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
        pairs = read(folder)[: arguments.limit]
        for graphs in ("pixels", "true graphs"):
            tally: dict[str, Counter[bool]] = defaultdict(Counter)
            for pair in progress(pairs, f"{folder.name}, {graphs}"):
                seen = graphs == "pixels"
                analysis = captioner.diff(pair.before, pair.after) if seen else analysis_of(pair.truth)
                for caption, wanted in captions(pair):
                    found = grounder.ground(Candidate(caption, "reference"), analysis)
                    for one in wanted:
                        right = is_right(one, found)
                        tally["every phrase"][right] += 1
                        tally[one.part][right] += 1
                        if arguments.wrong and not right:
                            print(f"{pair.name} {graphs}: {caption[one.start : one.end]!r} of {caption}")
            for part, count in sorted(tally.items(), key=lambda item: (item[0] != "every phrase", item[0])):
                floor = FLOOR if part == "every phrase" else None
                rows.append(Row(folder.name, f"{graphs}: {part}", count[True] / count.total(), count.total(), floor))
    print_rows(rows)
    write(arguments.output, rows, pack=arguments.pack)


def read(folder: Path) -> list[TruePair]:
    """All pairs with a change."""
    return [pair for pair in read_pairs(folder) if pair.changes]


def captions(pair: TruePair) -> Iterator[tuple[str, list[Wanted]]]:
    """The reference captions that are read as a true fact with unique phrases, and what their phrases mean."""
    assert pair.truth.situation is not None
    for text in pair.captions:
        caption = as_sentence(text)
        verdict = judge(caption, pair.truth.situation)
        if verdict.unique and len(verdict.facts) == 1:
            yield caption, list(_wanted(verdict.facts[0], pair.truth))


def is_right(wanted: Wanted, found: list[Grounding]) -> bool:
    """Whether one of the groundings has the phrase's place, and the right box, or none, in each picture."""
    for one in found:
        if (one.start, one.end) == (wanted.start, wanted.end):
            pairs = zip((one.box_before, one.box_after), wanted.boxes, strict=True)
            return all(_agree(box, true) for box, true in pairs)
    return False


def _wanted(fact: StatedFact, truth: Truth) -> Iterator[Wanted]:
    assert truth.situation is not None
    before, after = truth.changes[0].boxes
    if fact.subject:
        boxes = (before, None if fact.kind == "replace" else after)
        yield Wanted("changed object", fact.subject.start, fact.subject.end, boxes)
    if fact.newcomer:
        yield Wanted("replacement", fact.newcomer.start, fact.newcomer.end, (None, after))
    if fact.anchor:
        side, scene = ("after", truth.situation.after) if fact.kind == "add" else ("before", truth.situation.before)
        (anchor,) = (i for i in scene.properties if scene.fitting(fact.anchor.properties) == 1 << i)
        yield Wanted("neighbour", fact.anchor.start, fact.anchor.end, truth.objects[side, anchor])


def _agree(box: Corners, true: Corners) -> bool:
    """Whether both are there and the box is where the true one is, or neither is there."""
    return covers(box, true) or (box is None and true is None)


if __name__ == "__main__":
    main()
