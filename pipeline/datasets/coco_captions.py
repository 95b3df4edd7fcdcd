"""COCO captions (Chen et al. 2015): ``annotations/captions_SPLIT.json``, with ``val2014`` as a split.

The file has ``images`` (``id``, ``file_name``) and ``annotations`` (``image_id``, ``caption``).  Pictures are in
``SPLIT/`` or ``images/SPLIT/``.
"""

from __future__ import annotations

from pathlib import Path

from pipeline.core import messages
from pipeline.datasets.example import Example
from pipeline.datasets.files import caption_file, find_picture, identifier, read_json


def read(source: Path, split: str) -> list[Example]:
    """The pictures of a split, in the order of the file; ids are COCO's numbers."""
    names = [f"{folder}captions_{split}.json" for folder in ("annotations/", "")]
    path, folder = caption_file(source, names)
    data = read_json(path, dict)
    try:
        pictures = {str(identifier(image["id"])): Path(image["file_name"]) for image in data["images"]}
        captions: dict[str, list[str]] = {name: [] for name in pictures}
        for annotation in data["annotations"]:
            if annotation["caption"].strip():
                captions[str(identifier(annotation["image_id"]))].append(annotation["caption"].strip())
    except (KeyError, TypeError, AttributeError) as failure:
        reason = f"it is not COCO's caption format ({type(failure).__name__}: {failure})"
        raise messages.error(messages.NOT_IN_FORMAT, path=path, reason=reason) from None
    root = folder.parent if source.is_file() and folder.name == "annotations" else folder
    folders = (root / split, root / "images" / split, root / "images")
    return [
        Example(name, (find_picture(folders, file.stem, file.suffix),), tuple(captions[name]))
        for name, file in pictures.items()
        if captions[name]
    ]
