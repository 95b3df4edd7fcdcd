"""Findings as change facts: with roles, words, colours and places."""

from __future__ import annotations

from dataclasses import replace
from difflib import SequenceMatcher

import numpy as np

from detectors.screen.colors import element_colors, most_frequent, term_scores
from detectors.screen.detector import ScreenDetector
from detectors.screen.reading import Reader
from pipeline.core.types import Change, ObjectGraph, SceneObject
from pipeline.diff.screen.beside import beside
from pipeline.diff.screen.extent import extents
from pipeline.diff.screen.finding import Finding, covers
from pipeline.diff.screen.kinds import term
from pipeline.diff.screen.roles import TICKED, element_at, role_of
from pipeline.diff.screen.side import Side
from pipeline.diff.screen.words import Words, is_writing, plain, read_words

LARGER = 1.08
"""From this ratio of widths and heights on, the same words have another size."""

LARGER_TYPE = 1.15
"""The same of the height of the type of words that may wrap otherwise."""

OTHER_GROUND = 48
"""Levels from which the ground of the same words is another one, and no rendering of it."""

READ, LENGTHS = 3, 0.4
"""Letters of a text that was read, and part of the length of the other, at least: large type is read badly."""

WHOLE = ("theme", "scroll", "shift")
"""Kinds that are of the page."""


def facts(
    found: list[Finding],
    graphs: tuple[ObjectGraph, ObjectGraph],
    sides: tuple[Side, Side],
    detector: ScreenDetector | None,
    reader: Reader,
    most_read: int,
) -> list[Change]:
    """The facts in the order of the findings; the first ``most_read`` are read.

    Elements that the graphs lack are looked for by the ``detector`` where something was found, and join the graphs.
    """
    elements = [_elements(found, graph, side, detector) for graph, side in zip(graphs, sides, strict=True)]
    told = []
    for place, one in enumerate(found):
        words = read_words(one, *sides, reader) if place < most_read and one.kind not in WHOLE else Words()
        known = [element_at(box, part) for box, part in zip((one.before, one.after), elements, strict=True)]
        one = _ticked(_reread(one, words, *sides), known)
        one, words = beside(one, words)
        if one.kind == "text" and words.before and _one_text(words):
            repainted = _repainted(one, *sides)
            if repainted is None:
                continue  # the same words, drawn by another renderer
            one = repainted
        told.append(_fact(one, words, known, graphs, sides))
    return told


def _elements(
    found: list[Finding], graph: ObjectGraph, side: Side, detector: ScreenDetector | None
) -> list[SceneObject]:
    """The graph's elements, or those that the detector sees where something was found."""
    if graph.nodes or detector is None:
        return graph.objects
    boxes = [one.before if side.picture == "before" else one.after for one in found if one.kind not in WHOLE]
    areas = [box for box in boxes if box is not None]
    return detector.judge(side.image, side.layout, np.array(areas)) if areas else []


def _ticked(one: Finding, known: list[SceneObject | None]) -> Finding:
    """A tick box that looks otherwise was ticked or cleared."""
    states = [found.attributes.get("state") for found in known if found is not None and found.label in TICKED]
    if one.kind in ("replace", "color") and len(states) == 2 and None not in states and states[0] != states[1]:
        return replace(one, kind="state", form="checkbox", old=states[0], new=states[1], part="")
    return one


def _reread(one: Finding, words: Words, before: Side, after: Side) -> Finding:
    """An exchanged icon that turns out to be writing is a text that changed."""
    written = is_writing(words.before) and is_writing(words.after) and plain(words.before) != plain(words.after)
    if one.kind == "replace" and one.form != "image" and written:
        return replace(one, kind="text", form="text")
    if one.kind == "text" and words.before and _one_text(words):
        return _same_words(one, before, after)
    if one.kind == "resize" and "drawn" not in one.details and _other_words(words):
        return replace(one, kind="text", old=None, new=None)
    return one


def _one_text(words: Words) -> bool:
    """Whether nothing was read that differs, in whole or in the words that were compared."""
    return plain(words.before) == plain(words.after) or bool(words.old and plain(words.old) == plain(words.new))


