"""The commands that are killed: everything that runs long enough to be interrupted."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.fuzz_cases import BLOCKS

PAIRS, FRAMES, SCENES = 6, 6, 12


@dataclass(frozen=True)
class Subject:
    """A command: its arguments in a folder of its own, and what it has made there."""

    name: str
    prepare: Callable[[Path], None]
    arguments: Callable[[Path], list[str]]
    again: tuple[str, ...]
    made: Callable[[Path], Any]


def subjects(pairs: Path, scenes: Path) -> list[Subject]:
    """Over rendered ``pairs``, and ``scenes`` that are rendered singly; neither need be there yet."""
    manifest = str(pairs / "pairs.jsonl")
    return [
        Subject(
            "batch",
            _nothing,
            lambda home: ["batch", manifest, "-o", str(home / "out"), "--pack", "blocks", *_ONE],
            ("--resume",),
            lambda home: [_untimed(line) for line in (home / "out").read_text().splitlines()],
        ),
        Subject(
            "watch",
            _nothing,
            lambda home: ["watch", *_frames(pairs), "--pack", "blocks"],
            (),
            lambda home: (home / "stdout").read_text().splitlines(),
        ),
        Subject("synth", _nothing, lambda home: synth(home / "out"), (), lambda home: _files(home / "out")),
        _training("ranker", "{pack}", "--scenes", str(SCENES)),
        _training(
            "detector", str(scenes), "--held-out", str(scenes), "--pack", "{pack}", "--pictures", "4", "--batch", "2"
        ),
        _training("neural", str(pairs), "--pack", "{pack}", "--epochs", "3", *_BATCH),
        _training("transformer", "--pack", "{pack}", "--pairs", "18", "--first", "4", "--steps", "4", *_BATCH),
        _training("aligner", str(scenes), "--pack", "{pack}", "--pairs", "12", "--epochs", "2"),
        _training("embedding", str(scenes), "--pack", "{pack}", "--pairs", "12", "--epochs", "2"),
    ]


def synth(out: Path, *more: str) -> list[str]:
    """Renders a few small pairs."""
    usual = ("--count", str(PAIRS), "--seed", "5", "--renderer", "sketch", "--width", "160", *_ONE)
    return ["synth", str(out), *usual, *more]


def _frames(pairs: Path) -> list[str]:
    return sorted(map(str, (pairs / "images").glob("*.png")))[:FRAMES]


_ONE = ("--workers", "1")
_BATCH = ("--batch", "4")


def _training(part: str, *arguments: str) -> Subject:
    """A part of a copy of the pack, trained into it."""
    return Subject(
        part,
        _with_pack,
        lambda home: [
            *("train", part, *(one.format(pack=home / "pack") for one in arguments)),
            *("--out", str(home / "run"), "--force"),
        ],
        ("--resume",),
        lambda home: _files(home / "pack"),
    )


def _nothing(home: Path) -> None:
    """Needs no preparation."""


def _with_pack(home: Path) -> None:
    shutil.copytree(BLOCKS, home / "pack")


def _untimed(line: str) -> dict[str, Any]:
    return {key: value for key, value in json.loads(line).items() if key != "timings"}


def _files(folder: Path) -> dict[str, bytes]:
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): path.read_bytes() for path in paths}
