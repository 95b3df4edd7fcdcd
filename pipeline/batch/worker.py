"""What a worker process does: answers one pair after another, whatever the pictures are."""

from __future__ import annotations

import signal
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from pipeline.batch.pairs import Pair
from pipeline.core.errors import SpotItError


@dataclass(frozen=True)
class Job:
    """What the workers of a batch have in common; it travels to them, so it holds plain values only."""

    pack: str = "auto"
    stages: dict[str, str | list[str]] = field(default_factory=dict)
    ignore: tuple[str, ...] = ()
    min_size: float = 0.0
    min_confidence: float = 0.0
    weights: Path | None = None
    every: bool = False
    threads: int = 1
    report: Path | None = None


def work(connection: Connection, job: Job) -> None:
    """Build the captioner, say so (None, or what is wrong), then answer pairs until the other side closes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent, which then closes the connection
    try:
        captioner = _captioner(job)
        captioner.ready()  # a corrupt pack stops the batch, it is not the fault of a pair
    except SpotItError as failure:
        connection.send(str(failure))
        return
    connection.send(None)
    while True:
        try:
            pair: Pair = connection.recv()
            connection.send(answer(captioner, pair, job.every, job.report))
        except (EOFError, BrokenPipeError, ConnectionResetError):
            return


def answer(captioner: Any, pair: Pair, every: bool, report: Path | None = None) -> dict[str, Any]:
    """One result line: the description, or the error; and a page in the folder ``report``."""
    from pipeline.output.as_json import description_json

    before, after = pair.paths
    try:
        description = captioner.describe(before, after, every=every)
        if report is not None:
            from pipeline.output.report.batch import write_pair

            write_pair(report, pair.id, description, before, after)
        return {"id": pair.id, **description_json(description, pair.before, pair.after)}
    except SpotItError as failure:
        reason = str(failure)
    except Exception as failure:  # one bad pair must not end the run
        reason = f"{type(failure).__name__}: {failure}"
    return failed(pair, reason)


def failed(pair: Pair, reason: str) -> dict[str, Any]:
    """The result line of a pair that has no answer."""
    return {"id": pair.id, "before": pair.before, "after": pair.after, "error": reason}


def _captioner(job: Job) -> Any:
    from pipeline.flow.captioner import Captioner
    from pipeline.flow.ignore import parse_area

    areas = [parse_area(value) for value in job.ignore]
    pack = Path(job.pack) if Path(job.pack).is_dir() else job.pack
    captioner = Captioner.from_pack(pack, areas, job.threads, job.min_size, job.min_confidence, job.weights)
    return captioner.replace(**job.stages) if job.stages else captioner
