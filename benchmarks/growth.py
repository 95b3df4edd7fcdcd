"""How time and memory grow: with objects, wordings, pixels, and pairs.

    python -m benchmarks.growth
    python -m benchmarks.growth --case "megapixels, screen"

Each point is a process of its own, on one thread; time is the processor's for a warm answer, memory the most that the
process took.  The exponent is the slope between the two largest points, both axes being logarithmic: 1 is linear, 2
quadratic.  Writes ``benchmarks/results/growth.json`` and the plot ``docs/growth.svg``.
"""

from __future__ import annotations

import json
import math
import os
import resource
import subprocess
import sys
from typing import Any

from benchmarks.common import ROOT, parser, print_table, progress
from benchmarks.growth_plot import plot

PLOT = ROOT / "docs" / "growth.svg"


def main() -> None:
    """Measure every point, print the table, write JSON and plot."""
    made = parser(__doc__, "growth")
    made.add_argument("--case", help="only this one")
    made.add_argument("--point", type=float, help="only this point of it, in this process")
    arguments = made.parse_args()
    from benchmarks.growth_cases import CASES

    if arguments.point is not None:
        measure, points = CASES[arguments.case]
        whole = all(isinstance(one, int) for one in points)
        times = measure(int(arguments.point) if whole else arguments.point)
        print(json.dumps({"seconds": times, "bytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024}))
        return
    found: dict[str, list[dict[str, Any]]] = {}
    for name, (_, points) in CASES.items():
        if arguments.case in (None, name):
            found[name] = [{"at": point, **_measured(name, point)} for point in progress(points, name)]
    _show(found)
    arguments.output.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    if arguments.case is None:
        PLOT.write_text(plot(found), encoding="utf-8")


def _measured(name: str, point: float) -> dict[str, Any]:
    command = [sys.executable, "-m", "benchmarks.growth", "--case", name, "--point", str(point)]
    environment = {**os.environ, "OMP_NUM_THREADS": "1"}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(f"{name} at {point}: {done.stderr.strip().splitlines()[-1]}")
    return json.loads(done.stdout)


def _show(found: dict[str, list[dict[str, Any]]]) -> None:
    cells = [["what", "at", "seconds", "megabytes", "exponent"]]
    for name, points in found.items():
        for number, point in enumerate(points):
            last = number == len(points) - 1 and number > 0
            slope = f"{exponent(points[-2], points[-1]):.2f}" if last else ""
            cells.append(
                [name, f"{point['at']:g}", f"{point['seconds']['all']:.3f}", f"{point['bytes'] / 1e6:.0f}", slope]
            )
    print_table(cells)


def exponent(one: dict[str, Any], other: dict[str, Any]) -> float:
    """With which power of the size time grows between two points."""
    return math.log(other["seconds"]["all"] / one["seconds"]["all"]) / math.log(other["at"] / one["at"])


if __name__ == "__main__":
    main()
