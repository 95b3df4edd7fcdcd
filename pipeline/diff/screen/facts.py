"""Findings as change facts: with roles, words, colours and places."""

from __future__ import annotations

from dataclasses import replace
from difflib import SequenceMatcher

import numpy as np

from detectors.screen.colors import element_colors, term_scores
from detectors.screen.reading import Reader
from pipeline.core.types import Change, ObjectGraph, SceneObject
from pipeline.diff.screen.finding import Finding
from pipeline.diff.screen.roles import role_of
from pipeline.diff.screen.side import Side
from pipeline.diff.screen.words import Words, is_writing, plain, read_words

LARGER = 1.08
"""From this ratio of widths and heights on, the same words have another size."""

WHOLE = ("theme", "scroll", "shift")
"""Kinds that are of the page."""


def facts(
    found: list[Finding], before: ObjectGraph | None, after: ObjectGraph | None, sides: tuple[Side, Side],
    reader: Reader, most_read: int,
) -> list[Change]:  # fmt: skip
    """The facts in the order of the findings; the first ``most_read`` are read."""
    told = []
    for place, one in enumerate(found):
        words = read_words(one, *sides, reader) if place < most_read and one.kind not in WHOLE else Words()
        one = _reread(one, words)
        if one.kind == "text" and words.before and plain(words.before) == plain(words.after):
            continue  # the same words, drawn by another renderer
        told.append(_fact(one, words, (before, after), sides))
    return told


def _reread(one: Finding, words: Words) -> Finding:
    """An exchanged icon that turns out to be writing is a text that changed."""
    if one.kind == "replace" and one.form != "image" and is_writing(words.before) and is_writing(words.after):
        if plain(words.before) != plain(words.after):
            return replace(one, kind="text", form="text")
    if one.kind == "text" and words.before and plain(words.before) == plain(words.after):
        return _same_words(one)
    if one.kind == "resize" and _other_words(words):
        return replace(one, kind="text", old=None, new=None)
    return one


def _same_words(one: Finding) -> Finding:
    """A text that says the same at another size or place."""
    if one.before is None or one.after is None:
        return one
    (w0, h0), (w1, h1) = one.before[2:] - one.before[:2], one.after[2:] - one.after[:2]
    if min(w1 / w0, h1 / h0) > LARGER or max(w1 / w0, h1 / h0) < 1 / LARGER:
        return replace(one, kind="resize", new="larger" if w1 > w0 else "smaller")
    if max(abs(w1 - w0), abs(h1 - h0)) <= 2 and np.abs((one.after - one.before)[:2]).max() >= 4:
        return replace(one, kind="move")
    return one


def _other_words(words: Words) -> bool:
    """Whether two texts have been read, and they have little in common."""
    first, second = plain(words.before), plain(words.after)
    return bool(first and second) and SequenceMatcher(None, first, second).ratio() < 0.75


def _fact(
    one: Finding, words: Words, graphs: tuple[ObjectGraph | None, ObjectGraph | None], sides: tuple[Side, Side]
) -> Change:
    number = 1 if one.before is None else 0
    box = one.after if one.before is None else one.before
    role, _ = role_of(one, sides[number], box, graphs[number])
    nodes = [
        None if where is None or graph is None else _node(one, side, where, graph, role)
        for where, side, graph in zip((one.before, one.after), sides, graphs, strict=True)
    ]
    attributes = {"text": words.after if one.before is None else words.before} if words.before or words.after else {}
    if one.kind not in WHOLE:
        attributes |= _colors(sides[number], box, role) | {"place": place_of(box, sides[number])}
    if one.part:
        attributes["part"] = one.part
    if one.shifted:
        attributes["shifted"] = str(one.shifted)
    old, new = one.old, one.new
    if one.kind == "text":
        old, new = words.old or None, words.new or None
        attributes |= {"text_after": words.after} if words.after else {}
    if one.form == "input" and one.kind == "state":
        old, new = words.before or "empty", words.after or "filled"
    if one.kind == "resize":
        old = old or None
    if one.kind == "state" and one.form == "tab":
        attributes |= {"text_after": words.after} if words.after else {}
    boxes = [None if where is None else np.asarray(where, float) for where in (one.before, one.after)]
    return Change(one.kind, role, attributes, one.confidence, *nodes, old, new, *boxes)


def _node(one: Finding, side: Side, box: np.ndarray, graph: ObjectGraph, role: str) -> int:
    """The node of an element; one that no detector named joins the graph, as it has to be pointed at."""
    _, node = role_of(one, side, box, graph)
    if node is None:
        node = len(graph.nodes)
        graph.add_node(node, object=SceneObject(np.asarray(box, float), role, one.confidence))
    return node


def _colors(side: Side, box: np.ndarray, role: str) -> dict[str, str]:
    if role in ("image", "chart", "avatar"):
        return {}
    colors = element_colors(side.image, box)
    named = {"foreground": colors.ink, "background": colors.background}
    return {
        name: max(scores, key=scores.get) for name, color in named.items() if color for scores in [term_scores(color)]
    }


def place_of(box: np.ndarray, side: Side) -> str:
    """Where on the page a box is: "top left", "center", "bottom"."""
    height, width = side.image.shape[:2]
    x, y = (box[0] + box[2]) / 2 / width, (box[1] + box[3]) / 2 / height
    down = "top" if y < 0.33 else "bottom" if y > 0.67 else ""
    across = "left" if x < 0.33 else "right" if x > 0.67 else ""
    return f"{down} {across}".strip() or "center"
