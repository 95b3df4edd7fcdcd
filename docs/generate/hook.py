"""What MkDocs asks us while it builds the site: pages that stand elsewhere, and the gallery's reports."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent.parent

ELSEWHERE = {"contributing.md": "CONTRIBUTING.md", "changelog.md": "CHANGELOG.md"}
"""Pages of the site, and the files at the top of the repository that they are."""


def on_files(files: Any, config: Any) -> Any:
    """Add what is not in the folder."""
    from mkdocs.structure.files import File

    if str(ROOT) not in sys.path:  # MkDocs takes back what a hook adds while it is loaded
        sys.path.insert(0, str(ROOT))
    for page, content in (*_elsewhere(), *_reports()):
        files.append(File.generated(config, page, content=content))
    return files


def _elsewhere() -> Iterator[tuple[str, str]]:
    for page, name in ELSEWHERE.items():
        text = (ROOT / name).read_text(encoding="utf-8")
        yield page, re.sub(r"\]\(docs/", "](", text)


def _reports() -> Iterator[tuple[str, str]]:
    from docs.generate.gallery import answered, pictures
    from pipeline.output.report import report_page

    for name, description in answered():
        yield f"gallery/{name}.html", report_page(description, *pictures(name), back="../gallery.html")
