"""The pages and schemas under ``docs/reference``."""

from __future__ import annotations

import json
from pathlib import Path

from docs.generate.commands import commands_page
from docs.generate.json_page import json_page
from docs.generate.stages import stages_page
from pipeline.output.schema import DOCUMENTS

FOLDER = Path(__file__).resolve().parent.parent / "reference"
DRAFT = "https://json-schema.org/draft/2020-12/schema"


def pages() -> dict[str, str]:
    """What each file of the folder has to hold."""
    schemas = {
        f"schema/{name}.json": json.dumps({"$schema": DRAFT, "title": name, **schema}, indent=1) + "\n"
        for name, schema in DOCUMENTS.items()
    }
    return {"commands.md": commands_page(), "json.md": json_page(), "stages.md": stages_page(), **schemas}


def make() -> None:
    """Write them."""
    for name, text in pages().items():
        path = FOLDER / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
