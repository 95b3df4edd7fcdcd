"""Download a release: what was interrupted goes on where it stopped, and only a file with the right sha256 is kept."""

from __future__ import annotations

import http.client
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from pipeline.core import messages
from pipeline.core.files import sha256, write_failure
from pipeline.worlds.bounded import answered
from pipeline.worlds.releases import Release

TIMEOUT = 10.0
"""Seconds without an answer after which a server counts as out of reach."""

DEADLINE = 3600.0
"""Seconds that a whole download may take, however steadily it drips."""

TRIES = 3
_CHUNK = 1 << 16


def fetch(release: Release, folder: Path, timeout: float = TIMEOUT, deadline: float = DEADLINE) -> Path:
    """The release's file in ``folder``, downloaded unless it is there already; a bar on a terminal shows the progress.

    Raises
    ------
    SpotItError
        If it cannot be reached or written, takes longer than ``deadline`` seconds, or is not the file that was
        published.  A part that arrived is kept, and the next call goes on from there.
    """
    path = folder / release.file
    if path.is_file() and sha256(path) == release.sha256:
        return path
    part = path.with_name(path.name + ".part")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with part.open("ab") as stream, _locked(stream):
            if path.is_file() and sha256(path) == release.sha256:  # another process was faster
                part.unlink(missing_ok=True)
                return path
            _complete(release, stream, timeout, time.monotonic() + deadline)
            if stream.tell() != release.size or sha256(part) != release.sha256:
                part.unlink()
                raise messages.error(messages.FETCH_CORRUPT, url=release.url)
            part.replace(path)
    except OSError as failure:
        raise write_failure(failure, part) from None
    return path


def _complete(release: Release, stream: IO[bytes], timeout: float, end: float) -> None:
    """Append what is missing, over a few connections if they break off."""
    from tqdm import tqdm

    if stream.tell() > release.size:
        stream.truncate(0)
    bar = {"desc": release.file, "unit": "B", "unit_scale": True, "disable": None, "leave": False}
    with tqdm(total=release.size, initial=stream.tell(), **bar) as progress:
        for _ in range(TRIES):
            if stream.tell() == release.size or _transfer(release, stream, timeout, end, progress.update):
                return
    raise messages.error(messages.FETCH_FAILED, url=release.url, reason="the connection broke off")


def _transfer(release: Release, stream: IO[bytes], timeout: float, end: float, tell: Callable[[int], object]) -> bool:
    """Append one answer's bytes; whether the answer was whole.  Starts from the beginning if the server does."""
    start = stream.tell()
    request = urllib.request.Request(release.url, headers={"User-Agent": "spot-it"})
    if start:
        request.add_header("Range", f"bytes={start}-")
    try:
        with answered(request, timeout, end) as answer:
            if start and not (answer.headers.get("Content-Range") or "").startswith(f"bytes {start}-"):
                stream.truncate(0)
                tell(-start)
            # read1 gives what has arrived, where read would wait for a whole chunk however slowly it comes.
            while stream.tell() <= release.size and (chunk := answer.read1(_CHUNK)):
                stream.write(chunk)
                stream.flush()
                tell(len(chunk))
                _check(end, release)
            if stream.tell() < release.size:
                _check(end, release)
            return not answer.length or stream.tell() > release.size
    except urllib.error.URLError as failure:  # no address, or a refusal: no different a moment later
        _check(end, release)
        raise messages.error(messages.FETCH_FAILED, url=release.url, reason=failure.reason) from None
    except (http.client.HTTPException, TimeoutError, ConnectionError):
        _check(end, release)
        return False


def _check(end: float, release: Release) -> None:
    """Give up where the whole download takes too long."""
    if time.monotonic() > end:
        raise messages.error(messages.FETCH_TOO_SLOW, url=release.url)


@contextmanager
def _locked(stream: IO[bytes]) -> Iterator[None]:
    """Let one process at a time write a part; the lock goes when the process does."""
    if sys.platform != "win32":
        import fcntl

        fcntl.flock(stream, fcntl.LOCK_EX)
        stream.seek(0, 2)
    yield
