"""Pairs of one page with a known change, made through the document, or with nothing but rendering noise."""

# ruff: noqa: E501 - markup, scripts and style sheets stay on their lines
from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from detectors.screen.colors import term_scores
from pipeline.synth.screen.browser import Browser, View
from pipeline.synth.screen.changes import CHANGES, Told, plan_change
from pipeline.synth.screen.noise import disturb
from pipeline.synth.screen.pages import Page
from pipeline.synth.screen.truth import Element

KINDS = (*CHANGES, "theme", "scroll", "none")

BARELY = 0.0002
"""Share of the pixels that must differ for a change to be one."""

SHIFT = 2
"""Pixels by which what lies below must have gone."""


@dataclass(frozen=True, eq=False)
class Pair:
    """Both pictures and what differs; ``changes`` as in the manifest of the screen sets."""

    before: np.ndarray
    after: np.ndarray
    changes: list[dict]
    disturbance: str | None


def changed_pair(browser: Browser, page: Page, kind: str, changes: int, rng: np.random.Generator) -> Pair | None:
    """A pair with this kind of change; None if the page does not lend itself to it."""
    view = browser.open(page)
    before, elements = view.shoot()
    if len(elements) < 3:
        return None
    if page.path is not None and not np.array_equal(before, view.shoot()[0]):
        return None  # a page that moves by itself
    if kind == "none":
        disturbed = disturb(view, before, elements, rng)
        return None if disturbed is None else Pair(before, disturbed[0], [], disturbed[1])
    if kind in ("theme", "scroll"):
        return _whole(view, before, elements, kind, rng)
    told: list[Told] = []
    for _ in range(changes):
        one = plan_change(view, elements, kind if not told else str(rng.choice(CHANGES)), rng, [t.key for t in told])
        if one is None:
            return None
        told.append(one)
    after, changed = view.shoot()
    if before.shape != after.shape or ((before != after).any(2).mean() < BARELY and before.size > 3e6):
        return None
    records = [_record(one, elements, changed) for one in told]
    known = [record for record in records if record]
    if len(known) < len(records) or not all(_seen(record, before, after) for record in known):
        return None
    return Pair(before, after, known, None)


def _seen(record: dict, before: np.ndarray, after: np.ndarray) -> bool:
    """Whether an element's pixels differ, be it where it was or where it is: else it lies under another one, or is cut
    off; of one that is in both pictures and as large, its own pixels."""
    first, second = record["box_before"], record["box_after"]
    differ = (before != after).any(2)
    boxes = [box for box in (first, second) if box is not None]
    if not any(differ[y0:y1, x0:x1].any() for x0, y0, x1, y1 in boxes):
        return False
    if first is None or second is None or record["kind"] == "move":
        return True
    one, other = (image[y0:y1, x0:x1] for image, (x0, y0, x1, y1) in ((before, first), (after, second)))
    return not np.array_equal(one, other)


def _record(told: Told, before: list[Element], after: list[Element]) -> dict | None:
    old = next((one for one in before if one.key == told.key), None) if told.kind != "add" else None
    new = next((one for one in after if one.key == (told.key if told.added < 0 else told.added)), None)
    if told.kind == "drop":
        new = None
    if (old is None and told.kind != "add") or (new is None and told.kind != "drop"):
        return None
    seen = old or new
    assert seen is not None
    values: tuple[Any, ...] = told.old, told.new
    if told.kind == "text" and old and new:
        values = old.text, new.text
        if old.text == new.text:
            return None
    if told.kind == "move" and old and new:
        values = {"dx": 0, "dy": 0}, {"dx": new.box[0] - old.box[0], "dy": new.box[1] - old.box[1]}
        if max(map(abs, values[1].values())) < 4:
            return None
    if told.kind == "resize" and old and new:
        values = tuple({"w": one.box[2] - one.box[0], "h": one.box[3] - one.box[1]} for one in (old, new))
        if values[0] == values[1]:
            return None
    if told.kind == "color":
        values = tuple(_term(str(value)) for value in values)
        if values[0] == values[1]:
            return None
    record = {
        "kind": told.kind,
        "role": seen.role,
        "text_before": old.text if old else None,
        "text_after": new.text if new else None,
        "old": values[0],
        "new": values[1],
        "box_before": list(old.box) if old else None,
        "box_after": list(new.box) if new else None,
        "shifted": _shifted(seen, before, after),
    }
    return record | ({"property": told.property} if told.property else {})


def _shifted(seen: Element, before: list[Element], after: list[Element]) -> int:
    """By how much what lies below has gone down; 0 where nothing has."""
    now = {one.key: one for one in after}
    gone = [
        now[one.key].box[1] - one.box[1]
        for one in before
        if one.key in now and one.key != seen.key and one.box[1] >= seen.box[1] and one.text == now[one.key].text
    ]
    moved = [by for by in gone if abs(by) >= SHIFT]
    return int(np.median(moved)) if len(moved) > 0.2 * max(1, len(gone)) else 0


def _whole(view: View, before: np.ndarray, elements: list[Element], kind: str, rng: np.random.Generator) -> Pair | None:
    height, width = before.shape[:2]
    record = {
        "kind": kind,
        "role": "page",
        "text_before": None,
        "text_after": None,
        "old": None,
        "new": None,
        "shifted": 0,
    }
    box = [0, 0, width, height]
    if kind == "scroll":
        room = int(view.run("() => document.documentElement.scrollHeight - innerHeight"))
        if room < 30:
            return None
        by = int(rng.integers(20, min(room, 700) + 1))
        view.run("by => scrollTo(0, by)", by)
        after, _ = view.shoot()
        pixels = -round(by * view.page.scale)
        record |= {"shifted": pixels, "dy": pixels}
    else:
        view.run(_OTHER_THEME, bool(view.page.dark))
        after, _ = view.shoot()
        names = ("dark", "light") if before.mean() < after.mean() else ("light", "dark")
        record |= {"old": names[0], "new": names[1]}
        if abs(float(before.mean()) - float(after.mean())) < 60:
            return None
    return Pair(before, after, [record | {"box_before": box, "box_after": box}], None)


def _term(color: str) -> str:
    """The basic term of a computed colour."""
    values = [float(part) for part in color[color.index("(") + 1 : -1].replace("/", ",").split(",")[:3]]
    scores = term_scores((int(values[0]), int(values[1]), int(values[2])))
    return max(scores, key=lambda name: scores[name])


_OTHER_THEME = """dark => { const s = document.createElement('style');
  const [page, card, ink, line, soft] = dark ? ['#fff', '#fafafa', '#222', '#ccc', '#eee'] : ['#14161a', '#1e2126', '#ddd', '#3a3f46', '#2a2e34'];
  s.textContent = `:root:root:root{color-scheme:${dark ? 'light' : 'dark'};--p:${page};--c:${card};--i:${ink};--l:${line};--s:${soft};--side:${soft};--onside:${ink}}
  html body{background:${page};color:${ink}}`; document.head.append(s) }"""
