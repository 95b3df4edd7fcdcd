"""Words and facts of whole captions, from pixels, with one ranker beside another.

    python -m benchmarks.captions ../shared/data/clevr_blender --references ../shared/tools/clevr_change_refs.py \
        --ranker lm --ranker first

References come from a script that writes CLEVR-Change's grammar for pairs of known truth (replacements are not in that
grammar and are left out).  It is the same grammar, but neither the same pictures nor the same captions as the data
set's, so no figure here may be put beside a published one.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from benchmarks.common import Row, parser, print_table, progress, write
from benchmarks.references import with_references
from pipeline.cli.options import captioner_of
from pipeline.datasets import manifest
from pipeline.datasets.example import Example
from pipeline.evaluate.answers import Answer, in_step, read_answers
from pipeline.evaluate.evaluation import ALL, Evaluation, evaluate
from pipeline.flow.captioner import Captioner
from pipeline.output.as_json import description_json


def main() -> None:
    made = parser(__doc__, "captions")
    made.add_argument("folder", type=Path, help="folder with pairs.jsonl, of known truth")
    made.add_argument("--references", type=Path, required=True, help="the script that writes references")
    made.add_argument("--seed", type=int, default=2026, help="of the references")
    made.add_argument("--ranker", action="append", default=[], help="one to compare (repeatable; default: the pack's)")
    made.add_argument("--work", type=Path, default=Path("runs/captions"), help="references and answers are kept here")
    arguments = made.parse_args()
    arguments.work.mkdir(parents=True, exist_ok=True)
    pairs = arguments.work / "pairs.jsonl"
    rows = with_references(arguments.folder, arguments.references, arguments.seed)[: arguments.limit]
    pairs.write_text("".join(json.dumps(row) + "\n" for row in rows))
    examples = manifest.read(pairs)
    captioner = captioner_of(arguments)
    found = {}
    for ranker in arguments.ranker or [str(captioner.stages.world.stages["ranker"])]:
        results = arguments.work / f"{ranker}.jsonl"
        answers = answer(captioner.replace(ranker=ranker), examples, results)
        found[ranker] = evaluate(*in_step(examples, answers, results))
    show(found)
    write(arguments.output, figures(arguments.folder.name, found), seed=arguments.seed, pack=arguments.pack)


def answer(captioner: Captioner, examples: Sequence[Example], results: Path) -> list[Answer]:
    """What the captioner says of each pair, by way of the file that ``pipeline batch`` would write."""
    with results.open("w", encoding="utf-8") as stream:
        for example in progress(examples, results.stem):
            said = captioner.describe(*example.pictures)
            stream.write(json.dumps({"id": example.id, **description_json(said, *example.pictures)}) + "\n")
    return read_answers(results)


def show(found: dict[str, Evaluation]) -> None:
    """A row for each measure over all pairs, a column for each ranker."""
    cells = [["percent (95% interval)", *found]]
    for measure in next(iter(found.values())).figures:
        cells.append([measure, *(_cell(one, measure) for one in found.values())])
    print_table(cells)
    one = next(iter(found.values()))
    print(f"words split by: {one.tokenizer}", *one.notes, sep="\n")


def figures(data: str, found: dict[str, Evaluation]) -> list[Row]:
    """Every figure of every group."""
    return [
        Row(data, f"{ranker}: {measure}, {group}", figure.value, figure.count)
        for ranker, one in found.items()
        for measure, groups in one.figures.items()
        for group, figure in groups.items()
    ]


def _cell(found: Evaluation, measure: str) -> str:
    figure = found.figures.get(measure, {}).get(ALL)
    if figure is None:
        return "-"
    return f"{figure.value:.1f}" + (f" ({figure.interval[0]:.0f}-{figure.interval[1]:.0f})" if figure.interval else "")


if __name__ == "__main__":
    main()
