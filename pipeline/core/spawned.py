"""The context in which worker processes are started: Python's own, but quiet where the parent is killed at once."""

from __future__ import annotations

import threading
from multiprocessing import context, process, spawn

_LOCK = threading.Lock()

_PROGRAM = """\
import pickle, sys
from multiprocessing import spawn
try:
    spawn.{call}
except (EOFError, pickle.UnpicklingError):
    sys.exit(1)
"""
"""What a process runs first: one whose parent is gone before it sent the orders has nothing to do, and nobody to tell.

What the orders themselves raise is caught within them.
"""


class _SpawnedProcess(context.SpawnProcess):
    @staticmethod
    def _Popen(process_obj: process.BaseProcess):  # type: ignore[no-untyped-def]  # the library's own type is private
        with _LOCK:
            usual = spawn.get_command_line
            spawn.get_command_line = lambda **given: _quiet(usual(**given))
            try:
                return context.SpawnProcess._Popen(process_obj)
            finally:
                spawn.get_command_line = usual


class _Spawned(context.SpawnContext):
    Process = _SpawnedProcess


SPAWNED = _Spawned()
"""Used as ``multiprocessing.get_context("spawn")`` is."""


def _quiet(command: list[str]) -> list[str]:
    """The command line of a process, with its program of one line, ``from ... import spawn_main; spawn_main(...)``."""
    return [_PROGRAM.format(call=one.partition(";")[2].strip()) if _is_program(one) else one for one in command]


def _is_program(argument: str | bytes) -> bool:
    return isinstance(argument, str) and "; spawn_main(" in argument
