"""Parts of a page that are made by the program: between ``<!-- made: NAME -->`` and ``<!-- end -->``."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

DOCS = Path(__file__).resolve().parent.parent
_PART = re.compile(r"(<!-- made: ([\w-]+) -->\n).*?(<!-- end -->)", re.S)


def fill(page: str, parts: Mapping[str, str]) -> None:
    """Put the parts into the page where their names stand.

    Raises
    ------
    KeyError
        If the page names a part that is not there.
    """
    path = DOCS / page
    text = path.read_text(encoding="utf-8")
    path.write_text(_PART.sub(lambda found: found[1] + f"\n{parts[found[2]].strip()}\n\n" + found[3], text), "utf-8")


def part(page: str, name: str) -> str:
    """What stands in the page as that part now."""
    for found in _PART.finditer((DOCS / page).read_text(encoding="utf-8")):
        if found[2] == name:
            return found[0].removeprefix(found[1]).removesuffix(found[3]).strip()
    raise KeyError(name)


def table(head: list[str], rows: list[list[str]]) -> str:
    """A table in Markdown."""
    lines = ["| " + " | ".join(cells) + " |" for cells in (head, *rows)]
    return "\n".join([lines[0], "|" + "---|" * len(head), *lines[1:]])
