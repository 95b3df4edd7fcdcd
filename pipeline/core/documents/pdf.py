"""Pages of a PDF, drawn by PDFium in a process of its own: a hostile file may take its time and memory, not ours."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property
from importlib.util import find_spec
from pathlib import Path
from threading import Timer
from typing import IO, Any

import numpy as np

from pipeline.core import messages
from pipeline.core.documents.document import MOST_PAGES, Document
from pipeline.core.images import LEAST_SIDE

DOTS = 96
"""Dots an inch at which pages are drawn: letters are then as large as on a screen."""

MOST_DOTS = 16_000_000
"""Pixels of one page; a larger one, as a poster, is drawn smaller."""

MOST_MEMORY = 3_000_000_000
"""Bytes that the process which draws may take."""

SECONDS, SECONDS_A_PAGE = 30.0, 1.0
"""How long drawing may take, and how much longer for each page that is asked for: ordinary ones take a tenth of it."""

_DRAWING = Path(__file__).with_name("draw_pdf.py")


class Pdf(Document):
    """The pages of a PDF.

    Raises
    ------
    SpotItError
        If PDFium is not installed, or the file is not a PDF that can be read.
    """

    def __init__(self, source: str | os.PathLike[str] | bytes) -> None:
        if find_spec("pypdfium2") is None:
            raise messages.package_missing("pypdfium2")
        self.name = "the document" if isinstance(source, bytes) else os.fspath(source)
        self._source = source

    @cached_property
    def count(self) -> int:
        """How many pages there are."""
        with self._drawing([]) as (_, count):
            pass
        if count > MOST_PAGES:
            raise messages.error(messages.TOO_MANY_PAGES, path=self.name, most=MOST_PAGES)
        return count

    def pages(self, numbers: Sequence[int]) -> Iterator[np.ndarray]:
        """The pages of these numbers, one at a time."""
        with self._drawing(numbers) as (stream, _):
            for number in numbers:
                yield self._page(stream, number)

    def _page(self, stream: IO[bytes], number: int) -> np.ndarray:
        name = f"{self.name}, page {number + 1}"
        head = self._said(stream, name)
        width, height = head["width"], head["height"]
        if min(width, height) < LEAST_SIDE:
            raise messages.error(messages.TOO_SMALL, path=name, width=width, height=height, least=LEAST_SIDE)
        pixels = stream.read(width * height * 3)
        if len(pixels) < width * height * 3:
            raise messages.error(messages.DOCUMENT_SLOW, path=name)
        return np.frombuffer(pixels, np.uint8).reshape(height, width, 3)

    @contextmanager
    def _drawing(self, numbers: Sequence[int]) -> Iterator[tuple[IO[bytes], int]]:
        """The stream of pages that are drawn, and how many pages there are."""
        command = [sys.executable, "-P", str(_DRAWING), str(DOTS / 72), str(MOST_DOTS), str(MOST_MEMORY)]
        command.append(",".join(map(str, numbers)))
        with self._opened() as document:
            process = subprocess.Popen(command, stdin=document, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        assert process.stdout is not None
        patience = Timer(SECONDS + SECONDS_A_PAGE * len(numbers), process.kill)
        patience.daemon = True
        patience.start()
        try:
            yield process.stdout, int(self._said(process.stdout, self.name)["count"])
        finally:
            patience.cancel()
            process.kill()
            process.stdout.close()
            process.wait()

    def _opened(self) -> IO[bytes]:
        if not isinstance(self._source, bytes):
            try:
                return open(self._source, "rb")
            except OSError as failure:
                raise messages.error(messages.NOT_READABLE, path=self.name, reason=failure.strerror) from None
        held = tempfile.TemporaryFile()  # noqa: SIM115  (the caller closes it)
        held.write(self._source)
        held.seek(0)
        return held

    def _said(self, stream: IO[bytes], name: str) -> dict[str, Any]:
        """What the process says of the document or of the next page."""
        line = stream.readline()
        if not line:  # it was stopped, or has run out of memory
            raise messages.error(messages.DOCUMENT_SLOW, path=name)
        said: dict[str, Any] = json.loads(line)
        if "error" in said:
            locked = said["error"] == "locked"
            template = messages.DOCUMENT_LOCKED if locked else messages.DAMAGED_DOCUMENT
            raise messages.error(template, path=name, reason=said["error"])
        return said
