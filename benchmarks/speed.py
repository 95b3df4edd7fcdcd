"""How much time a pair takes beyond what cannot be avoided.

    python -m benchmarks.speed BEFORE AFTER
    python -m benchmarks.speed BEFORE AFTER --batch 60

With ``--batch``, so many copies of the pair also go through ``pipeline batch``, with one worker and with two; starting
is not counted.  The figures are quotients of times taken in turn on the same machine, so that they mean the same on a
fast machine and on a slow one.  The seconds printed beside them are about this machine alone, and must not be compared
with those of another machine, of another picture size, or of a busy one.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any
from unittest.mock import patch

import onnxruntime

from benchmarks.common import ROOT, Row, parser, print_rows, progress, write
from pipeline.cli.options import captioner_of
from pipeline.core.images import load_pair

FLOORS = {"pair": 1.3, "process": 0.25, "workers": 1.85, "megabytes": 350}

Call = tuple[Any, tuple[Any, ...], dict[str, Any]]


def main() -> None:
    made = parser(__doc__, "speed")
    made.add_argument("before", type=Path)
    made.add_argument("after", type=Path)
    made.add_argument("--repeats", type=int, default=15, help="of the warm pair")
    made.add_argument("--processes", type=int, default=7, help="whole processes of each kind")
    made.add_argument("--batch", type=int, default=0, metavar="N", help="pairs for one worker and for two")
    arguments = made.parse_args()
    captioner = captioner_of(arguments)
    pair = load_pair(arguments.before, arguments.after)
    calls = network_calls(lambda: captioner.describe(*pair))
    whole, network = interleaved(
        [lambda: captioner.describe(*pair), lambda: replay(calls)], arguments.repeats, "warm pair"
    )
    answer = [sys.executable, "-m", "pipeline", "run", "--pack", arguments.pack, arguments.before, arguments.after]
    run, imports = interleaved(
        [lambda: process(answer), lambda: process([sys.executable, "-c", "import torch, torchvision"])],
        arguments.processes,
        "processes",
    )
    rows = [
        Row("warm", "pair / two forward passes", whole / network, arguments.repeats, FLOORS["pair"], at_most=True),
        Row("warm", "pair, seconds", whole, arguments.repeats),
        Row("warm", "two forward passes, seconds", network, arguments.repeats),
        Row("process", "run / import torch", run / imports, arguments.processes, FLOORS["process"], at_most=True),
        Row("process", "run, seconds", run, arguments.processes),
        Row("process", "import torch, torchvision, seconds", imports, arguments.processes),
    ]
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e6
    rows.append(Row("memory", "warm process, megabytes", memory, 1, FLOORS["megabytes"], at_most=True))
    if arguments.batch:
        one, two = (batch_seconds(arguments, workers) for workers in (1, 2))
        rows.append(Row("batch", "throughput of 2 workers / 1", one / two, arguments.batch, FLOORS["workers"]))
    print_rows(rows)
    write(arguments.output, rows, pack=arguments.pack, network_calls=len(calls))


def batch_seconds(arguments: argparse.Namespace, workers: int) -> float:
    """How long the pairs take beyond a tenth of them, which pays for starting."""
    times = []
    with tempfile.TemporaryDirectory() as folder:
        for count in (arguments.batch // 10, arguments.batch):
            manifest, results = Path(folder) / f"{count}.jsonl", Path(folder) / f"{count}-results.jsonl"
            pair = {"before": str(arguments.before.resolve()), "after": str(arguments.after.resolve())}
            manifest.write_text("".join(json.dumps({"id": str(number), **pair}) + "\n" for number in range(count)))
            command = ["batch", manifest, "-o", results, "--workers", str(workers), "--pack", arguments.pack, "-q"]
            start = perf_counter()
            process([sys.executable, "-m", "pipeline", *command])
            times.append(perf_counter() - start)
    return times[1] - times[0]


def network_calls(answer: Callable[[], Any]) -> list[Call]:
    """The calls of ONNX Runtime that one answer makes; every one is part of a forward pass through the detector."""
    answer()
    calls: list[Call] = []
    run = onnxruntime.InferenceSession.run

    def recorded(session: Any, *arguments: Any, **keywords: Any) -> Any:
        calls.append((session, arguments, keywords))
        return run(session, *arguments, **keywords)

    with patch.object(onnxruntime.InferenceSession, "run", recorded):
        answer()
    if not calls:
        raise SystemExit("the detector does not answer through ONNX Runtime: there is nothing to compare with")
    return calls


def replay(calls: Sequence[Call]) -> None:
    """The forward passes alone."""
    for session, arguments, keywords in calls:
        session.run(*arguments, **keywords)


def interleaved(jobs: Sequence[Callable[[], Any]], repeats: int, name: str) -> list[float]:
    """Median seconds of each job, run in turn so that a busy moment falls on all; the first round is not counted."""
    times: list[list[float]] = [[] for _ in jobs]
    for number in progress(range(repeats + 1), name):
        for job, taken in zip(jobs, times, strict=True):
            start = perf_counter()
            job()
            if number:
                taken.append(perf_counter() - start)
    return [median(taken) for taken in times]


def process(command: Sequence[str | Path]) -> None:
    """Run a whole process; an exit status other than 0 ends the benchmark."""
    subprocess.run(command, check=True, cwd=ROOT, stdout=subprocess.DEVNULL)


if __name__ == "__main__":
    main()
