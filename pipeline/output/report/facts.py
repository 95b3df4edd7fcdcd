"""Change facts in words and numbers, and which phrases rest on which."""

from __future__ import annotations

from typing import Any

from pipeline.core.types import Change, Description
from pipeline.output.naming import named
from pipeline.output.report.phrases import Sentence
from pipeline.output.stated import stated_attributes, stated_values

_NAMING = ("size", "color", "material", "shape", "place", "near", "direction", "towards", "away_from", "count")
"""Attributes that belong to a name; of others there may be many, and they stand in a list."""

SHADES = ("color", "theme")
"""Kinds whose values are names of colours."""

VERBS = {
    "add": "appeared",
    "drop": "disappeared",
    "move": "moved",
    "replace": "was replaced",
    "count": "changed in number",
    "light": "light changed",
    "scene": "another scene",
}


def facts_of(description: Description, sentences: list[Sentence]) -> list[dict[str, Any]]:
    """One entry a change, with the numbers of the phrases that state it."""
    return [
        {
            "number": number,
            "kind": change.kind,
            "name": _name(change),
            "details": _details(change),
            "verb": VERBS.get(change.kind, f"changed its {change.kind}"),
            "step": _step(change),
            "confidence": change.confidence,
            "phrases": [phrase for one in sentences for phrase in one.phrases(number)],
            "told": any(number in one.changes for one in sentences),
            "where": _where(change),
        }
        for number, change in enumerate(description.changes)
    ]


def _step(change: Change) -> str:
    """From which value to which; two shades may have one name."""
    old, new = stated_values(change)
    if old is not None and old == new:
        return f"another shade of {new}" if change.kind in SHADES else f"another {new}"
    return " → ".join(value for value in (old, new) if value is not None)


def _name(change: Change) -> str:
    """Words for the object: its own text where it has one."""
    stated = stated_attributes(change)
    name = named(change.label, {key: value for key, value in stated.items() if key in _naming(change)})
    return f"“{stated['text']}” {name}" if stated.get("text") else name


def _details(change: Change) -> list[tuple[str, str]]:
    """Attributes that are not in the name."""
    known = {*_naming(change), "text"}
    return [(key.replace("_", " "), value) for key, value in stated_attributes(change).items() if key not in known]


def _naming(change: Change) -> tuple[str, ...]:
    """A coloured text has a colour, but is not named by it."""
    return _NAMING if "text" not in change.attributes else tuple(key for key in _NAMING if key != "color")


def _where(change: Change) -> str:
    seen = [side for side, box in (("before", change.box_before), ("after", change.box_after)) if box is not None]
    return "seen in both pictures" if len(seen) == 2 else f"seen in the picture {seen[0]} alone" if seen else ""
