"""From a file to a document, whatever it holds."""

from __future__ import annotations

import os
from pathlib import Path

from pipeline.core.documents.document import Document
from pipeline.core.documents.frames import Frames, Still, frames_of
from pipeline.core.documents.pdf import Pdf
from pipeline.core.pictures import Source

_HEAD = 1024
"""Bytes within which a PDF says that it is one."""

_TIFF = (b"II*\0", b"MM\0*", b"II+\0", b"MM\0+")


def is_document(source: Source) -> bool:
    """Whether a file, or the bytes of one, is a PDF or holds more than one page."""
    head = _head(source)
    return b"%PDF-" in head or (head.startswith(_TIFF) and len(frames_of(source)) > 1)


def open_document(source: Source) -> Document:
    """The document in a file, or in the bytes of one; a single picture is one of one page.

    Raises
    ------
    SpotItError
        If it is none, is locked, or has too many pages; or a PDF and PDFium is not installed.
    """
    head = _head(source)
    if b"%PDF-" in head and isinstance(source, str | os.PathLike | bytes):
        return Pdf(source)
    if head.startswith(_TIFF):
        numbers = frames_of(source)
        if len(numbers) > 1:
            return Frames(source, numbers)
    return Still(source)


def _head(source: Source) -> bytes:
    """The first bytes of an ordinary file; none of anything else, of which whoever reads it says what is wrong."""
    if isinstance(source, bytes):
        return source[:_HEAD]
    if not isinstance(source, str | os.PathLike):
        return b""
    try:
        if not Path(source).is_file():
            return b""
        with open(source, "rb") as stream:
            return stream.read(_HEAD)
    except (OSError, ValueError):
        return b""
