"""CLEVR-Change (Park, Darrell and Rohrbach 2019): every scene once with a change and once with a distractor.

The folder has ``change_captions.json`` and ``no_change_captions.json`` (``CLEVR_default_000000.png`` to captions),
``splits.json`` (split to scene numbers), ``type_mapping.json`` (kind to ``000000.png``), and the pictures in
``images/``, ``sc_images/`` and ``nsc_images/``.  Where it has ``change_captions_with_bbox.json``, the boxes of the
changed object are read.

Ids are those of the authors' own evaluation: ``000000.png`` for the change, ``000000.png_n`` for the distractor.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from pipeline.core import messages
from pipeline.datasets.example import NO_CHANGE, Example, TrueChange, Truth
from pipeline.datasets.files import find_picture, read_json, sentences

_FOLDERS = {"images": "CLEVR_default", "sc_images": "CLEVR_semantic", "nsc_images": "CLEVR_nonsemantic"}


def read(source: Path, split: str) -> list[Example]:
    """The changed pairs of a split, each followed by its distractor."""
    numbers = _split(source / "splits.json", split)
    changed = _captions(source / "change_captions.json")
    unchanged = _captions(source / "no_change_captions.json")
    kinds = {
        _number(name): kind for kind, names in read_json(source / "type_mapping.json", dict).items() for name in names
    }
    boxes_file = source / "change_captions_with_bbox.json"
    boxes = read_json(boxes_file, dict) if boxes_file.is_file() else {}
    examples = []
    for number in numbers:
        before, after, distractor = (
            find_picture((source / folder,), f"{name}_{number:06d}", ".png") for folder, name in _FOLDERS.items()
        )
        if number not in kinds:
            reason = f"it does not say the kind of scene {number}"
            raise messages.error(messages.NOT_IN_FORMAT, path=source / "type_mapping.json", reason=reason)
        truth = _located(kinds[number], boxes.get(str(number)))
        name = f"{number:06d}.png"
        examples.append(Example(name, (before, after), changed.get(number, ()), kinds[number], truth))
        nothing = Example(f"{name}_n", (before, distractor), unchanged.get(number, ()), NO_CHANGE, Truth(()))
        examples.append(nothing)
    return examples


def _split(path: Path, split: str) -> list[int]:
    splits = read_json(path, dict)
    if split not in splits:
        raise messages.error(messages.NO_SPLIT, split=split, known=", ".join(splits))
    return [int(number) for number in splits[split]]


def _captions(path: Path) -> dict[int, tuple[str, ...]]:
    return {_number(name): sentences(found) for name, found in read_json(path, dict).items()}


def _number(name: str) -> int:
    """The scene's number, from ``CLEVR_default_000012.png`` or ``000012.png``."""
    return int(name.split(".")[0].split("_")[-1])


def _located(kind: str, entry: dict[str, Any] | None) -> Truth | None:
    """Where the changed object is; what it looks like is in the captions alone."""
    if entry is None:
        return None
    before, after = (_corners(entry.get(f"bbox_{side}")) for side in ("before", "after"))
    return Truth((TrueChange(kind, boxes=(before, after)),))


def _corners(box: list[float] | None) -> np.ndarray | None:
    if not box:
        return None
    x, y, width, height = box
    return np.array([x, y, x + width, y + height], float)
