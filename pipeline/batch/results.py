"""Result lines on disk.  A line counts once its line break is there; a last line without one is done again."""

from __future__ import annotations

import errno
import json
import sys
from collections.abc import Collection
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import IO, Any

from pipeline.core import messages
from pipeline.core.files import write_failure
from pipeline.worlds.finder import AUTO


class Results:
    """The results file of one batch, open for appending.

    Parameters
    ----------
    path : Path
        The file.
    ids : collection of str
        All ids of the batch.
    pack : str
        The pack's name; results of two packs are mixed only where "auto" chooses.
    resume : bool
        Keep the complete lines of an existing file.
    force : bool
        Start an existing file again.

    Raises
    ------
    SpotItError
        If the file exists and neither ``resume`` nor ``force`` is given, its lines are not results of these pairs,
        or it cannot be written.
    """

    def __init__(self, path: Path, ids: Collection[str], pack: str, resume: bool = False, force: bool = False) -> None:
        self.path = path
        self.done: set[str] = set()
        if path.exists() and path.is_dir():
            raise messages.error(messages.NOT_WRITABLE, path=path, reason="it is a folder")
        if path.is_file() and path.stat().st_size and not (resume or force):
            raise messages.error(messages.RESULTS_EXIST, path=path)
        try:
            self._stream: IO[bytes] = path.open("ab")
            _lock(self._stream, path)
            if force:
                self._stream.truncate(0)
            elif path.is_file():
                self._stream.truncate(self._keep(set(ids), pack))
        except OSError as failure:
            raise write_failure(failure, path) from None

    def append(self, result: dict[str, Any]) -> None:
        """Write one line and hand it to the operating system.

        Raises
        ------
        SpotItError
            If the disk is full; what was written before stays good.
        """
        try:
            self._stream.write(json.dumps(result).encode("ascii") + b"\n")
            self._stream.flush()
        except OSError as failure:
            if failure.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
                raise messages.error(messages.BATCH_DISK_FULL, done=len(self.done)) from None
            raise write_failure(failure, self.path) from None
        self.done.add(result["id"])

    def __enter__(self) -> Results:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, failure: BaseException | None, trace: TracebackType | None
    ) -> None:
        with suppress(OSError):  # a line that did not fit is still in the buffer; append() has said so
            self._stream.close()

    def _keep(self, ids: set[str], pack: str) -> int:
        """Read the complete lines; the length in bytes that they take."""
        length = 0
        with self.path.open("rb") as stream:
            for number, line in enumerate(stream, 1):
                if not line.endswith(b"\n"):
                    break
                self._accept(line, number, ids, pack)
                length += len(line)
        return length

    def _accept(self, line: bytes, number: int, ids: set[str], pack: str) -> None:
        where = {"path": self.path, "line": number}
        try:
            result = json.loads(line)
            name = result["id"]
        except (ValueError, KeyError, TypeError):
            raise messages.error(messages.RESULTS_BROKEN, **where) from None
        if name not in ids:
            raise messages.error(messages.RESULTS_OF_OTHERS, **where, id=name)
        if name in self.done:
            raise messages.error(messages.RESULTS_TWICE, **where, id=name)
        if pack != AUTO and result.get("pack", pack) != pack:
            raise messages.error(messages.RESULTS_OTHER_PACK, path=self.path, old=result["pack"], new=pack)
        self.done.add(name)


def _lock(stream: IO[bytes], path: Path) -> None:
    """Keep a second run from writing the same file; the lock goes when the process does."""
    if sys.platform == "win32":
        return
    import fcntl

    try:
        fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise messages.error(messages.RESULTS_IN_USE, path=path) from None
    except OSError:  # some network file systems cannot lock
        pass
