"""Writes a folder of rendered pages with truth, or of changed pairs: resumable, and the same from the same seed.

The folder holds ``images/``, one truth file a page or pair under ``truth/`` (where it is whole it is done), and, at the
end, all of them in ``pages.jsonl`` or ``pairs.jsonl``.
"""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
from PIL import Image

from pipeline.core import messages
from pipeline.core.files import write_file
from pipeline.core.reading import WRONG, parse_json
from pipeline.synth.order_file import require_same_order
from pipeline.synth.screen.browser import Browser, PageFailed
from pipeline.synth.screen.pages import Borrowed, Page, draw_page
from pipeline.synth.screen.pairs import KINDS, Pair, changed_pair
from pipeline.synth.whole import is_whole_png

PAGES_PER_START = 60
"""After so many pages the browser starts anew, with another way of smoothing letters."""

TRIES = 24
"""Pages drawn until one lends itself to the wanted change."""


@dataclass(frozen=True)
class Order:
    """What to render; equal orders give equal folders.

    ``sheets`` is a folder of style sheets of others, as npm packages bring them, that some pages wear; ``pages`` one
    of whole pages of others, which then take the place of our own.
    """

    out: Path
    count: int
    seed: int
    single: bool = False
    kinds: tuple[str, ...] = KINDS
    changes: int = 1
    sheets: Path | None = None
    pages: Path | None = None


def generate(order: Order, progress: Callable[[Iterator[int]], Iterable[int]] = iter) -> Path:
    """Render what is missing from the folder and return the path of its manifest.

    Raises
    ------
    SpotItError
        If the browser is missing, the kinds are unknown, or the folder was made by another order.
    """
    unknown = sorted(set(order.kinds) - set(KINDS))
    if unknown or not order.kinds or order.count < 1:
        raise messages.error(messages.NO_PAGES_TO_RENDER, known=", ".join(KINDS))
    for folder in ("images", "truth"):
        (order.out / folder).mkdir(parents=True, exist_ok=True)
    _same_order(order)
    for _ in progress(_render_missing(order)):
        pass
    manifest = order.out / ("pages.jsonl" if order.single else "pairs.jsonl")
    write_file(manifest, b"".join(_truth_file(order, n).read_bytes() for n in range(order.count)))
    return manifest


def _render_missing(order: Order) -> Iterator[int]:
    borrowed = Borrowed.of(order.sheets, order.pages)
    kinds = {n: record.get("kinds", []) for n in range(order.count) if (record := _record(order, n)) is not None}
    missing = [n for n in range(order.count) if n not in kinds]
    given_up = set() if order.single else _given_up(order, kinds)
    for start in range(0, len(missing), PAGES_PER_START):
        with Browser(turn=missing[start] // PAGES_PER_START + order.seed) as browser:
            for number in missing[start : start + PAGES_PER_START]:
                if order.single:
                    record = _single(order, number, browser, borrowed)
                else:
                    record = _pair(order, number, browser, borrowed, given_up)
                write_file(_truth_file(order, number), json.dumps(record).encode() + b"\n")
                yield number


def _single(order: Order, number: int, browser: Browser, borrowed: Borrowed) -> dict:
    for attempt in range(TRIES):
        page = draw_page(order.seed, number + 1_000_003 * attempt, borrowed)
        try:
            image, elements = browser.open(page).shoot()
        except PageFailed:
            continue
        break
    else:
        raise messages.error(messages.NO_PAGE_SHOWN)
    name = f"images/{number:06d}.png"
    _save(order.out / name, image)
    return {
        "id": f"{number:06d}",
        "image": name,
        "kind": page.kind,
        "scale": page.scale,
        "theme": "dark" if page.dark else "light",
        "elements": [asdict(one) for one in elements],
    }


def _given_up(order: Order, kinds: dict[int, list[str]]) -> set[str]:
    """The kinds in whose place the pairs that are there already, by their number, show another."""
    wanted = {number: order.kinds[number % len(order.kinds)] for number in kinds}
    return {kind for number, kind in wanted.items() if kind not in kinds[number]}


def _pair(order: Order, number: int, browser: Browser, borrowed: Borrowed, given_up: set[str]) -> dict:
    """The pair of this number; a kind that no page lends itself to is given up, and another one takes its place."""
    first = number % len(order.kinds)
    for kind in (*order.kinds[first:], *order.kinds[:first]):
        if kind in given_up:
            continue
        found = _changed(order, number, kind, browser, borrowed)
        if found is not None:
            return _kept(order, number, *found)
        given_up.add(kind)
        messages.notice(messages.KIND_GIVEN_UP, kind=kind, tries=TRIES)
    raise messages.error(messages.NO_PAGE_FOR_CHANGE, kinds=", ".join(order.kinds))


def _changed(order: Order, number: int, kind: str, browser: Browser, borrowed: Borrowed) -> tuple[Page, Pair] | None:
    """The first page drawn that lends itself to a kind of change, and its pair; None if none does."""
    rng = np.random.default_rng([order.seed, number, 12])
    for attempt in range(TRIES):
        page = draw_page(order.seed, number + 1_000_003 * attempt, borrowed)
        try:
            pair = changed_pair(browser, page, kind, order.changes, rng)
        except PageFailed:
            continue
        if pair is not None:
            return page, pair
    return None


def _kept(order: Order, number: int, page: Page, pair: Pair) -> dict:
    before, after = (f"images/{number:06d}_{when}.png" for when in ("before", "after"))
    _save(order.out / before, pair.before)
    _save(order.out / after, pair.after)
    return {
        "id": f"s{order.seed}_{number:06d}",
        "before": before,
        "after": after,
        "page": page.kind,
        "viewport": [page.width, page.height],
        "scale": page.scale,
        "kinds": sorted({change["kind"] for change in pair.changes}) or ["none"],
        "disturbance": pair.disturbance,
        "changes": pair.changes,
        "captions": [],
    }


def _save(path: Path, image: np.ndarray) -> None:
    content = io.BytesIO()
    Image.fromarray(image).save(content, "PNG", compress_level=3)
    write_file(path, content.getvalue())


def _record(order: Order, number: int) -> dict | None:
    """The truth of a page or a pair that is there with its pictures; None where either is not whole.

    After a power loss their names do not say so.
    """
    pictures, lists = (("image",), ("elements",)) if order.single else (("before", "after"), ("kinds", "changes"))
    try:
        record = parse_json(_truth_file(order, number).read_bytes())
        mine = record["id"] == (f"{number:06d}" if order.single else f"s{order.seed}_{number:06d}")
        whole = mine and all(isinstance(record[name], list) for name in lists)
        return record if whole and all(is_whole_png(order.out / record[name]) for name in pictures) else None
    except (OSError, *WRONG):
        return None


def _truth_file(order: Order, number: int) -> Path:
    return order.out / "truth" / f"{number:06d}.json"


def _same_order(order: Order) -> None:
    wanted = {
        "world": "screen",
        "seed": order.seed,
        "single": order.single,
        "kinds": list(order.kinds),
        "changes": order.changes,
        "sheets": order.sheets is not None,
    } | ({"pages": True} if order.pages is not None else {})
    require_same_order(order.out, wanted)
