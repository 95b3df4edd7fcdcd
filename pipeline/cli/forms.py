"""In which form an answer is written: as it was asked for, or as the ending of its file says."""

from __future__ import annotations

import json
import sys
from collections.abc import Collection
from pathlib import Path
from typing import Any

from pipeline.core import messages
from pipeline.core.pictures import Source
from pipeline.core.types import Analysis

STDIN = "-"
"""In place of a picture's name, what comes from the standard input; in place of a file's, the standard output."""

_ENDINGS = {
    ".csv": "csv",
    ".dot": "dot",
    ".graphml": "graphml",
    ".gv": "dot",
    ".htm": "html",
    ".html": "html",
    ".json": "json",
    ".parquet": "parquet",
    ".png": "png",
    ".svg": "svg",
}
_OTHER_PICTURES = (".bmp", ".gif", ".jpeg", ".jpg", ".pdf", ".tif", ".tiff", ".webp")


def form_of(asked: str | None, output: Path | None, known: Collection[str], default: str) -> str:
    """The form that was asked for, else the one that the file's ending says, else the ``default``.

    Raises
    ------
    SpotItError
        If the ending says a form that there is not.
    """
    if asked is not None or output is None:
        return asked or default
    ending = output.suffix.lower()
    form = _ENDINGS.get(ending, default)
    if form not in known or ending in _OTHER_PICTURES:
        endings = ", ".join(end for end, name in _ENDINGS.items() if name in known)
        raise messages.error(messages.NO_SUCH_ENDING, path=output, known=endings)
    return form


def json_text(value: Any, output: Path | None = None) -> str:
    """JSON for people where it goes to a terminal, on one line where a program reads it."""
    to_terminal = output is None and sys.stdout is not None and sys.stdout.isatty()
    return json.dumps(value, indent=2 if to_terminal else None)


def picture(name: str) -> Source:
    """The picture of this name, or what comes from the standard input."""
    return sys.stdin.buffer.read() if name == STDIN else name


def pictures(before: str, after: str) -> tuple[Source, Source]:
    """The pictures of these names, of which one may come from the standard input.

    Raises
    ------
    SpotItError
        If both would.
    """
    if before == after == STDIN:
        raise messages.error(messages.TWO_FROM_STDIN)
    return picture(before), picture(after)


def status_of(analysis: Analysis) -> int:
    """The exit status of ``--fail-on-change``: 1 for a change, 3 where too little can be seen to tell, else 0."""
    return 1 if analysis.changes else 3 * analysis.unsure


def tell_passed_over(analysis: Analysis) -> None:
    """Say on stderr what differs all the same, where nothing is told."""
    from pipeline.output.reasons import passed_over

    for words in passed_over(analysis):
        messages.notice(messages.PASSED_OVER, words=words)
