"""The reference of our JSON, read off its schemas."""

from __future__ import annotations

from typing import Any

from pipeline.output.schema import CANDIDATE, CHANGE, CHOICE, DOCUMENTS, GROUNDING

Schema = dict[str, Any]

HEAD = """# JSON

Made from the code by `python -m docs.generate reference`. The same as JSON Schema, for validators and generators of
code: {links}. Keys are never renamed; new ones may come.

Boxes are whole pixels of the upright picture, x0, y0, x1, y1, EXIF applied; a number that is not finite is `null`.
"""

TITLES = {
    "description": "A description",
    "facts": "Facts",
    "result": "A result line",
    "failure": "A failed line",
    "event": "An event",
    "graph": "An object graph",
}

_NAMED = {"changes": CHANGE, "candidates": CANDIDATE, "grounding": GROUNDING, "choice": CHOICE}


def json_page() -> str:
    """A section for each document, and one for what several of them hold."""
    links = ", ".join(f"[{name}](schema/{name}.json)" for name in DOCUMENTS)
    page = HEAD.format(links=links)
    for name, schema in DOCUMENTS.items():
        page += f"\n## {TITLES[name]}\n\n{schema['description']}\n\n{_table(schema)}"
        for key, inner in schema["properties"].items():
            items = inner.get("items", {})
            if items.get("properties") and key not in _NAMED:
                page += f"\n### {key}\n\n{items['description']}\n\n{_table(items)}"
    for key, schema in _NAMED.items():
        page += f"\n## {key}\n\n{schema['description']}\n\n{_table(schema)}"
    return page


def _table(schema: Schema) -> str:
    rows = "".join(
        f"| `{key}` | {_type(inner)}{'' if key in schema['required'] else ', optional'} | {_meaning(key, inner)} |\n"
        for key, inner in schema["properties"].items()
    )
    return "| key | type | meaning |\n|---|---|---|\n" + rows


def _type(schema: Schema) -> str:
    kinds = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
    if "array" in kinds:
        kinds = [f"list of {_type(schema['items'])}s" if kind == "array" else kind for kind in kinds]
    if "object" in kinds and isinstance(schema.get("additionalProperties"), dict):
        kinds = [f"{_type(schema['additionalProperties'])} by name"]
    return " or ".join(kinds)


def _meaning(key: str, schema: Schema) -> str:
    linked = f" ([keys](#{key}))" if key in _NAMED else ""
    return schema["description"] + linked
