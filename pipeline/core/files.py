"""Files: written so that a reader never sees half of one, and told apart by their digests."""

from __future__ import annotations

import errno
import hashlib
import os
import re
from collections.abc import Iterable
from contextlib import suppress
from functools import cache
from pathlib import Path

from pipeline.core import messages
from pipeline.core.errors import SpotItError


def write_file(path: Path, content: bytes) -> None:
    """Write a file whole or not at all.

    Raises
    ------
    SpotItError
        If it cannot be written; an older file of that name is then untouched.
    """
    try:
        if path.exists() and not path.is_file():  # a device or a pipe must not be replaced by a file
            _pour(path, content)
            return
        partial = partial_of(path)
        try:
            write_durably(partial, content)
            partial.replace(path)
        finally:
            with suppress(OSError):
                partial.unlink()
    except OSError as failure:
        raise write_failure(failure, path) from None


def _pour(path: Path, content: bytes) -> None:
    """Write to a device or a pipe; a pipe that nobody reads is an error, and not waited at for ever."""
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_NONBLOCK)
    except OSError as failure:
        reason = "nobody reads from this pipe" if failure.errno == errno.ENXIO else failure.strerror
        raise OSError(failure.errno, reason) from None
    os.set_blocking(descriptor, True)
    with os.fdopen(descriptor, "wb") as stream:
        stream.write(content)


def partial_of(path: Path) -> Path:
    """Where a file is written before it takes its name; what processes that were killed left there of it goes."""
    for left in _left_over(path.parent).get(path.name, ()):
        with suppress(OSError):
            left.unlink()
    return path.with_name(f".{path.name}.{os.getpid()}.part")


@cache
def _left_over(folder: Path) -> dict[str, list[Path]]:
    """What processes that are no more were writing in a folder, by the names of the files; looked for once."""
    found: dict[str, list[Path]] = {}
    with suppress(OSError):
        for one in os.scandir(folder):
            match = re.fullmatch(r"\.(.+)\.(\d+)\.part", one.name)
            if match and not _lives(int(match[2])):
                found.setdefault(match[1], []).append(folder / one.name)
    return found


def _lives(process: int) -> bool:
    try:
        os.kill(process, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except PermissionError:
        pass
    return True


def write_durably(path: Path, content: bytes) -> None:
    """Write a file that is to be renamed: without the wait for the disk, a power loss can leave the name alone."""
    with path.open("wb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())


def refuse_pack_files(paths: Iterable[Path], force: bool) -> None:
    """Refuse to write over the files of a pack, unless that is what is wanted.

    Raises
    ------
    SpotItError
        Naming the first of them.
    """
    for path in paths:
        if not force and path.is_file() and (path.parent / "config.toml").is_file():
            raise messages.error(messages.PACK_FILE_KEPT, path=path)


def refuse_inputs(output: Path | None, inputs: Iterable[str | os.PathLike[str]]) -> None:
    """See to it that an output is none of the files that are read, under whatever name or link.

    Of a folder among the inputs, every file that is there already is one of them.

    Raises
    ------
    SpotItError
        If it is one: writing would destroy it.
    """
    for given in map(Path, inputs):
        if output is not None and _is_of(output, given):
            raise messages.error(messages.OUTPUT_IS_INPUT, path=output, other=given)


def _is_of(output: Path, given: Path) -> bool:
    """A folder that is an output is filled, not written over."""
    try:
        if not output.is_file():
            return False
        return given.resolve() in output.resolve().parents if given.is_dir() else output.samefile(given)
    except (OSError, ValueError):  # what cannot be looked at is found out by whoever reads or writes it
        return False


def write_failure(failure: OSError, path: object) -> SpotItError:
    """What to tell the user about a failed write."""
    if failure.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        return messages.error(messages.DISK_FULL, path=path)
    return messages.error(messages.NOT_WRITABLE, path=path, reason=failure.strerror or failure)


def read_lines(path: Path, unreadable: str) -> list[str]:
    """The lines of a text file, without blanks around them and without empty ones.

    Raises
    ------
    SpotItError
        With the message ``unreadable``, a template that takes the ``path``, if it cannot be read as text.
    """
    try:
        return [line.strip() for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    except (OSError, UnicodeDecodeError) as failure:
        raise messages.error(unreadable, path=path) from failure


def sha256(path: Path) -> str:
    """The hexadecimal digest of a file's bytes."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
