"""A journal of a watch: what was looked at and told, kept in a file so that a watch goes on where it was stopped.

One entry a picture, written whole: its name, size and time, the news that it brought, and what is remembered after it.
A file that ends in ``.sqlite`` or ``.db`` is a database, any other is of JSON lines.
"""

from __future__ import annotations

import json
import os
import sqlite3
from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from pipeline.core import messages
from pipeline.core.errors import SpotItError
from pipeline.core.files import write_failure
from pipeline.watch.frames import Frame

Json = dict[str, Any]

DATABASES = (".sqlite", ".sqlite3", ".db")

_TABLES = """
create table if not exists frames (
    frame text, size integer, mtime integer, going text, primary key (frame, size, mtime)
);
create table if not exists news (frame text, since text, kind text, label text, caption text, fact text);
"""


_ENTRY = b'{"frame": '
"""How the line of an entry begins."""


class Journal(ABC):
    """What every journal does.

    Attributes
    ----------
    path : Path
        The file.
    going : list
        What was remembered after the last entry, as :attr:`pipeline.watch.events.Events.state` gives it.
    last : str or None
        Name of the picture of the last entry.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.going: list[Json] = []
        self.last: str | None = None
        self._known: set[tuple[str, int, int]] = set()

    def knows(self, frame: Frame) -> bool:
        """Whether this very picture was looked at before; one that was written anew was not."""
        return _stamp(frame) in self._known

    def enter(self, frame: Frame, news: Iterable[Json], going: list[Json]) -> None:
        """Put a picture down, with the lines that it brought and what is remembered after it.

        Raises
        ------
        SpotItError
            If the file cannot be written; the entry is then not there at all.
        """
        stamp = _stamp(frame)
        self._write(stamp, list(news), going)
        self._remember(stamp, going)

    @abstractmethod
    def close(self) -> None:
        """Let go of the file."""

    @abstractmethod
    def _write(self, stamp: tuple[str, int, int], news: list[Json], going: list[Json]) -> None:
        """Write one entry whole."""

    def _remember(self, stamp: tuple[str, int, int], going: list[Json]) -> None:
        self._known.add(stamp)
        self.last, self.going = stamp[0], going


class JsonLinesJournal(Journal):
    """A line of JSON a picture; a last line that was cut short by a crash is taken away."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        try:
            whole = sum(map(len, self._entries())) if path.exists() else 0
            self._stream = path.open("ab")
            self._stream.truncate(whole)
        except OSError as failure:
            raise write_failure(failure, path) from None

    def close(self) -> None:
        """Let go of the file."""
        self._stream.close()

    def _write(self, stamp: tuple[str, int, int], news: list[Json], going: list[Json]) -> None:
        frame, size, mtime = stamp
        entry = {"frame": frame, "size": size, "mtime": mtime, "news": news, "going": going}
        try:
            self._stream.write(json.dumps(entry).encode("ascii") + b"\n")
            self._stream.flush()
            os.fsync(self._stream.fileno())
        except OSError as failure:
            raise write_failure(failure, self.path) from None

    def _entries(self) -> Iterator[bytes]:
        """The complete lines, remembered as they come."""
        for number, line in enumerate(self.path.read_bytes().splitlines(keepends=True), 1):
            if not line.endswith(b"\n") and (line.startswith(_ENTRY) or _ENTRY.startswith(line)):
                return  # cut short; of another file, nothing is taken away
            try:
                entry = json.loads(line)
                self._remember((entry["frame"], entry["size"], entry["mtime"]), entry["going"])
            except (ValueError, LookupError, TypeError, RecursionError):
                raise messages.error(messages.NO_JOURNAL, path=self.path, line=number) from None
            yield line


class DatabaseJournal(Journal):
    """Two tables, ``frames`` and ``news``; an entry is one transaction."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        try:
            self._base = sqlite3.connect(path)
            self._base.executescript(_TABLES)
            for frame, size, mtime, going in self._base.execute("select * from frames order by rowid"):
                self._remember((frame, size, mtime), json.loads(going))
        except (sqlite3.Error, ValueError, RecursionError) as failure:
            raise self._failed(failure) from None

    def close(self) -> None:
        """Let go of the file."""
        self._base.close()

    def _write(self, stamp: tuple[str, int, int], news: list[Json], going: list[Json]) -> None:
        rows = [
            (stamp[0], one["since"], one["kind"], one["label"], one["caption"], json.dumps(one, ensure_ascii=False))
            for one in news
        ]
        try:
            with self._base:
                self._base.execute("insert or replace into frames values (?, ?, ?, ?)", (*stamp, json.dumps(going)))
                self._base.executemany("insert into news values (?, ?, ?, ?, ?, ?)", rows)
        except sqlite3.Error as failure:
            raise self._failed(failure) from None

    def _failed(self, failure: Exception) -> SpotItError:
        return messages.error(messages.JOURNAL_UNUSABLE, path=self.path, reason=failure)


def open_journal(path: Path) -> Journal:
    """The journal of a file, which is made if it is not there.

    Raises
    ------
    SpotItError
        If the file cannot be written, or holds something else.
    """
    if path.exists() and not (path.is_file() or path.is_dir()):
        reason = "it is no ordinary file, so that no watch could go on from it"
        raise messages.error(messages.NOT_WRITABLE, path=path, reason=reason)
    return DatabaseJournal(path) if path.suffix.lower() in DATABASES else JsonLinesJournal(path)


def _stamp(frame: Frame) -> tuple[str, int, int]:
    try:
        status = frame.stat()
    except OSError:  # taken away meanwhile: its name is all that is left of it
        return str(frame), -1, -1
    return str(frame), status.st_size, status.st_mtime_ns
