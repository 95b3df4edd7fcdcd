"""The command ``pipeline``: finds the command's module, and turns every failure into one line and an exit status.

Exit status: 0 done; 1 a change, with ``--fail-on-change``; 2 unusable input or arguments; 130 stopped by Ctrl-C;
141 the reader of our output went away.
"""

from __future__ import annotations

import os
import sys
import traceback
from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import NoReturn

from pipeline.cli.parsers import COMMANDS, overview, parser_of
from pipeline.core import messages
from pipeline.core.errors import SpotItError

OWN = ("", "pipeline", "detectors", "language", "ranker", "spot_it")
"""Packages that nobody can install to help."""

_FAILED, _INTERRUPTED, _BROKEN_PIPE = 2, 130, 141


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status."""
    try:
        status = _dispatch(list(sys.argv[1:] if arguments is None else arguments))
        sys.stdout.flush()
        return status
    except SpotItError as failure:
        messages.failure("{text}", text=failure)
    except KeyboardInterrupt:
        return _INTERRUPTED
    except BrokenPipeError:
        _discard_output()
        return _BROKEN_PIPE
    except Exception as failure:
        if os.environ.get("SPOT_IT_TRACEBACK"):
            raise
        _explain(failure)
    return _FAILED


def _dispatch(arguments: list[str]) -> int:
    if not arguments:
        overview().print_help()
        return 0
    if arguments[0] in COMMANDS:
        parser, run = parser_of(arguments[0])
        return _parse_and_run(parser, arguments[1:], run)
    return _parse_and_run(overview(), arguments, _unknown)


def _parse_and_run(parser: ArgumentParser, arguments: list[str], run: Callable[[Namespace], int]) -> int:
    try:
        parsed = parser.parse_args(arguments)
    except SystemExit as stop:  # --help and --version have printed what was asked for
        return int(stop.code or 0)
    with _loudness(getattr(parsed, "hushed", False), getattr(parsed, "verbose", False)):
        return run(parsed)


@contextmanager
def _loudness(hushed: bool, verbose: bool) -> Iterator[None]:
    """What -q and -v ask for, in the environment, so that the processes of a batch know it too."""
    asked = {messages.QUIET: hushed, "TQDM_DISABLE": hushed, messages.VERBOSE: verbose}
    added = [name for name, wanted in asked.items() if wanted and name not in os.environ]
    os.environ.update(dict.fromkeys(added, "1"))
    try:
        yield
    except Exception as failure:
        if verbose and not isinstance(failure, SpotItError | BrokenPipeError):
            traceback.print_exc()
        raise
    finally:
        for name in added:
            del os.environ[name]


def _unknown(parsed: Namespace) -> NoReturn:
    hint = messages.did_you_mean(parsed.command, COMMANDS)
    raise messages.error(messages.NO_COMMAND, command=parsed.command, hint=hint, known=", ".join(COMMANDS))


def _explain(failure: Exception) -> None:
    if isinstance(failure, MemoryError):
        messages.failure(messages.OUT_OF_MEMORY)
    elif isinstance(failure, ModuleNotFoundError) and (package := (failure.name or "").partition(".")[0]) not in OWN:
        messages.failure("{text}", text=messages.package_missing(package))
    elif isinstance(failure, OSError):
        from pipeline.core.files import write_failure

        place = failure.filename if failure.filename is not None else "the output"
        messages.failure("{text}", text=write_failure(failure, place))
        _discard_output()
    else:
        messages.failure(messages.UNEXPECTED, kind=type(failure).__name__, reason=failure)


def _discard_output() -> None:
    """Drop what is still buffered for a closed pipe or a full disk, which Python would try to write again at exit."""
    sink = os.open(os.devnull, os.O_WRONLY)
    os.dup2(sink, sys.stdout.fileno())
