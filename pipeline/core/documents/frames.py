"""Pages that Pillow reads: the frames of a TIFF, or one picture."""

from __future__ import annotations

import io
import os
import warnings
from collections.abc import Iterator, Sequence

import numpy as np
from PIL import Image

from pipeline.core import messages
from pipeline.core.documents.document import MOST_PAGES, Document
from pipeline.core.images import check_header, load_picture
from pipeline.core.pictures import Held, Source, path_of

_SUBFILE_TYPE, _REDUCED = 254, 1
"""The tag that says of a frame that it is a smaller copy of another."""


class Frames(Document):
    """The pages of a TIFF, whose numbers among its frames are ``numbers``."""

    def __init__(self, source: Source, numbers: Sequence[int]) -> None:
        self.name = path_of(source) or "the document"
        self._source = source
        self._numbers = numbers

    @property
    def count(self) -> int:
        """How many pages there are."""
        return len(self._numbers)

    def pages(self, numbers: Sequence[int]) -> Iterator[np.ndarray]:
        """The pages of these numbers, one at a time."""
        with _opened(self._source) as opened:
            for number in numbers:
                yield load_picture(self._page(opened, number))

    def _page(self, opened: Image.Image, number: int) -> Image.Image:
        name = f"{self.name}, page {number + 1}"
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            try:
                opened.seek(self._numbers[number])
            except Exception as failure:  # Pillow raises any kind of exception on damaged files
                raise messages.error(messages.DAMAGED_PICTURE, path=name, reason=failure) from None
            check_header(opened, Held(name, b""))
            try:
                return opened.copy()
            except Exception as failure:
                raise messages.error(messages.DAMAGED_PICTURE, path=name, reason=failure) from None


class Still(Document):
    """One picture, as a document of one page."""

    count = 1

    def __init__(self, source: Source) -> None:
        self.name = path_of(source) or "the picture"
        self._source = source

    def pages(self, numbers: Sequence[int]) -> Iterator[np.ndarray]:
        """The picture."""
        for _ in numbers:
            yield load_picture(self._source)


def frames_of(source: Source) -> list[int]:
    """Which frames of a TIFF are pages, and not smaller copies of others; none of a file that cannot be read.

    Raises
    ------
    SpotItError
        If there are too many of them.
    """
    found: list[int] = []
    try:
        with warnings.catch_warnings(), _opened(source) as opened:
            warnings.simplefilter("ignore")
            for number in range(MOST_PAGES + 1):
                opened.seek(number)
                if not int(getattr(opened, "tag_v2", {}).get(_SUBFILE_TYPE, 0)) & _REDUCED:
                    found.append(number)
    except Exception:  # the end of the frames; or damage, of which whoever reads the page says what it is
        return found
    raise messages.error(messages.TOO_MANY_PAGES, path=path_of(source) or "the document", most=MOST_PAGES)


def _opened(source: Source) -> Image.Image:
    return Image.open(io.BytesIO(source) if isinstance(source, bytes) else os.fspath(source))  # type: ignore[arg-type]
