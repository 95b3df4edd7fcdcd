"""Reading files that may be named pipes, without waiting for ever for somebody who writes to them."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import BinaryIO

from pipeline.core import messages

PATIENCE = 10.0
"""Seconds after which a pipe without a writer is given up: what is started together is there by then."""


def open_for_reading(path: Path, patience: float | None = None) -> BinaryIO:
    """A file, or a named pipe once somebody writes to it, however slowly.

    Raises
    ------
    SpotItError
        If nobody has opened the pipe for writing within ``patience`` seconds, :data:`PATIENCE` unless given.
    OSError
        If the file cannot be opened.
    """
    if not stat.S_ISFIFO(path.stat().st_mode):
        return path.open("rb")
    patience = PATIENCE if patience is None else patience
    descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK)  # else opening it waits for a writer
    try:
        if not _has_writer(descriptor, patience):
            raise messages.error(messages.NO_WRITER, path=path, seconds=patience)
        os.set_blocking(descriptor, True)
        return os.fdopen(descriptor, "rb")
    except BaseException:
        os.close(descriptor)
        raise


def _has_writer(descriptor: int, patience: float) -> bool:
    """Whether somebody writes to a pipe, or has done so, before patience ends."""
    import select

    waiting = select.poll()
    waiting.register(descriptor, select.POLLIN)
    if waiting.poll(patience * 1000):
        return True
    try:
        os.read(descriptor, 1)
    except BlockingIOError:  # there is one that has written nothing yet
        return True
    return False  # without one, a pipe is at its end
