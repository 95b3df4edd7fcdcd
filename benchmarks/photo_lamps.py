"""Whether a light that comes on or goes out is told, and what is white and shines on nothing is not called one.

    python -m benchmarks.photo_lamps --pictures FOLDER
    python -m benchmarks.photo_lamps --pictures FOLDER --seed 7 --draw misses/

Each of ``--count`` pairs is a photograph of ``FOLDER`` with a lamp that is drawn into it (:mod:`benchmarks.lamps`), on
in one picture and off in the other; each of ``--white`` pairs has a white thing in its place, which lights nothing.
Equal seeds give equal pairs.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.common import Row, drawn_file, photo_parser, print_rows, progress, use_local_weights, write
from benchmarks.lamps import LampPair, lamp_pair
from benchmarks.photos import draw_analysis
from pipeline.cli.options import captioner_of
from pipeline.core.boxes import iou
from pipeline.core.images import load_picture
from pipeline.core.labels import LIGHT
from pipeline.core.types import Analysis
from pipeline.flow.captioner import Captioner

STRONG = 3.0
"""How many times as bright as the room a lamp is right beside it that nobody misses."""

LAMPS, WHITE = "lamps", "white things"

SAID = TOLD, ALSO, SILENT, OTHER = "the light alone", "the light and more", "nothing", "something else"


def main() -> None:
    """Print what is told of lamps, strong and weak, and of white things, and write the JSON with every answer."""
    arguments = _arguments()
    captioner = captioner_of(arguments)
    files = sorted(path for path in arguments.pictures.iterdir() if path.is_file())
    lamps = [_asked(captioner, files, seed, True, arguments.draw) for seed in _seeds(arguments, arguments.count, LAMPS)]
    white = [
        _asked(captioner, files, seed, False, arguments.draw) for seed in _seeds(arguments, arguments.white, WHITE)
    ]
    strong = [one for one in lamps if one["power"] >= STRONG]
    rows = [*_rows(LAMPS, lamps), *_rows(f"{LAMPS}, strong", strong), *_rows(WHITE, white)]
    for one in lamps + white:
        if (one["answer"] == TOLD) != one["shines"]:
            print(f"{one['seed']} {one['image']} power {one['power']:.1f}: {one['said'] or 'nothing'}")
    print_rows(rows)
    write(arguments.output, rows, pack=arguments.pack, answers=lamps + white)


def _seeds(arguments: argparse.Namespace, count: int, name: str) -> Iterable[int]:
    return progress(range(arguments.seed, arguments.seed + count), name)


def _asked(captioner: Captioner, files: list[Path], seed: int, shines: bool, draw: Path | None) -> dict[str, Any]:
    """What was said of the pair of a seed."""
    path = drawn_file(files, seed)
    drawn = lamp_pair(load_picture(path), seed, on=seed % 2 == 0, shines=shines)
    analysis = captioner.diff(drawn.before, drawn.after)
    answer = _answer(analysis, drawn)
    if draw is not None and (answer == TOLD) != shines:
        draw_analysis(draw / f"{'lamp' if shines else 'white'}_{seed}.png", analysis, ())
    said = "; ".join(f"{one.kind} {one.label} {one.new or ''} ({one.confidence:.2f})" for one in analysis.changes)
    return {
        "seed": seed, "image": path.name, "shines": shines, "power": drawn.power, "answer": answer, "said": said,
    }  # fmt: skip


def _answer(analysis: Analysis, drawn: LampPair) -> str:
    """Whether the light is told, and nothing else."""
    if not analysis.changes:
        return SILENT
    lights = [one for one in analysis.changes if one.label == LIGHT]
    if not lights or lights[0].box_before is None or iou(lights[0].box_before, drawn.box)[0, 0] == 0:
        return OTHER
    return TOLD if len(lights) == len(analysis.changes) else ALSO


def _rows(name: str, answers: list[dict[str, Any]]) -> list[Row]:
    return [Row(name, said, float(np.mean([one["answer"] == said for one in answers])), len(answers)) for said in SAID]


def _arguments() -> argparse.Namespace:
    made = photo_parser(__doc__, "photo_lamps")
    made.add_argument("--count", type=int, default=100, metavar="N", help="pairs with a lamp (default: 100)")
    made.add_argument("--white", type=int, default=50, metavar="N", help="pairs with a white thing (default: 50)")
    arguments = made.parse_args()
    use_local_weights(arguments)
    return arguments


if __name__ == "__main__":
    main()