def _same_words(one: Finding, before: Side, after: Side) -> Finding:
    """A text that says the same at another size or place."""
    if one.before is None or one.after is None:
        return one
    first, second = _type(one.before, before), _type(one.after, after)
    if first and second and not 1 / LARGER_TYPE < second / first < LARGER_TYPE:
        return replace(one, kind="resize", new="larger" if second > first else "smaller")
    (w0, h0), (w1, h1) = one.before[2:] - one.before[:2], one.after[2:] - one.after[:2]
    if min(w1 / w0, h1 / h0) > LARGER or max(w1 / w0, h1 / h0) < 1 / LARGER:
        return replace(one, kind="resize", new="larger" if w1 > w0 else "smaller")
    if abs(w1 - w0) <= 2 and np.abs((one.after - one.before)[:2]).max() >= 4:
        return replace(one, kind="move")
    return one


def _type(box: np.ndarray, side: Side) -> float:
    """Height of the type of several lines; 0 of a single one, whose letters need not reach up and down."""
    lines = [line[3] - line[1] for line in side.boxes("phrase") if covers(box, line, 0.8)]
    return float(np.median(lines)) if len(lines) > 1 else 0.0


def _repainted(one: Finding, before: Side, after: Side) -> Finding | None:
    """The same words on another ground; None where that is as it was."""
    first, second = one.pair
    grounds = [np.array(most_frequent(side.crop(box)), int) for side, box in ((before, first), (after, second))]
    names = [term(ground) for ground in grounds]
    if np.abs(grounds[0] - grounds[1]).max() <= OTHER_GROUND or names[0] == names[1]:
        return None
    return replace(one, kind="color", old=names[0], new=names[1], part="background")


def _other_words(words: Words) -> bool:
    """Whether two texts have been read, not a letter here and there, and they have little in common."""
    first, second = plain(words.before), plain(words.after)
    less, more = sorted((len(first), len(second)))
    told = is_writing(words.before) and is_writing(words.after) and less >= max(READ, LENGTHS * more)
    return told and SequenceMatcher(None, first, second).ratio() < 0.75


def _fact(
    one: Finding,
    words: Words,
    known: list[SceneObject | None],
    graphs: tuple[ObjectGraph, ObjectGraph],
    sides: tuple[Side, Side],
) -> Change:
    number = 1 if one.before is None else 0
    box = one.after if one.before is None else one.before
    assert box is not None
    role = role_of(one, sides[number], box, known[number])
    nodes = [
        None if where is None else _node(one, side.as_shown(where), graph, role, element)
        for where, graph, element, side in zip((one.before, one.after), graphs, known, sides, strict=True)
    ]
    attributes = {"text": words.after if one.before is None else words.before} if words.before or words.after else {}
    if one.kind not in WHOLE:
        attributes |= _colors(sides[number], box, role) | {"place": place_of(box, sides[number])}
    if one.part:
        attributes["part"] = one.part
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
    boxes = [
        None if where is None else np.asarray(side.as_shown(where), float)
        for where, side in zip(extents(one, *sides), sides, strict=True)
    ]
    said = one.kind, role, attributes, one.confidence
    return Change(*said, nodes[0], nodes[1], old, new, boxes[0], boxes[1], shifted=one.shifted)


def _node(one: Finding, box: np.ndarray, graph: ObjectGraph, role: str, element: SceneObject | None) -> int:
    """The node of an element; one that is none yet joins the graph, as it has to be pointed at."""
    for node in graph.nodes:
        if graph.nodes[node]["object"] is element:
            return node
    node = len(graph.nodes)
    score = one.confidence if element is None else element.score
    graph.add_node(node, object=SceneObject(np.asarray(box, float), role, score))
    return node


def _colors(side: Side, box: np.ndarray, role: str) -> dict[str, str]:
    if role in ("image", "chart", "avatar"):
        return {}
    colors = element_colors(side.image, box)
    named = {"foreground": colors.ink, "background": colors.background}
    scored = {name: term_scores(color) for name, color in named.items() if color}
    return {name: max(scores, key=scores.__getitem__) for name, scores in scored.items()}


def place_of(box: np.ndarray, side: Side) -> str:
    """Where on the page a box is: "top left", "center", "bottom"."""
    height, width = side.image.shape[:2]
    x, y = (box[0] + box[2]) / 2 / width, (box[1] + box[3]) / 2 / height
    down = "top" if y < 0.33 else "bottom" if y > 0.67 else ""
    across = "left" if x < 0.33 else "right" if x > 0.67 else ""
    return f"{down} {across}".strip() or "center"
