"""Answer many pairs: PAIRS.jsonl, two folders whose pictures have equal file names, or with --dataset a data set.

A manifest line is {"id": "...", "before": "path", "after": "path"}, paths relative to the manifest's folder. Results
are lines of JSON in the order of the pairs. A pair whose pictures cannot be read gives a line with "error", and the
run goes on; a broken manifest is refused before anything is done. --resume keeps complete lines, errors included.
"""

from __future__ import annotations

import json
from argparse import ArgumentParser, Namespace
from collections import Counter
from pathlib import Path

from pipeline.cli.options import add_dataset_options, add_pack_options, add_scope_options, captioner_of, chosen_stages
from pipeline.core import messages
from pipeline.worlds.finder import AUTO


def add_arguments(parser: ArgumentParser) -> None:
    """Arguments of ``pipeline batch``."""
    parser.add_argument("source", type=Path, metavar="PAIRS.jsonl|FOLDER", help="the manifest, or a folder")
    parser.add_argument("second", type=Path, nargs="?", metavar="AFTER", help="the second folder")
    parser.add_argument("-o", "--output", type=Path, required=True, metavar="RESULTS.jsonl", help="where results go")
    parser.add_argument("--engine", choices=("local",), default="local", help="who answers (default: local processes)")
    parser.add_argument("--workers", type=_count, default=None, metavar="N", help="processes (default: one a core)")
    parser.add_argument("--all", action="store_true", help="state every change, not the most important one alone")
    parser.add_argument("--report", type=Path, metavar="FOLDER", help="write an index and a page for each pair")
    again = parser.add_mutually_exclusive_group()
    again.add_argument("--resume", action="store_true", help="finish an interrupted run")
    again.add_argument("--force", action="store_true", help="start again where results exist")
    parser.add_argument("--strict", action="store_true", help="exit with status 2 if a pair has an error")
    add_dataset_options(parser)
    add_scope_options(parser)
    add_pack_options(parser)


def run(arguments: Namespace) -> int:
    """Answer what is missing from the results."""
    from tqdm import tqdm

    from pipeline.batch.local import answer_all, cores
    from pipeline.batch.pairs import read_dataset_pairs, read_pairs
    from pipeline.batch.results import Results
    from pipeline.batch.worker import Job

    if arguments.dataset is None:
        pairs = read_pairs(arguments.source, arguments.second)
    else:
        pairs = read_dataset_pairs(arguments.dataset, arguments.source, arguments.split)
    captioner = captioner_of(arguments)  # refuses unknown stages and areas before the results are touched
    if arguments.output.exists() and arguments.source.is_file() and arguments.output.samefile(arguments.source):
        raise messages.error(messages.RESULTS_ARE_PAIRS, path=arguments.output)
    workers = arguments.workers or cores()
    job = Job(
        pack=AUTO if captioner.name == AUTO else str(captioner.worlds[0].folder),
        stages=chosen_stages(arguments.stage),
        ignore=tuple(arguments.ignore),
        min_size=arguments.min_size,
        min_confidence=arguments.min_confidence,
        weights=arguments.weights,
        every=arguments.all,
        threads=max(1, cores() // workers),
        report=arguments.report,
    )
    tally: Counter[str] = Counter()
    with Results(
        arguments.output, [pair.id for pair in pairs], captioner.name, arguments.resume, arguments.force
    ) as results:
        if results.done:
            messages.notice(messages.BATCH_KEPT, count=len(results.done))
        missing = [pair for pair in pairs if pair.id not in results.done]
        kept = len(results.done)
        try:
            with tqdm(total=len(pairs), initial=kept, unit="pair", disable=None) as bar:
                for result in answer_all(missing, job, workers) if missing else ():
                    results.append(result)
                    tally["errors" if "error" in result else "changed" if result["changed"] else "unchanged"] += 1
                    bar.update()
        except KeyboardInterrupt:
            messages.notice(messages.BATCH_STOPPED, done=len(results.done))
            raise
    if arguments.report is not None:
        from pipeline.output.report.batch import write_index

        write_index(arguments.report, map(json.loads, arguments.output.open(encoding="ascii")))
    messages.notice(
        messages.BATCH_DONE,
        pairs=len(missing),
        changed=tally["changed"],
        unchanged=tally["unchanged"],
        errors=tally["errors"],
    )
    return 2 if arguments.strict and tally["errors"] else 0


def _count(text: str) -> int:
    count = int(text)
    if count < 1:
        raise ValueError
    return count
