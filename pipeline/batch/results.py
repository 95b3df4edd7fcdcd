"""Result lines on disk.  A line counts once its line break is there; a last line without one is done again.

So is a line that does not fit: its id names other pictures by now, they have changed since, or it was made with other
settings.
"""

from __future__ import annotations

import errno
import json
import os
import sys
from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import IO, Any

from pipeline.batch.fingerprint import fits
from pipeline.batch.pairs import Pair
from pipeline.core import messages
from pipeline.core.files import partial_of, write_failure
from pipeline.core.reading import parse_json
from pipeline.worlds.finder import AUTO


class Results:
    """The results file of one batch, open for appending.

    Parameters
    ----------
    path : Path
        The file.
    pairs : sequence of Pair
        All pairs of the batch.
    pack : str
        The pack's name; results of two packs are mixed only where "auto" chooses.
    settings : str
        What else the answers depend on, as :func:`pipeline.batch.fingerprint.settings_mark` gives it.
    resume : bool
        Keep the complete lines of an existing file that still hold.
    force : bool
        Start an existing file again.

    Attributes
    ----------
    done : dict of str to bool
        Ids of the lines that are there, and whether each is an error.

    Raises
    ------
    SpotItError
        If the file exists and neither ``resume`` nor ``force`` is given, its lines are not results of these pairs,
        or it cannot be written.
    """

    def __init__(
        self, path: Path, pairs: Sequence[Pair], pack: str, settings: str, resume: bool = False, force: bool = False
    ) -> None:
        self.path = path
        self.pairs = {pair.id: pair for pair in pairs}
        self.pack = pack
        self.settings = settings
        self.done: dict[str, bool] = {}
        if path.exists() and not path.is_file():
            reason = "it is a folder" if path.is_dir() else "it is no ordinary file, so that no run could be resumed"
            raise messages.error(messages.NOT_WRITABLE, path=path, reason=reason)
        if path.is_file() and path.stat().st_size and not (resume or force):
            raise messages.error(messages.RESULTS_EXIST, path=path)
        try:
            self._stream: IO[bytes] = path.open("ab")
            _lock(self._stream, path)
            if force:
                self._stream.truncate(0)
            else:
                self._keep()
        except OSError as failure:
            raise write_failure(failure, path) from None

    def append(self, result: dict[str, Any]) -> None:
        """Write one line and hand it to the operating system.

        Raises
        ------
        SpotItError
            If the disk is full, when what was written before stays good; or if somebody has taken the file away.
        """
        try:
            if not _is_at(self._stream, self.path):
                raise messages.error(messages.RESULTS_GONE, path=self.path)
            self._stream.write(json.dumps(result).encode("ascii") + b"\n")
            self._stream.flush()
        except OSError as failure:
            if failure.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
                raise messages.error(messages.BATCH_DISK_FULL, done=len(self.done)) from None
            raise write_failure(failure, self.path) from None
        self.done[result["id"]] = "error" in result

    def put_in_order(self) -> None:
        """Write the lines in the order of the pairs, which a resumed run may have left."""
        if list(self.done) != [name for name in self.pairs if name in self.done]:
            with self.path.open("rb") as stream:
                places: dict[str, int] = {}
                place = 0
                for name, line in zip(self.done, stream, strict=True):
                    places[name] = place
                    place += len(line)
                self._replace(_at(stream, places[name]) for name in self.pairs if name in places)

    def __enter__(self) -> Results:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, failure: BaseException | None, trace: TracebackType | None
    ) -> None:
        with suppress(OSError):  # a line that did not fit is still in the buffer; append() has said so
            self._stream.close()

    def _keep(self) -> None:
        """Read the complete lines, and rid the file of what is torn or does not fit."""
        kept: list[bytes] = []
        stale: dict[str, int] = {}
        with self.path.open("rb") as stream:
            for number, line in enumerate(stream, 1):
                if not line.endswith(b"\n"):
                    break
                name, fails, holds = self._read(line, number)
                if name in self.done or name in stale:
                    raise messages.error(messages.RESULTS_TWICE, path=self.path, line=number, id=name)
                if holds:
                    kept.append(line)
                    self.done[name] = fails
                else:
                    stale[name] = number
        if stale:
            messages.notice(messages.RESULTS_STALE, count=len(stale), id=next(iter(stale)))
            self._replace(kept)
        else:
            self._stream.truncate(sum(map(len, kept)))

    def _read(self, line: bytes, number: int) -> tuple[str, bool, bool]:
        """Of one line: its id, whether it is an error, and whether it still holds."""
        where = {"path": self.path, "line": number}
        try:
            result = parse_json(line)
        except ValueError:
            raise messages.error(messages.RESULTS_BROKEN, **where) from None
        if not isinstance(result, dict) or not isinstance(name := result.get("id"), str):
            raise messages.error(messages.RESULTS_BROKEN, **where)
        if name not in self.pairs:
            raise messages.error(messages.RESULTS_OF_OTHERS, **where, id=name)
        if self.pack != AUTO and result.get("pack", self.pack) != self.pack:
            raise messages.error(messages.RESULTS_OTHER_PACK, path=self.path, old=result["pack"], new=self.pack)
        return name, "error" in result, fits(result, self.pairs[name], self.settings)

    def _replace(self, lines: Iterable[bytes]) -> None:
        """Put a file with these lines in the place of the old one, which stays whole until then, and go on in it."""
        partial = partial_of(self.path)
        try:
            stream: IO[bytes] = partial.open("ab")
            _lock(stream, self.path)
            stream.writelines(lines)
            stream.flush()
            os.fsync(stream.fileno())
            partial.replace(self.path)
        finally:
            partial.unlink(missing_ok=True)
        self._stream.close()
        self._stream = stream


def _at(stream: IO[bytes], place: int) -> bytes:
    stream.seek(place)
    return stream.readline()


def _is_at(stream: IO[bytes], path: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(stream.fileno()), path.stat())
    except FileNotFoundError:
        return False


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
