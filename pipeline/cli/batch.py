"""Answer many pairs: PAIRS.jsonl, two folders whose pictures have equal file names, or with --dataset a data set.

A manifest line is {"id": "...", "before": "path", "after": "path"}, paths relative to the manifest's folder, or
addresses such as s3://bucket/a.png; a .csv, .tsv or .parquet file with the columns id, before and after will do as
well, and - reads lines from the standard input. Results are lines of JSON in the order of the pairs, or a .parquet
file. A pair whose pictures cannot be read gives a line with "error", and the run goes on; a broken manifest is refused
before anything is done. --resume keeps complete lines, errors included, that are of the same pictures, pack and
options; the others are done again, and said.
"""

from __future__ import annotations

import json
from argparse import ArgumentParser, Namespace
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.batch.local import TIMEOUT
from pipeline.cli.deadline import add_timeout_option
from pipeline.cli.options import (
    add_dataset_options,
    add_pack_options,
    add_scope_options,
    asked_parameters,
    asked_point,
    asked_stages,
    asked_style,
    asked_weights,
    captioner_of,
    deliver,
)
from pipeline.core import messages
from pipeline.core.files import refuse_inputs
from pipeline.worlds.finder import AUTO

if TYPE_CHECKING:
    from pipeline.batch.job import Job
    from pipeline.batch.pairs import Pair


def add_arguments(parser: ArgumentParser) -> None:
    """Arguments of ``pipeline batch``."""
    parser.add_argument(
        "source", type=Path, metavar="PAIRS|FOLDER", help="the manifest (.jsonl, .csv, .tsv, .parquet), or a folder"
    )
    parser.add_argument("second", type=Path, nargs="?", metavar="AFTER", help="the second folder")
    parser.add_argument("-o", "--output", type=Path, required=True, metavar="RESULTS.jsonl", help="where results go")
    parser.add_argument(
        "--engine",
        choices=("local", "ray"),
        default="local",
        help="who answers: processes of this machine (default), or the Ray cluster that it is part of",
    )
    parser.add_argument("--workers", type=_count, default=None, metavar="N", help="processes (default: one a core)")
    add_timeout_option(parser, TIMEOUT, "a pair without an answer after S seconds is an error, and the run goes on")
    parser.add_argument("--all", action="store_true", help="state every change, not the most important one alone")
    parser.add_argument("--report", type=Path, metavar="FOLDER", help="write an index and a page for each pair")
    again = parser.add_mutually_exclusive_group()
    again.add_argument("--resume", action="store_true", help="finish an interrupted run")
    again.add_argument("--force", action="store_true", help="start again where results exist")
    parser.add_argument("--strict", action="store_true", help="exit with status 2 if a pair has an error")
    parser.add_argument("--junit", type=Path, metavar="FILE.xml", help="also write the results as JUnit XML, for CI")
    parser.add_argument("--table", type=Path, metavar="FILE.csv", help="also a row a pair, in .csv, .tsv or .parquet")
    parser.add_argument("--github", action="store_true", help="print annotations for GitHub Actions: a line a change")
    add_dataset_options(parser)
    add_scope_options(parser)
    add_pack_options(parser)


def run(arguments: Namespace) -> int:
    """Answer what is missing from the results."""
    from tqdm import tqdm

    from pipeline.batch.columns import finish, is_table, take_up
    from pipeline.batch.fingerprint import settings_mark
    from pipeline.batch.job import Job
    from pipeline.batch.local import cores
    from pipeline.batch.pairs import read_dataset_pairs, read_pairs
    from pipeline.batch.results import Results
    from pipeline.output.results import TEXTS, check_ending

    if arguments.dataset is None:
        pairs = read_pairs(arguments.source, arguments.second)
    else:
        pairs = read_dataset_pairs(arguments.dataset, arguments.source, arguments.split)
    captioner = captioner_of(arguments)  # refuses unknown stages and areas before the results are touched
    refuse_inputs(arguments.output, [path for pair in pairs for path in pair.paths])
    if arguments.output.suffix.lower() in TEXTS:
        raise messages.error(messages.RESULTS_ARE_LINES, path=arguments.output)
    if arguments.table is not None:
        check_ending(arguments.table)
    job = Job(
        pack=AUTO if captioner.name == AUTO else str(captioner.worlds[0].folder),
        stages=asked_stages(arguments),
        parameters=asked_parameters(arguments),
        ignore=tuple(arguments.ignore),
        ignore_text=tuple(arguments.ignore_text),
        min_size=arguments.min_size,
        min_confidence=arguments.min_confidence,
        at=asked_point(arguments),
        weights=asked_weights(arguments),
        every=arguments.all,
        style=asked_style(arguments),
        threads=max(1, cores() // (arguments.workers or cores())) if arguments.engine == "local" else 1,
        report=arguments.report,
    )
    job = replace(job, settings=settings_mark(job))
    tally: Counter[str] = Counter()
    table = is_table(arguments.output)
    output = take_up(arguments.output, arguments.resume, arguments.force) if table else arguments.output
    with Results(output, pairs, captioner.name, job.settings, arguments.resume, arguments.force) as results:
        kept, errors = len(results.done), sum(results.done.values())
        if kept:
            template = messages.BATCH_KEPT_ERRORS if errors else messages.BATCH_KEPT
            messages.notice(template, count=kept, errors=errors)
        missing = [pair for pair in pairs if pair.id not in results.done]
        try:
            with tqdm(total=len(pairs), initial=kept, unit="pair", disable=None) as bar:
                for result in _answers(arguments, missing, job) if missing else ():
                    results.append(result)
                    tally["errors" if "error" in result else "changed" if result["changed"] else "unchanged"] += 1
                    bar.update()
            results.put_in_order()
        except KeyboardInterrupt:
            messages.notice(messages.BATCH_STOPPED, done=len(results.done))
            raise
    if arguments.report is not None:
        from pipeline.output.report.batch import write_index

        write_index(arguments.report, map(json.loads, output.open(encoding="ascii")))
    messages.notice(
        messages.BATCH_DONE,
        pairs=len(missing),
        changed=tally["changed"],
        unchanged=tally["unchanged"],
        errors=tally["errors"],
    )
    _tell_ci(arguments, output)
    if table:
        finish(arguments.output)
    return 2 if arguments.strict and (errors or tally["errors"]) else 0


def _answers(arguments: Namespace, missing: list[Pair], job: Job) -> Iterator[dict[str, Any]]:
    """Result lines, by the engine that is asked for."""
    if arguments.engine == "ray":
        from pipeline.batch import cluster

        return cluster.answer_all(missing, job, arguments.workers, arguments.timeout)
    from pipeline.batch.local import answer_all, cores

    return answer_all(missing, job, arguments.workers or cores(), arguments.timeout)


def _tell_ci(arguments: Namespace, output: Path) -> None:
    """What services that run tests are told, and a table, of all results, those of an earlier run included."""
    if arguments.junit is None and arguments.table is None and not arguments.github:
        return
    from pipeline.output.ci import github, junit
    from pipeline.output.results import results_table

    with output.open("rb") as stream:
        results = [json.loads(line) for line in stream]
    if arguments.junit is not None:
        deliver(junit(results), arguments.junit)
    if arguments.table is not None:
        deliver(results_table(results, arguments.table.suffix.lower()), arguments.table)
    if arguments.github and (told := github(results)):
        deliver(told, None)


def _count(text: str) -> int:
    count = int(text)
    if count < 1:
        raise ValueError
    return count
