"""Blocks of code on the pages, and what it takes to run them."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAGES = (ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md")))
ENDLESS = ("pipeline serve", "pipeline watch")
"""Commands that go on until they are stopped; unless ``--once`` is said they are not run."""

_FENCE = re.compile(r"^(?:<!-- not run: (?P<why>.+) -->\n)?```(?P<language>\w*)\n(?P<text>.*?)^```", re.M | re.S)


@dataclass(frozen=True)
class Block:
    """One block: where it stands, its language, its text, and why it is not run (None where it is)."""

    page: Path
    line: int
    language: str
    text: str
    why: str | None

    @property
    def commands(self) -> list[str]:
        """The lines of a shell block that are commands: all, or where there are prompts those that have one."""
        lines = [line for line in self.text.replace("\\\n", " ").splitlines() if line.strip()]
        if self.language == "console":
            lines = [line.removeprefix("$ ") for line in lines if line.startswith("$ ")]
        return [line for line in lines if not line.startswith("#")]

    def __str__(self) -> str:
        return f"{self.page.name}:{self.line}"


def blocks(*languages: str) -> Iterator[Block]:
    """The blocks of all pages in these languages."""
    for page in PAGES:
        text = page.read_text(encoding="utf-8")
        for found in _FENCE.finditer(text):
            if found["language"] in languages:
                line = text.count("\n", 0, found.start("language")) + 1
                yield Block(page, line, found["language"], found["text"], found["why"])


def pipeline_arguments(line: str) -> Iterator[list[str]]:
    """What is given to ``pipeline`` on a line, once for each time that it is called."""
    for found in re.finditer(r"(?:^|[|&;(] *|\w=\S+ )pipeline ((?:[^|>&;)#\"']|\"[^\"]*\"|'[^']*')*)", line):
        yield shlex.split(found[1])


def is_plain(line: str) -> bool:
    """Whether a line calls ``pipeline`` and nothing else, so that no shell is needed."""
    return line.startswith("pipeline ") and not re.search(r"[|><&;$`]", line.partition(" #")[0])


def is_endless(line: str) -> bool:
    """Whether the line would go on until it is stopped."""
    return line.startswith(ENDLESS) and "--once" not in line
