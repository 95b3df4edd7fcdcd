"""Files: written so that a reader never sees half of one, and told apart by their digests."""

from __future__ import annotations

import errno
import hashlib
import os
from contextlib import suppress
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
            path.write_bytes(content)
            return
        partial = path.with_name(f".{path.name}.{os.getpid()}.part")
        try:
            partial.write_bytes(content)
            partial.replace(path)
        finally:
            with suppress(OSError):
                partial.unlink()
    except OSError as failure:
        raise write_failure(failure, path) from None


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


def write_failure(failure: OSError, path: object) -> SpotItError:
    """What to tell the user about a failed write."""
    if failure.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        return messages.error(messages.DISK_FULL, path=path)
    return messages.error(messages.NOT_WRITABLE, path=path, reason=failure.strerror or failure)
