"""The command ``pipeline``: finds the command's module, and turns every failure into one line and an exit status.

Exit status: 0 done; 1 a change, with ``--fail-on-change``; 2 unusable input or arguments; 130 stopped by Ctrl-C;
141 the reader of our output went away.
"""

from __future__ import annotations

import os
import sys
from argparse import REMAINDER, ArgumentParser, Namespace, RawDescriptionHelpFormatter
from collections.abc import Callable, Sequence
from importlib import import_module
from typing import NoReturn

from pipeline import __version__
from pipeline.core import messages
from pipeline.core.errors import SpotItError

COMMANDS = {
    "run": "say what changed between two pictures",
    "inspect": "show the objects of one picture and how they stand to each other",
    "diff": "show the change facts alone",
    "batch": "answer many pairs",
    "watch": "describe the pictures of a folder as they arrive",
    "serve": "show the local web page",
    "evaluate": "score answers: words, facts, boxes",
    "synth": "render scene pairs with truth and captions",
    "train": "train a part of a pack",
    "stages": "list the stages and their implementations",
    "packs": "list the packs, what they were trained on and what they scored",
}

OWN = ("", "pipeline", "detectors", "language", "ranker")
"""Packages that nobody can install to help."""

_FAILED, _INTERRUPTED, _BROKEN_PIPE = 2, 130, 141


class Parser(ArgumentParser):
    """An argument parser whose errors are one line."""

    def error(self, message: str) -> NoReturn:
        """Say what is wrong with the arguments."""
        raise messages.error(messages.USAGE, reason=message, program=self.prog)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status."""
    try:
        status = _dispatch(list(sys.argv[1:] if arguments is None else arguments))
        sys.stdout.flush()
        return status
    except SpotItError as failure:
        messages.notice("{text}", text=failure)
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
    if arguments and arguments[0] in COMMANDS:
        name = arguments[0]
        module = import_module(f"pipeline.cli.{name}")
        parser = Parser(
            prog=f"pipeline {name}", description=module.__doc__, formatter_class=RawDescriptionHelpFormatter
        )
        module.add_arguments(parser)
        return _parse_and_run(parser, arguments[1:], module.run)
    return _parse_and_run(_overview(), arguments, _unknown)


def _parse_and_run(parser: Parser, arguments: list[str], run: Callable[[Namespace], int]) -> int:
    try:
        parsed = parser.parse_args(arguments)
    except SystemExit as stop:  # --help and --version have printed what was asked for
        return int(stop.code or 0)
    return run(parsed)


def _overview() -> Parser:
    width = max(map(len, COMMANDS))
    listed = "\n".join(f"  {name.ljust(width)}  {summary}" for name, summary in COMMANDS.items())
    parser = Parser(
        prog="pipeline",
        description="Says in one sentence what changed between two pictures, and shows its working.",
        epilog=f"commands:\n{listed}\n\n`pipeline COMMAND --help` says more about one.",
        formatter_class=RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"spot-it {__version__}")
    parser.add_argument("command", metavar="COMMAND", help="one of the commands below")
    parser.add_argument("rest", nargs=REMAINDER, metavar="...", help="what the command takes")
    return parser


def _unknown(parsed: Namespace) -> NoReturn:
    raise messages.error(messages.NO_COMMAND, command=parsed.command, known=", ".join(COMMANDS))


def _explain(failure: Exception) -> None:
    if isinstance(failure, MemoryError):
        messages.notice(messages.OUT_OF_MEMORY)
    elif isinstance(failure, ModuleNotFoundError) and (package := (failure.name or "").partition(".")[0]) not in OWN:
        messages.notice("{text}", text=messages.package_missing(package))
    elif isinstance(failure, OSError):
        from pipeline.core.files import write_failure

        place = failure.filename if failure.filename is not None else "the output"
        messages.notice("{text}", text=write_failure(failure, place))
        _discard_output()
    else:
        messages.notice(messages.UNEXPECTED, kind=type(failure).__name__, reason=failure)


def _discard_output() -> None:
    """Drop what is still buffered for a closed pipe or a full disk, which Python would try to write again at exit."""
    sink = os.open(os.devnull, os.O_WRONLY)
    os.dup2(sink, sys.stdout.fileno())
