"""A bound on the time of a command that answers in its own process: one line, and status 2, where it passes."""

from __future__ import annotations

import os
import signal
import sys
import threading
from argparse import ArgumentParser, ArgumentTypeError
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from pipeline.core import messages

STATUS = 2

GRACE = 5.0
"""Seconds after which the process is ended without a word, where the line cannot be printed: a library holds on."""


def seconds(text: str) -> float:
    """A positive number of seconds, for an option."""
    try:
        value = float(text)
    except ValueError:
        value = 0.0
    if not 0 < value < threading.TIMEOUT_MAX:
        raise ArgumentTypeError(f"{text} is no number of seconds above 0")
    return value


def add_timeout_option(parser: ArgumentParser, default: float, what: str) -> None:
    """``--timeout S``; ``what`` says what comes of it."""
    parser.add_argument("--timeout", type=seconds, default=default, metavar="S", help=f"{what} ({default:.0f})")


@contextmanager
def within(limit: float) -> Iterator[None]:
    """End the process with one line and :data:`STATUS` where what is done takes longer than ``limit`` seconds.

    It may hang in the code of a library, where no exception reaches it, so the process ends as it is.
    """
    timer = threading.Timer(limit, _end, [limit])
    timer.daemon = True
    timer.start()
    alarm = hasattr(signal, "setitimer") and threading.current_thread() is threading.main_thread()
    if alarm and signal.getsignal(signal.SIGALRM) == signal.SIG_DFL:
        signal.setitimer(signal.ITIMER_REAL, limit + GRACE)
    try:
        yield
    finally:
        timer.cancel()
        if alarm:
            signal.setitimer(signal.ITIMER_REAL, 0)


def _end(limit: float) -> None:
    messages.failure(messages.TOO_SLOW, seconds=limit)
    for stream in (sys.stdout, sys.stderr):
        with suppress(Exception):
            stream.flush()
    os._exit(STATUS)
