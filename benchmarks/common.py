"""What the benchmark commands share: arguments, the captioner, tables and files."""

from __future__ import annotations

import argparse
import json
import os
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
from tqdm import tqdm

from pipeline.datasets.files import read_json_lines
from pipeline.datasets.vocabulary import vocabulary

ATTRIBUTES = tuple(vocabulary())
"""Of objects whose truth is known, in the order of a noun phrase."""

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Row:
    """One figure.  ``floor`` is what it must reach, or stay under where ``at_most``; None where nothing is asked."""

    data: str
    measure: str
    value: float
    count: int
    floor: float | None = None
    at_most: bool = False

    @property
    def met(self) -> bool | None:
        """Whether the floor is met; None without a floor."""
        if self.floor is None:
            return None
        return self.value <= self.floor if self.at_most else self.value >= self.floor


def parser(description: str | None, name: str) -> argparse.ArgumentParser:
    """Arguments of every benchmark."""
    made = argparse.ArgumentParser(description=description, formatter_class=argparse.RawDescriptionHelpFormatter)
    made.add_argument("--pack", default="blocks", help="name or folder of the pack to measure")
    made.add_argument("--stage", action="append", default=[], metavar="NAME=IMPL", help="measure with another stage")
    made.add_argument("--set", action="append", default=[], metavar="STAGE.IMPL.NAME=VALUE", help="another setting")
    made.add_argument(
        "--style", default="benchmark", metavar="NAME", help="style of the sentences (default: benchmark)"
    )
    made.add_argument("--weights", type=Path, metavar="FILE", help="an ONNX detector for photographs")
    made.add_argument("--output", type=Path, default=ROOT / "benchmarks" / "results" / f"{name}.json")
    made.add_argument("--limit", type=int, help="take the first so many of each set")
    return made


def photo_parser(description: str | None, name: str) -> argparse.ArgumentParser:
    """The same of one that makes its pairs of photographs: where these are, the seed, and where to draw failures."""
    made = parser(description, name)
    made.set_defaults(pack="photo")
    made.add_argument("--pictures", type=Path, required=True, metavar="FOLDER", help="photographs to make pairs of")
    made.add_argument("--seed", type=int, default=0)
    made.add_argument("--draw", type=Path, metavar="FOLDER", help="write a picture of every failure to this folder")
    return made


def drawn_file(files: Sequence[Path], seed: int) -> Path:
    """The photograph that the pair of a seed is made of."""
    return files[int(np.random.default_rng([seed]).integers(len(files)))]


def use_local_weights(arguments: argparse.Namespace) -> None:
    """Take the detector for photographs of the reference data, where it is there and no other is named."""
    local = shared_folder() / "weights" / "yolox_nano.onnx"
    if arguments.weights is None and "SPOT_IT_WEIGHTS" not in os.environ and local.is_file():
        arguments.weights = local


def shared_folder() -> Path:
    """The folder of reference data."""
    return Path(os.environ.get("SPOT_IT_SHARED", ROOT.parent / "shared"))


def json_lines(path: Path) -> list[dict[str, Any]]:
    """The objects of a file of JSON lines."""
    return [row for _, row in read_json_lines(path)]


def absolute(record: dict[str, Any], folder: Path) -> dict[str, str]:
    """Where the pictures of a pair of a folder are, for a file in another."""
    return {side: str((folder / record[side]).resolve()) for side in ("before", "after")}


def progress(items: Sequence[Any], name: str) -> Iterable[Any]:
    """The items, with a bar on stderr."""
    return tqdm(items, desc=name, disable=None)


def print_rows(rows: Sequence[Row]) -> None:
    """The figures as a table: measured, floor, met or missed."""
    cells = [["set", "measure", "n", "measured", "floor", ""]]
    for row in rows:
        floor = "" if row.floor is None else f"{'<=' if row.at_most else '>='} {row.floor:g}"
        state = {None: "", True: "met", False: "MISSED"}[row.met]
        cells.append([row.data, row.measure, str(row.count), f"{row.value:.4g}", floor, state])
    print_table(cells)


def print_table(cells: Sequence[Sequence[str]]) -> None:
    """Rows of text in columns, the first row a heading."""
    widths = [max(len(row[i]) for row in cells) for i in range(len(cells[0]))]
    for number, row in enumerate(cells):
        print("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())
        if number == 0:
            print("  ".join("-" * width for width in widths))


def share_of(values: Iterable[Any]) -> float:
    """Share of true values; 0 of none."""
    known = [bool(value) for value in values]
    return sum(known) / max(len(known), 1)


def write(path: Path, rows: Sequence[Row], **more: Any) -> None:
    """The figures as JSON."""
    path.parent.mkdir(parents=True, exist_ok=True)
    record = {"rows": [{**asdict(row), "met": row.met} for row in rows], **more}
    path.write_text(json.dumps(record, indent=1) + "\n", encoding="utf-8")
