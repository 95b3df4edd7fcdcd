"""The gallery: pairs that the project rendered itself, what is said of each, and a report for each.

The pictures are kept, small; ``python -m docs.generate gallery`` fills the page; the reports are made when the site is
built.  ``python -m docs.generate.gallery FOLDER NUMBER ...`` takes further pairs from a folder of ``pipeline synth``.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from html import escape
from pathlib import Path

from PIL import Image

from docs.generate.markers import DOCS, fill
from pipeline.core.types import Description
from pipeline.flow.captioner import Captioner

FOLDER = DOCS / "gallery"
PAGE = "gallery.md"
QUALITY = 86


def make() -> None:
    """Answer every pair and fill the page."""
    cards = [card(name, description) for name, description in answered()]
    fill(PAGE, {"pairs": '<div class="pairs">\n' + "\n".join(cards) + "\n</div>"})


def answered() -> Iterator[tuple[str, Description]]:
    """Each pair's name and what is said of it: every change, where there are several."""
    captioner = Captioner.from_pack("auto")
    for name in names():
        yield name, captioner.describe(*pictures(name), every=True)


def names() -> list[str]:
    """Of all pairs, in their order."""
    return sorted(path.name.removesuffix("-before.webp") for path in FOLDER.glob("*-before.webp"))


def pictures(name: str) -> tuple[Path, Path]:
    """The two pictures of a pair."""
    return FOLDER / f"{name}-before.webp", FOLDER / f"{name}-after.webp"


def card(name: str, description: Description) -> str:
    """A pair on the page: both pictures, the sentences, and a link to the report."""
    shown = "".join(
        f'<img src="gallery/{name}-{side}.webp" alt="{side}" loading="lazy" width="49%"> '
        for side in ("before", "after")
    )
    kinds = ", ".join(sorted({change.kind for change in description.changes})) or "no change"
    words = f"{escape(description.caption)} <small>{description.pack}: {kinds}</small>"
    return f'<figure><a href="gallery/{name}.html">{shown}</a><figcaption>{words}</figcaption></figure>'


def add(folder: Path, numbers: list[int]) -> None:
    """Keep some pairs of a folder made by ``pipeline synth``."""
    records = [json.loads(line) for line in (folder / "pairs.jsonl").read_text(encoding="utf-8").splitlines()]
    FOLDER.mkdir(exist_ok=True)
    for number in numbers:
        name = f"{len(names()) + 1:02d}"
        for side, path in zip(("before", "after"), pictures(name), strict=True):
            picture = Image.open(folder / records[number][side]).convert("RGB")
            lossless = records[number].get("page") is not None  # what is painted is small without loss, and stays sharp
            picture.save(path, "WEBP", quality=QUALITY, lossless=lossless, method=6)


if __name__ == "__main__":
    add(Path(sys.argv[1]), [int(number) for number in sys.argv[2:]])
