"""What a worker process does: answers one pair after another, whatever the pictures are."""

from __future__ import annotations

import signal
from contextlib import suppress
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from pipeline.batch.addresses import fetch
from pipeline.batch.fingerprint import fingerprint
from pipeline.batch.job import Job
from pipeline.batch.pairs import Pair
from pipeline.core import messages
from pipeline.core.documents import is_document
from pipeline.core.errors import SpotItError, shortened
from pipeline.core.processes import end_with_parent


def work(connection: Connection, job: Job) -> None:
    """Build the captioner, say so (None, or what is wrong), then answer pairs until the other side closes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent, which then closes the connection
    end_with_parent()  # which, once killed, can no longer stop a worker that hangs
    with suppress(EOFError, BrokenPipeError, ConnectionResetError):
        try:
            captioner = _captioner(job)
            captioner.ready()  # a corrupt pack stops the batch, it is not the fault of a pair
        except Exception as failure:
            connection.send(_reason(failure))
            return
        connection.send(None)
        while True:
            pair: Pair = connection.recv()
            connection.send(answer(captioner, pair, job))


def answer(captioner: Any, pair: Pair, job: Job) -> dict[str, Any]:
    """One result line: the description, or the error; and a page in the folder of the job's report."""
    from pipeline.output.as_json import description_json

    mark = fingerprint(pair, job.settings)
    try:
        if len(pair.paths) == 2 and any(map(is_document, pair.paths)):
            return {"id": pair.id, **_of_documents(captioner, pair, job.every), "fingerprint": mark}
        before, after = (fetch(place) if isinstance(place, str) else place for place in pair.places)
        description = captioner.describe(before, after, every=job.every)
        if job.report is not None:
            from pipeline.output.report.batch import write_pair

            write_pair(job.report, pair.id, description, *map(str, pair.places))
        return {"id": pair.id, **description_json(description, pair.before, pair.after), "fingerprint": mark}
    except Exception as failure:  # one bad pair must not end the run
        return {**failed(pair, _reason(failure)), "fingerprint": mark}


def _of_documents(captioner: Any, pair: Pair, every: bool) -> dict[str, Any]:
    from pipeline.flow.documents import describe_documents
    from pipeline.output.documents import document_json

    before, after = pair.paths
    return document_json(describe_documents(captioner, before, after, every), pair.before, pair.after)


def failed(pair: Pair, reason: str) -> dict[str, Any]:
    """The result line of a pair that has no answer."""
    return {"id": pair.id, "before": pair.before, "after": pair.after, "error": reason}


def _reason(failure: Exception) -> str:
    if isinstance(failure, MemoryError):
        return messages.OUT_OF_MEMORY
    if isinstance(failure, SpotItError):
        return str(failure)
    return shortened(f"{type(failure).__name__}: {failure}")


def _captioner(job: Job) -> Any:
    from pipeline.flow.captioner import Captioner
    from pipeline.flow.ignore import parse_area
    from pipeline.flow.ignored_words import parse_words

    areas = [parse_area(value) for value in job.ignore]
    pack = Path(job.pack) if Path(job.pack).is_dir() else job.pack
    captioner = Captioner.from_pack(
        pack,
        areas,
        job.threads,
        job.min_size,
        job.min_confidence,
        job.weights,
        job.parameters,
        [parse_words(value) for value in job.ignore_text],
        job.at,
        job.style,
    )
    return captioner.replace(**job.stages) if job.stages else captioner
