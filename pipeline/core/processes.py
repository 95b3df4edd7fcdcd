"""Worker processes that make no noise, and do not stay, when the process that started them is killed."""

from __future__ import annotations

import multiprocessing
import os
import pickle
import sys
import threading
from collections.abc import Callable, Sequence
from multiprocessing.connection import Connection, wait
from typing import Any

from pipeline.core import messages
from pipeline.core.spawned import SPAWNED

_QUIET = "ignore:resource_tracker:UserWarning"


def end_with_parent() -> None:
    """To be called in a worker: it ends at once when its parent is gone, also in the middle of a picture."""
    threading.Thread(target=_wait_and_end, daemon=True).start()


def in_processes(call: Callable[..., None], given: Sequence[Any], count: int) -> None:
    """Call ``call(rank, *given)`` in ``count`` processes of their own, and wait until all have ended.

    They end at once when this process is gone, also while they still load what the call needs; and when one of them
    fails the others are ended.

    Raises
    ------
    SpotItError
        If a process was killed.
    Exception
        What a process raised.
    """
    packed = pickle.dumps((call, tuple(given)))  # unpacked by the process when it watches its parent already
    processes, waiting = [], []
    try:
        for rank in range(count):
            here, there = SPAWNED.Pipe(duplex=False)
            processes.append(SPAWNED.Process(target=_called, args=(packed, rank, there), daemon=True))
            processes[-1].start()
            there.close()
            waiting.append(here)
        while waiting:
            for one in wait(waiting):
                waiting.remove(one)  # type: ignore[arg-type]
                _raise_what(one)  # type: ignore[arg-type]
    finally:
        for process in processes:
            if process.pid is not None and waiting:
                process.kill()
            process.join()


def quiet_tracker() -> None:
    """Keep the process that frees the semaphores of a pool from reporting on a parent that was killed.

    It is started with the options for warnings that are listed here at that time.
    """
    if _QUIET not in sys.warnoptions:
        sys.warnoptions.append(_QUIET)


def _called(packed: bytes, rank: int, there: Connection) -> None:
    end_with_parent()
    call, given = pickle.loads(packed)
    try:
        call(rank, *given)
    except Exception as failure:  # is raised by the parent instead
        there.send(failure)
    else:
        there.send(None)


def _raise_what(one: Connection) -> None:
    """What a process ended with."""
    try:
        failure = one.recv()
    except EOFError:
        raise messages.error(messages.PROCESS_KILLED) from None
    if failure is not None:
        raise failure


def _wait_and_end() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
