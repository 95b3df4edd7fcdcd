"""The command ``pipeline``: finds the command's module, and turns every failure into one line and an exit status.

Exit status: 0 done; 1 a change, with ``--fail-on-change``; 2 unusable input or arguments; 130 stopped by Ctrl-C;
141 the reader of our output went away.
"""

from __future__ import annotations

import errno
import os
import sys
import traceback
from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn

from pipeline.cli.parsers import COMMANDS, overview, parser_of
from pipeline.core import messages
from pipeline.core.errors import SpotItError
from pipeline.core.files import refuse_inputs, refuse_pack_files, write_failure

OUTPUTS = ("output", "report", "write_coco", "out", "junit", "table")
"""Arguments, of any command, that name what is written."""

OWN = ("", "pipeline", "detectors", "language", "ranker", "spot_it")
"""Packages that nobody can install to help."""

_FAILED, _INTERRUPTED, _BROKEN_PIPE = 2, 130, 141


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status."""
    _occupy_standard_streams()
    try:
        status = _dispatch(list(sys.argv[1:] if arguments is None else arguments))
        if sys.stdout is not None:
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
    _guard(parsed)
    with _loudness(getattr(parsed, "hushed", False), getattr(parsed, "verbose", False)):
        return run(parsed)


def _guard(parsed: Namespace) -> None:
    """Refuse an output that is a file among the other arguments, or another output, before anything is done."""
    given = vars(parsed)
    for name in OUTPUTS:
        if isinstance(given.get(name), str | Path):
            others = [path for other, value in given.items() if other != name for path in _inputs(value)]
            refuse_inputs(Path(given[name]), others)
            refuse_pack_files([Path(given[name])], given.get("force", False))


def _inputs(value: object) -> Iterator[Path]:
    """What may be a file, or is a pack's folder, in the value of an argument.

    Other folders are left to the commands: results may lie beside the pictures.
    """
    if isinstance(value, list | tuple):
        for one in value:
            yield from _inputs(one)
    elif isinstance(value, str | Path):
        path = Path(value)
        if not os.path.isdir(path) or os.path.isfile(path / "config.toml"):
            yield path


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
        messages.failure("{text}", text=_said(failure))
        _discard_output()
    else:
        messages.failure(messages.UNEXPECTED, kind=type(failure).__name__, reason=failure)


def _said(failure: OSError) -> SpotItError:
    """Whatever writes says so itself, so that what comes here with a file's name is a file that was read."""
    full = failure.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS)
    if failure.filename is None or full:
        return write_failure(failure, "the output" if failure.filename is None else failure.filename)
    return messages.error(messages.NOT_READABLE, path=failure.filename, reason=failure.strerror or failure)


def _occupy_standard_streams() -> None:
    """Give streams that were closed before the start a place, lest a file that is opened be taken for one of them."""
    for descriptor in (0, 1, 2):
        try:
            os.fstat(descriptor)
        except OSError:
            opened = os.open(os.devnull, os.O_RDWR)
            os.set_inheritable(opened, True)
    if sys.stderr is None:
        sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115  (open to the end)


def _discard_output() -> None:
    """Drop what is still buffered for a closed pipe or a full disk, which Python would try to write again at exit."""
    if sys.stdout is not None:
        sink = os.open(os.devnull, os.O_WRONLY)
        os.dup2(sink, sys.stdout.fileno())
