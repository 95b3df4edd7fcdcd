"""Spot-the-Diff (Jhamtani and Berg-Kirkpatrick 2018): frames of surveillance cameras.

``SPLIT.json`` (in the folder, or in its ``annotations`` or ``data/annotations``) is a list of ``{"img_id": "...",
"sentences": [...]}``, one entry an annotator; ``resized_images/ID.png`` is the picture before, ``ID_2.png`` the one
after.  Every sentence of every annotator is a reference.  Pairs for which nobody wrote anything are left out.
"""

from __future__ import annotations

from pathlib import Path

from pipeline.core import messages
from pipeline.datasets.example import Example
from pipeline.datasets.files import caption_file, find_picture, identifier, read_json, sentences


def read(source: Path, split: str) -> list[Example]:
    """The pairs of a split, in the order in which their ids first appear."""
    names = [f"{folder}{split}.json" for folder in ("", "annotations/", "data/annotations/")]
    path, folder = caption_file(source, names)
    said: dict[str, tuple[str, ...]] = {}
    for place, entry in enumerate(read_json(path, list)):
        name = identifier(entry.get("img_id")) if isinstance(entry, dict) else None
        if name is None:
            raise messages.error(messages.NOT_IN_FORMAT, path=path, reason=f"entry {place} has no img_id")
        said[name] = said.get(name, ()) + sentences(entry.get("sentences"))
    silent = [name for name, captions in said.items() if not captions]
    if silent:
        messages.notice(messages.LEFT_OUT_SILENT, count=len(silent), id=silent[0])
    folders = tuple(folder / name for name in ("resized_images", "images"))
    return [
        Example(name, (find_picture(folders, name, ".png"), find_picture(folders, f"{name}_2", ".png")), captions)
        for name, captions in said.items()
        if captions
    ]
