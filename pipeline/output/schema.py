"""What every JSON of ours holds, as JSON Schema (draft 2020-12): for readers of other languages, for the web page's own
description of its interface, and for the reference page."""

from __future__ import annotations

from typing import Any

Schema = dict[str, Any]


def _object(description: str, optional: tuple[str, ...] = (), /, **properties: Schema) -> Schema:
    required = [name for name in properties if name not in optional]
    return {
        "type": "object",
        "description": description,
        "properties": properties,
        "required": required,
        "additionalProperties": False,
    }


def _list(items: Schema, description: str) -> Schema:
    return {"type": "array", "items": items, "description": description}


def _text(description: str) -> Schema:
    return {"type": "string", "description": description}


def _text_or_null(description: str) -> Schema:
    return {"type": ["string", "null"], "description": description}


def _number(description: str) -> Schema:
    return {"type": ["number", "null"], "description": description}


def _table(values: Schema, description: str) -> Schema:
    return {"type": "object", "additionalProperties": values, "description": description}


def _box(picture: str) -> Schema:
    return {
        "type": ["array", "null"],
        "items": {"type": "integer"},
        "minItems": 4,
        "maxItems": 4,
        "description": f"x0, y0, x1, y1 in pixels of the upright picture {picture}; null where it is not visible",
    }


_CHANGE_KEYS: dict[str, Schema] = {
    "kind": _text("add, drop, move, replace, the name of an attribute, or a kind of the world's own"),
    "label": _text("what it is: a shape, a thing's everyday name, the role of an element"),
    "attributes": _table(
        {"type": "string"},
        "of the object before the change (after, for add); place, near, direction, towards, away_from, count if known",
    ),
    "old": _text_or_null("the value before, what was replaced, or how many there were"),
    "new": _text_or_null("the value after, what took its place, or how many there are"),
    "confidence": _number("from 0 to 1; a probability where the world reasons about objects"),
    "box_before": _box("before"),
    "box_after": _box("after"),
}

CHANGE = _object("One change.", **_CHANGE_KEYS)

CANDIDATE = _object(
    "A sentence that could have been said.",
    text=_text("the sentence"),
    score=_number("the ranker's; higher is better, and only sentences about one change may be compared"),
    generator=_text("the implementation that wrote it"),
    features=_table({"type": ["number", "null"]}, "what the ranker knew of it"),
)

GROUNDING = _object(
    "A phrase of the caption and what it refers to.",
    phrase=_text("the words"),
    start={"type": "integer", "description": "place of its first character in the caption"},
    end={"type": "integer", "description": "place after its last character"},
    box_before=_box("before"),
    box_after=_box("after"),
    score=_number("how sure the grounder is, from 0 to 1"),
)

CHOICE = _object(
    "What the recogniser of one world said.",
    pack=_text("the world"),
    belongs={"type": ["boolean", "null"], "description": "whether the pictures are of it; null is a doubt"},
    reason=_text("what it saw"),
)

REASON = _object(
    "Something else that differs, measured.",
    kind=_text("camera, light, warmth, sharpness, compression, small, …: docs/commands.md lists them"),
    words=_text("a sentence"),
    value=_number("in the unit that the kind has"),
    picture=_text_or_null("before or after, where it is about one of them"),
    place=_text_or_null('where in the picture, as in "at the upper right"'),
    box_before=_box("before"),
    box_after=_box("after"),
)

_HEAD: dict[str, Schema] = {
    "before": _text_or_null("the picture before, as it was named; null for one that is no file"),
    "after": _text_or_null("the picture after"),
    "pack": _text("the world that answered"),
}

_FOUND: dict[str, Schema] = {
    "changed": {"type": "boolean", "description": "whether anything changed"},
    "caption": _text("the sentence; with --all a sentence or more for every change"),
    "changes": _list(CHANGE, "every change found, the most important first"),
    "unsure": {"type": "boolean", "description": "whether too little can be seen to tell that nothing changed"},
    "reasons": _list(REASON, "what else differs, and why it is no change or is not told"),
    "hidden": _table({"type": "integer"}, "how many changes ignore, min_size and min_confidence keep back"),
    "choice": _list(CHOICE, "why this world answers, where several were asked"),
}

_WORDS: dict[str, Schema] = {
    "style": _text("how it is worded, where the world has several ways: natural, full, benchmark"),
    "candidates": _list(CANDIDATE, "sentences, best first; at most 50 for each change that is told"),
    "grounding": _list(GROUNDING, "a phrase each, in the order of the caption"),
    "timings": _table({"type": ["number", "null"]}, "seconds a step took: detect, diff, generate, rank"),
}

_FINGERPRINT: Schema = {
    "type": "object",
    "description": "of both pictures, the pack and the options; `--resume` goes by it",
}

DESCRIPTION = _object(
    "What `pipeline run --json`, `Description.to_dict()` and `POST /api/describe` give.",
    ("hidden", "choice", "style"),
    **_HEAD,
    **_FOUND,
    **_WORDS,
)

FACTS = _object(
    "What `pipeline diff --format json` gives: a description without words.",
    ("hidden", "choice"),
    **_HEAD,
    **{name: value for name, value in _FOUND.items() if name != "caption"},
)

RESULT = _object(
    "A line that `pipeline batch` writes: a description with the pair's id.",
    ("hidden", "choice", "style"),
    id=_text("of the pair"),
    **_HEAD,
    **_FOUND,
    **_WORDS,
    fingerprint=_FINGERPRINT,
)

FAILURE = _object(
    "The line of a pair without an answer.",
    ("before", "after", "fingerprint"),
    id=_text("of the pair"),
    before=_HEAD["before"],
    after=_HEAD["after"],
    error=_text("why, in one line"),
    fingerprint=_FINGERPRINT,
)

EVENT = _object(
    "A line that `pipeline watch` prints: one change that is news.",
    **_HEAD,
    caption=_text("the sentence"),
    **_CHANGE_KEYS,
    since=_text("the picture that showed it first"),
    since_time=_text_or_null("when that file was written; null if it is gone"),
)

_NODE = _object(
    "An object of one picture.",
    id={"type": "integer", "description": "its number"},
    label=_text("what it is"),
    box=_box("that it is in"),
    score=_number("how sure the detector is that it is there"),
    attributes=_table({"type": "string"}, "the most probable value of each attribute"),
    attribute_scores=_table(_table({"type": ["number", "null"]}, "by value"), "probabilities of all values"),
)

_EDGE = _object(
    "A relation: the source stands so to the target.",
    source={"type": "integer", "description": "number of a node"},
    target={"type": "integer", "description": "number of another"},
    key=_text("left, right, front, behind, near or on"),
)

GRAPH = _object(
    "What `pipeline inspect --format json` gives: an object graph in networkx's node-link form.",
    directed={"type": "boolean", "description": "true"},
    multigraph={"type": "boolean", "description": "true: two objects may stand in several relations"},
    graph=_object(
        "The picture.",
        width={"type": "integer", "description": "in pixels"},
        height={"type": "integer", "description": "in pixels"},
    ),
    nodes=_list(_NODE, "the objects"),
    edges=_list(_EDGE, "the relations"),
)

DOCUMENTS = {
    "description": DESCRIPTION,
    "facts": FACTS,
    "result": RESULT,
    "failure": FAILURE,
    "event": EVENT,
    "graph": GRAPH,
}
"""By the name of the file that the reference offers."""
