"""Show versions, packs, and what is missing on this machine, each with the command that brings it."""

from __future__ import annotations

import platform
from argparse import ArgumentParser, Namespace
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from typing import Any

from pipeline import __version__
from pipeline.cli.forms import json_text
from pipeline.cli.options import deliver
from pipeline.core import messages
from pipeline.core.errors import SpotItError
from pipeline.worlds import World, load_world
from pipeline.worlds.apart import COMMAND
from pipeline.worlds.finder import cache_folder, known_worlds
from pipeline.worlds.weights import fetched_releases, local_weights

_NEEDED = ("numpy", "networkx", "scipy", "pillow", "onnxruntime", "safetensors", "tqdm")
_OPTIONAL = {
    "cv2": "photographs: registration by keypoints, selective search",
    "torch": "training, and the detector through torch",
    "torchvision": "COCO detectors of torchvision",
    "sklearn": "training the ranker and the aligner",
    "spacy": "judging facts in sentences",
    "kenlm": "scoring sentences; without it our own reader does",
    "pycocoevalcap": "scoring captions",
    "pypdfium2": "documents, page by page",
    "rapidocr": "reading the words of screenshots",
    "pyarrow": "facts and results as .parquet",
    "bpy": "rendering scenes with Blender",
}
"""Modules that not everybody has, and what each is for."""


def add_arguments(parser: ArgumentParser) -> None:
    """Arguments of ``pipeline info``."""
    parser.add_argument("--json", action="store_true", help="print JSON")


def run(arguments: Namespace) -> int:
    """Print what there is, and what there is not."""
    found = {
        "version": __version__,
        "python": platform.python_version(),
        "system": platform.platform(),
        "cache": str(cache_folder()),
        "packages": {name: _version(name) for name in _NEEDED},
        "optional": {name: find_spec(name) is not None for name in _OPTIONAL},
        "packs": [_pack(folder) for folder in known_worlds()],
    }
    deliver(json_text({**found, "missing": _missing(found)}) if arguments.json else _text(found), None)
    return 0


def _version(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None


def _pack(folder: Any) -> dict[str, Any]:
    try:
        pack = load_world(folder)
    except SpotItError as failure:
        return {"name": folder.name, "folder": str(folder), "error": str(failure)}
    return {"name": pack.name, "folder": str(folder), "missing": pack.missing(), **_weights(pack)}


def _weights(pack: World) -> dict[str, Any]:
    """Of a pack whose weights do not ship: the file that would be used, and what has been fetched."""
    if pack.needs is None:
        return {}
    path = local_weights(pack)
    return {"weights": None if path is None else str(path), "fetched": fetched_releases(pack)}


def _missing(found: dict[str, Any]) -> list[dict[str, str]]:
    """What is not there: what for, and the command that brings it."""
    lacking = [
        {"name": name, "for": _OPTIONAL[name], "command": messages.install_command(name)}
        for name, there in found["optional"].items()
        if not there
    ]
    for pack in found["packs"]:
        if pack.get("weights", "") is None:
            command = f"pipeline packs fetch {pack['name']}"
            lacking.append({"name": f"weights of {pack['name']}", "for": "naming what changed", "command": command})
        if files := pack.get("missing"):
            lacking.append({"name": f"{pack['name']} for torch", "for": ", ".join(files), "command": COMMAND})
    return lacking


def _text(found: dict[str, Any]) -> str:
    lines = [f"spot-it {found['version']}, Python {found['python']}, {found['system']}", ""]
    lines += ["packages", *(f"  {name.ljust(14)}{known or 'missing'}" for name, known in found["packages"].items())]
    lines += [f"  {name.ljust(14)}installed" for name, there in found["optional"].items() if there]
    lines += ["", "packs"]
    for pack in found["packs"]:
        state = pack.get("error") or (f"weights: {pack['weights'] or 'none'}" if "weights" in pack else "complete")
        lines.append(f"  {pack['name'].ljust(14)}{state}  ({pack['folder']})")
    missing = _missing(found)
    if missing:
        lines += ["", "missing, and the command that brings it"]
        width = max(len(one["name"]) for one in missing)
        lines += [f"  {one['name'].ljust(width)}  {one['command']}  ({one['for']})" for one in missing]
    return "\n".join(lines)
