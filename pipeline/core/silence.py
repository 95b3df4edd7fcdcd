"""What other people's programs print, kept off the terminal."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TextIO


@contextmanager
def silenced(stream: TextIO, descriptor: int) -> Iterator[None]:
    """Send what is written to ``descriptor`` nowhere, by C libraries and child processes too.

    ``stream`` is what Python writes to the same place; what it still holds comes out first.
    """
    stream.flush()
    kept = os.dup(descriptor)
    with open(os.devnull, "w") as sink:
        os.dup2(sink.fileno(), descriptor)
        try:
            yield
        finally:
            os.dup2(kept, descriptor)
            os.close(kept)
