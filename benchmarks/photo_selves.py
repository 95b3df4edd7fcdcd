"""How often a change is invented between a photograph and itself: taken again, and in a quite different light.

    python -m benchmarks.photo_selves --pictures FOLDER
    python -m benchmarks.photo_selves --pictures FOLDER --names train.txt --draw alarms/

``FOLDER`` holds photographs; ``--names`` is a file with the names, with or without their suffix, of those that may be
taken.  Each of ``--again`` pairs is a picture and the same with the camera moved, turned and zoomed a little, in
another exposure and compression; each of ``--light`` pairs is a picture and the same view with a gamma of 0.4 to 2.5,
another white balance, under a large shadow, or at night (:mod:`benchmarks.disturb`).  Equal seeds give equal pairs.
"""

from __future__ import annotations

import argparse
from collections import Counter
from pathlib import Path
from typing import Any

from benchmarks.common import Row, drawn_file, photo_parser, print_rows, progress, use_local_weights, write
from benchmarks.disturb import in_other_light, taken_again
from benchmarks.photos import draw_analysis
from pipeline.cli.options import captioner_of
from pipeline.core.images import load_picture
from pipeline.core.types import Analysis
from pipeline.flow.captioner import Captioner

SETS = {"taken again": 0.005, "another light": 0.02}
"""Names of the sets, with the share of false alarms that each may have."""


def main() -> None:
    """Print a row for each set and light and write the JSON, with what was said of each pair."""
    arguments = _arguments()
    captioner = captioner_of(arguments)
    files = _files(arguments.pictures, arguments.names)
    counts = {"taken again": arguments.again, "another light": arguments.light}
    rows, alarms = [], []
    for name, floor in SETS.items():
        found, asked = _alarms(captioner, files, name, counts[name], arguments)
        alarms += found
        if counts[name]:
            rows.append(Row(name, "false alarms", len(found) / counts[name], counts[name], floor, True))
        said = Counter(one["light"] for one in found)
        rows += [Row(name, f"false alarms, {light}", said[light] / n, n) for light, n in asked.items() if light]
    for one in alarms:
        print(f"{one['set']} {one['seed']} {one['image']} {one['light']}: {one['said']}")
    print_rows(rows)
    write(arguments.output, rows, pack=arguments.pack, alarms=alarms)


def _alarms(
    captioner: Captioner, files: list[Path], name: str, count: int, arguments: argparse.Namespace
) -> tuple[list[dict[str, Any]], Counter[str]]:
    """What was said of a set, and how many pairs there were of each light."""
    found, asked = [], Counter[str]()
    for seed in progress(range(arguments.seed, arguments.seed + count), name):
        path = drawn_file(files, seed)
        before = load_picture(path)
        light, after = ("", taken_again(before, seed)) if name == "taken again" else in_other_light(before, seed)
        analysis = captioner.diff(before, after)
        asked[light] += 1
        if analysis.changes:
            found.append({"set": name, "seed": seed, "image": path.name, "light": light, "said": _said(analysis)})
            if arguments.draw:
                draw_analysis(arguments.draw / f"{name.replace(' ', '_')}_{seed}.png", analysis, ())
    return found, asked


def _said(analysis: Analysis) -> str:
    return "; ".join(f"{one.kind} {one.label} ({one.confidence:.2f})" for one in analysis.changes)


def _files(folder: Path, names: Path | None) -> list[Path]:
    files = sorted(path for path in folder.iterdir() if path.is_file())
    if names is None:
        return files
    kept = {Path(name).stem for name in names.read_text("utf-8").split()}
    return [path for path in files if path.stem in kept]


def _arguments() -> argparse.Namespace:
    made = photo_parser(__doc__, "photo_selves")
    made.add_argument("--names", type=Path, metavar="FILE", help="take only the pictures that it names")
    made.add_argument("--again", type=int, default=500, metavar="N", help="pairs taken again (default: 500)")
    made.add_argument("--light", type=int, default=200, metavar="N", help="pairs in another light (default: 200)")
    arguments = made.parse_args()
    use_local_weights(arguments)
    return arguments


if __name__ == "__main__":
    main()
