"""Whether confidences mean what they say: reliability tables, ECE, and the curve of misses against false alarms.

    python -m benchmarks.calibration --pack blocks --on FOLDER --on FOLDER
    python -m benchmarks.calibration --pack blocks --fit FOLDER

With ``--fit`` the calibration and the curve of the folders' pairs are printed as they stand in a pack's config.  With
``--on`` each folder's facts are measured as the differ states them, with the pack's calibration, and with one fitted on
other pairs of the same folder (five folds), and all of them together.  Facts are kept in ``--facts``, so that none is
asked twice.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from benchmarks.calibration_facts import OPENED, Answered, answers, uncalibrated
from benchmarks.common import Row, parser, print_rows, print_table, progress, write
from pipeline.cli.options import captioner_of
from pipeline.evaluate.calibration import (
    Fact,
    calibrated,
    calibration_error,
    cross_validated,
    curve,
    fit,
    reliability,
)
from pipeline.worlds.calibration import Calibration

FLOORS = {"blocks": 0.02, "photo": 0.05, "screen": 0.05}


def main() -> None:
    """Print tables, or what belongs into the config, and write the JSON."""
    arguments = _arguments()
    captioner = captioner_of(arguments)
    world = captioner.worlds[0]
    asking = uncalibrated(captioner)
    measured: dict[str, list[Answered]] = {}
    for folder in (*arguments.fit, *arguments.on):
        arguments.facts.mkdir(parents=True, exist_ok=True)
        kept = arguments.facts / f"{world.name}-{folder.resolve().name}.jsonl"
        measured[folder.name] = list(progress(answers(asking, folder, kept), folder.name))  # type: ignore[arg-type]
    if arguments.fit:
        found = [one for folder in arguments.fit for one in measured[folder.name]]
        calibration = None if arguments.curve_only else fit([fact for one in found for fact in one.facts])
        print(config_of(world.name, found, calibration))
        return
    differ = world.stages.get("differ")
    own = world.calibrations.get(differ, Calibration()) if isinstance(differ, str) else Calibration()
    rows: list[Row] = []
    tables: dict[str, Any] = {}
    if len(measured) > 1:
        measured["together"] = [one for found in measured.values() for one in found]
    for name, found in measured.items():
        ways = {
            "as stated": [fact for one in found for fact in one.facts],
            "calibrated": calibrated([fact for one in found for fact in one.facts], own),
            "cross-validated": cross_validated([one.facts for one in found]),
        }
        for way, facts in ways.items():
            floor = FLOORS.get(world.name) if way == "calibrated" else None
            rows.append(Row(name, f"ECE, {way}", round(calibration_error(facts), 4), len(facts), floor, True))
        tables[name] = {way: [asdict(one) for one in reliability(facts)] for way, facts in ways.items()}
        print(f"\n{name}: {len(found)} pairs")
        _print_reliability(ways)
    print()
    print_rows(rows)
    write(arguments.output, rows, pack=world.name, reliability=tables, calibration=asdict(own))


def config_of(name: str, found: Sequence[Answered], calibration: Calibration | None) -> str:
    """The tables of a pack's config that these answers make; the curve alone where nothing was fitted."""
    worth = calibration or Calibration()
    surest = {
        changed: [
            max((fact.confidence for fact in calibrated(one.opened, worth)), default=0.0)
            for one in found
            if one.changed == changed
        ]
        for changed in (True, False)
    }
    points = curve(surest[True], surest[False])
    kinds = ", ".join(f"{kind} = {value:g}" for kind, value in worth.kinds.items())
    opened = ", ".join(f"{key} = {value:g}" for key, value in OPENED.get(name, {}).items())
    rows = "\n".join(f"    [{one.threshold:.4g}, {one.misses:.4g}, {one.alarms:.4g}]," for one in points)
    curves = (
        f"[curve.DIFFER]\nchanged = {len(surest[True])}\nunchanged = {len(surest[False])}\n"
        f"opened = {{ {opened} }}\npoints = [\n{rows}\n]"
    )
    if calibration is None:
        return curves
    return (
        f"[calibration.DIFFER]\nslope = {worth.slope:g}\noffset = {worth.offset:g}\n"
        f"further = {worth.further:g}\nkinds = {{ {kinds} }}\n\n{curves}"
    )


def _print_reliability(ways: dict[str, list[Fact]]) -> None:
    cells = [["confidence", "way", "facts", "mean", "right"]]
    for way, facts in ways.items():
        for one in reliability(facts):
            bounds = f"{one.low:.1f} to {one.high:.1f}"
            cells.append([bounds, way, str(one.count), f"{one.confidence:.3f}", f"{one.right:.3f}"])
    print_table(cells)


def _arguments() -> argparse.Namespace:
    made = parser(__doc__, "calibration")
    made.add_argument("--fit", action="append", type=Path, default=[], metavar="FOLDER", help="fit on these pairs")
    made.add_argument("--curve-only", action="store_true", help="of --fit the curve, with confidences as they are")
    made.add_argument("--on", action="append", type=Path, default=[], metavar="FOLDER", help="measure on these pairs")
    made.add_argument("--facts", type=Path, default=Path("facts"), metavar="FOLDER", help="where facts are kept")
    return made.parse_args()


if __name__ == "__main__":
    main()
