"""Score answers: words by the field's own metrics, facts by the truth, boxes by where things are.

PAIRS.jsonl has references in "captions" and may say what is true; with --dataset, a data set's own files are read.
RESULTS is what pipeline batch wrote, anyone's captions as a COCO results file ([{"image_id", "caption"}]), or, for
retrieval, an .npz with scores of every picture and sentence. docs/evaluation.md defines every measure.
"""

from __future__ import annotations

import json
from argparse import ArgumentParser, Namespace
from pathlib import Path

from pipeline.cli.options import add_dataset_options, deliver
from pipeline.core import messages
from pipeline.core.files import refuse_inputs

_MEASURES = ("METEOR", "SPICE")


def add_arguments(parser: ArgumentParser) -> None:
    """Arguments of ``pipeline evaluate``."""
    parser.add_argument("source", type=Path, metavar="PAIRS.jsonl|FOLDER", help="what was to be described")
    parser.add_argument("results", type=Path, metavar="RESULTS", help="what was said: .jsonl, .json, or .npz")
    add_dataset_options(parser)
    parser.add_argument("--partial", action="store_true", help="score the pairs that have an answer, if some have none")
    parser.add_argument("--format", choices=("table", "json"), default="table", help="how to show it (default: table)")
    parser.add_argument("-o", "--output", type=Path, metavar="FILE", help="write to a file, not to the terminal")
    parser.add_argument("--write-coco", type=Path, metavar="FILE.json", help="also write the captions as COCO results")
    parser.add_argument("--resamples", type=_count, default=1000, metavar="N", help="for the intervals (default: 1000)")
    parser.add_argument(
        "--without", action="append", default=[], choices=_MEASURES, help="leave out a slow measure; may be repeated"
    )


def run(arguments: Namespace) -> int:
    """Measure and print."""
    from pipeline.datasets import manifest, read_dataset
    from pipeline.evaluate import report

    if arguments.dataset is None:
        if arguments.source.is_dir():
            raise messages.error(messages.WHICH_DATASET, path=arguments.source)
        examples = manifest.read(arguments.source)
    else:
        examples = read_dataset(arguments.dataset, arguments.source, arguments.split)
    for output in (arguments.output, arguments.write_coco):
        refuse_inputs(output, [arguments.source, *(picture for example in examples for picture in example.pictures)])
    if arguments.results.suffix == ".npz":
        from pipeline.evaluate.retrieval import directions, read_scores

        recalls = directions(*read_scores(arguments.results, examples), arguments.resamples)
        table, record = report.retrieval_table(recalls), report.retrieval_json(recalls)
    else:
        from pipeline.evaluate.answers import in_step, read_answers, write_coco
        from pipeline.evaluate.evaluation import evaluate

        answers = read_answers(arguments.results)
        examples, answers = in_step(examples, answers, arguments.results, arguments.partial)
        if arguments.write_coco is not None:
            write_coco(arguments.write_coco, answers, numbers=arguments.dataset == "coco_captions")
        found = evaluate(examples, answers, arguments.without, arguments.resamples)
        table, record = report.evaluation_table(found), report.evaluation_json(found)
    deliver(table if arguments.format == "table" else json.dumps(record, indent=1), arguments.output)
    return 0


def _count(text: str) -> int:
    count = int(text)
    if count < 0:
        raise ValueError
    return count
