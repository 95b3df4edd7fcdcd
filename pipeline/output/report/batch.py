"""The report of a batch: a folder with an index, a page for each pair, and small pictures for the index."""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from markupsafe import Markup

from pipeline.core.files import write_failure, write_file
from pipeline.core.images import Picture
from pipeline.core.types import Description
from pipeline.output.report.embed import webp
from pipeline.output.report.page import TURN, environment, hash_of, report_page, static

_SMALL = 220


def write_pair(folder: Path, name: str, description: Description, before: Picture, after: Picture) -> None:
    """The page of the pair called ``name``, and its two small pictures.

    Raises
    ------
    SpotItError
        If they cannot be written.
    """
    file = file_name(name)
    _make(folder / "pairs")
    images = description.analysis.image_before, description.analysis.image_after
    for side, image in zip(("before", "after"), images, strict=True):
        assert image is not None
        write_file(folder / "pairs" / f"{file}-{side}.webp", webp(image, _SMALL))
    page = report_page(description, before, after, back="../index.html")
    write_file(folder / "pairs" / f"{file}.html", page.encode())


def write_index(folder: Path, results: Iterable[dict[str, Any]]) -> None:
    """The page that lists all pairs; one whose page is not in the folder is listed without.

    Raises
    ------
    SpotItError
        If it cannot be written.
    """
    _make(folder)
    pairs = [_entry(folder, result) for result in results]
    _link([folder / pair["page"] for pair in pairs if pair["page"]])
    styles, script = [static("report.css"), static("index.css")], static("index.js")
    page = (
        environment()
        .get_template("index.html.j2")
        .render(
            pairs=pairs,
            kinds=sorted({kind for pair in pairs for kind in pair["kinds"]}),
            policy=f"default-src 'none'; img-src 'self' file:; style-src {' '.join(map(hash_of, styles))}; "
            f"script-src {hash_of(script)}; base-uri 'none'; form-action 'none'",
            styles=[Markup(style) for style in styles],
            script=Markup(script),
        )
    )
    write_file(folder / "index.html", page.encode("utf-8", "replace"))


def file_name(name: str) -> str:
    """A file's name for a pair's, which may hold anything: readable, and its own."""
    readable = re.sub(r"[^A-Za-z0-9]+", "-", name).strip("-")[:40]
    return f"{readable}-{hashlib.sha256(name.encode('utf-8', 'replace')).hexdigest()[:10]}"


def _entry(folder: Path, result: dict[str, Any]) -> dict[str, Any]:
    file = file_name(str(result["id"]))
    changes = result.get("changes", [])
    verdict = "error" if "error" in result else "changed" if result["changed"] else "unchanged"
    return {
        "id": str(result["id"]),
        "verdict": verdict,
        "words": result.get("error") or result.get("caption", ""),
        "kinds": sorted({change["kind"] for change in changes}),
        "confidence": max((change["confidence"] or 0.0 for change in changes), default=None),
        "page": f"pairs/{file}.html" if verdict != "error" and (folder / "pairs" / f"{file}.html").exists() else None,
        "thumbs": f"pairs/{file}",
        "accepted": json.dumps({key: result[key] for key in ("id", "before", "after")}),
    }


def _link(pages: list[Path]) -> None:
    """Give each page its way to the one before and the one after it."""
    for before, page, after in zip([None, *pages], pages, [*pages[1:], None], strict=False):
        ways = [
            f'<a rel="{name}" href="{other.name}">{words}</a>'
            for name, words, other in (("prev", "Previous", before), ("next", "Next", after))
            if other is not None
        ]
        text = page.read_text(encoding="utf-8")
        head, mark, rest = text.partition(TURN)
        linked = head + mark + "".join(ways) + rest[rest.find("</nav>") :]
        if mark and linked != text:  # a page of an earlier version has no place for them
            write_file(page, linked.encode())


def _make(folder: Path) -> None:
    try:
        os.makedirs(folder, exist_ok=True)
    except OSError as failure:
        raise write_failure(failure, folder) from None
