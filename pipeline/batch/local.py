"""Answers pairs in worker processes of this machine, in the order of the manifest whatever the order of finishing."""

from __future__ import annotations

import os
import time
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import Any

from pipeline.batch.fingerprint import fingerprint
from pipeline.batch.job import Job
from pipeline.batch.pairs import Pair
from pipeline.batch.worker import failed, work
from pipeline.core import messages
from pipeline.core.processes import quiet_tracker
from pipeline.core.spawned import SPAWNED

AHEAD = 8
"""Pairs a worker may be ahead of the oldest unfinished one; bounds what is held back for the sake of the order."""

TIMEOUT = 600.0
"""Seconds for one pair, or for a worker to load, unless more are given: a hundred times what large pictures take."""

_TRIES = 2
_STARTS = 3
_THREAD_VARIABLES = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")

Result = dict[str, Any]


def cores() -> int:
    """Cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def answer_all(pairs: Sequence[Pair], job: Job, workers: int, timeout: float = TIMEOUT) -> Iterator[Result]:
    """Result lines of all pairs, in their order.

    A worker that dies is replaced.  The pair that it was at is tried once more, and then is an error.  A pair that has
    no answer after ``timeout`` seconds is an error too, and its worker is replaced.

    Raises
    ------
    SpotItError
        If the captioner cannot be built: no pair could be answered.
    """
    crew = Crew(job, min(workers, len(pairs)), timeout)
    try:
        yield from answer_with(crew, pairs)
    finally:
        crew.dismiss()


def answer_with(crew: Crew, pairs: Sequence[Pair]) -> Iterator[Result]:
    """The same by workers that stay for further pairs."""
    waiting = deque(range(len(pairs)))
    tries = [0] * len(pairs)
    finished: dict[int, Result] = {}
    next_out = 0
    while next_out < len(pairs):
        while waiting and waiting[0] < next_out + AHEAD * crew.size and (worker := crew.idle()):
            worker.give(waiting[0], pairs[waiting[0]])
            tries[waiting.popleft()] += 1
        for index, result in crew.results():
            if isinstance(result, _Lost):
                if not result.slow and tries[index] < _TRIES:
                    waiting.appendleft(index)
                    continue
                mark = fingerprint(pairs[index], crew.job.settings)
                result = {**failed(pairs[index], result.reason), "fingerprint": mark}
            finished[index] = result
        while next_out in finished:
            yield finished.pop(next_out)
            next_out += 1


@dataclass(frozen=True)
class _Lost:
    """In place of an answer: why there is none."""

    reason: str
    slow: bool = False


@dataclass
class _Worker:
    process: BaseProcess
    connection: Connection
    ready: bool = False
    index: int | None = None
    since: float = field(default_factory=time.monotonic)
    """When it was hired, or was given its pair."""

    @property
    def busy(self) -> bool:
        return not self.ready or self.index is not None

    def give(self, index: int, pair: Pair) -> None:
        self.index, self.since = index, time.monotonic()
        with suppress(BrokenPipeError, ConnectionResetError):  # it has died: the next wait says so
            self.connection.send(pair)


class Crew:
    """Worker processes, each with its share of the cores.  One that takes too long is killed and replaced."""

    def __init__(self, job: Job, size: int, timeout: float) -> None:
        self.job = job
        self.size = size
        self.timeout = timeout
        self.starts_failed = 0
        self.workers = [self._hire() for _ in range(size)]

    def idle(self) -> _Worker | None:
        return next((worker for worker in self.workers if worker.ready and worker.index is None), None)

    def results(self) -> Iterator[tuple[int, Result | _Lost]]:
        """Wait for a message, and give what has been answered, or why a pair has no answer."""
        first = min((worker.since for worker in self.workers if worker.busy), default=time.monotonic())
        for connection in wait([w.connection for w in self.workers], max(0.0, first + self.timeout - time.monotonic())):
            worker = next(worker for worker in self.workers if worker.connection is connection)
            try:
                message = worker.connection.recv()
            except (EOFError, ConnectionResetError):
                yield from self._bury(worker)
                continue
            if worker.ready and worker.index is not None:
                index, worker.index = worker.index, None
                yield index, message
            elif message is not None:
                raise messages.error(messages.STAGES_NOT_BUILT, reason=message)
            else:
                self.starts_failed = 0
            worker.ready = True
        late = time.monotonic() - self.timeout
        for worker in [worker for worker in self.workers if worker.busy and worker.since < late]:
            worker.process.kill()
            yield from self._bury(worker, slow=True)

    def dismiss(self) -> None:
        for worker in self.workers:
            worker.connection.close()
        for worker in self.workers:
            worker.process.terminate()
            worker.process.join()

    def _bury(self, worker: _Worker, slow: bool = False) -> Iterator[tuple[int, _Lost]]:
        worker.process.join()
        worker.connection.close()
        self.workers.remove(worker)
        status = f"exit status {worker.process.exitcode}"
        reason = messages.TOO_SLOW.format(seconds=self.timeout) if slow else status
        self.starts_failed += not worker.ready
        if self.starts_failed >= _STARTS:
            raise messages.error(messages.WORKERS_DO_NOT_START, reason=reason)
        self.workers.append(self._hire())
        if worker.index is not None:
            yield worker.index, _Lost(reason if slow else messages.WORKER_DIED.format(reason=reason), slow)

    def _hire(self) -> _Worker:
        quiet_tracker()  # it would report what a worker that was ended for its slowness has left
        ours, theirs = SPAWNED.Pipe()
        process = SPAWNED.Process(target=work, args=(theirs, self.job), daemon=True)
        with _thread_limit(self.job.threads):
            process.start()
        theirs.close()
        return _Worker(process, ours)


@contextmanager
def _thread_limit(threads: int) -> Iterator[None]:
    """Numerical libraries of a child read these when they load; what the user has set is left alone."""
    added = [name for name in _THREAD_VARIABLES if name not in os.environ]
    os.environ.update(dict.fromkeys(added, str(threads)))
    try:
        yield
    finally:
        for name in added:
            del os.environ[name]
