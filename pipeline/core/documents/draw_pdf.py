"""Draws pages of the PDF on the standard input to the standard output; a program of its own, that imports none of ours.

Its arguments are pixels a point, the most pixels of a page, the most bytes of memory, and numbers of pages from 0.  It
writes a line of JSON with the count of pages, then for each page a line with its size and its pixels, RGB, row by row;
or a line with "error".
"""

from __future__ import annotations

import json
import sys
from contextlib import suppress
from typing import Any

_PASSWORD = 4
"""PDFium's error for a document that is locked."""


def main() -> None:
    """Draw what the arguments ask for."""
    scale, most, memory, numbers = sys.argv[1:5]
    with suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (int(memory), int(memory)))
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(sys.stdin.buffer.read())
        document.init_forms()
        say(count=len(document))
        for number in filter(None, numbers.split(",")):
            draw(document[int(number)], float(scale), int(most))
    except pypdfium2.PdfiumError as failure:
        say(error="locked" if getattr(failure, "err_code", None) == _PASSWORD else str(failure))
    except MemoryError:
        say(error="it needs too much memory")


def draw(page: Any, scale: float, most: int) -> None:
    """Write one page."""
    width, height = page.get_size()
    scale *= min(1.0, (most / max(1.0, width * height * scale**2)) ** 0.5)
    bitmap = page.render(scale=scale, rev_byteorder=True, may_draw_forms=True)
    pixels, row = memoryview(bitmap.buffer).cast("B"), bitmap.width * 3
    say(width=bitmap.width, height=bitmap.height)
    for line in range(bitmap.height):
        start = line * bitmap.stride
        sys.stdout.buffer.write(pixels[start : start + row])
    sys.stdout.buffer.flush()
    bitmap.close()
    page.close()


def say(**what: Any) -> None:
    """One line of JSON."""
    sys.stdout.buffer.write(json.dumps(what).encode() + b"\n")
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
