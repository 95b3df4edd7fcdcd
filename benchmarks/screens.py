"""Whether changes of screenshots are told rightly, and how often one is invented.

    python -m benchmarks.screens --pack screen
    python -m benchmarks.screens --limit 20 --peers
    python -m benchmarks.screens --pairs FOLDER --output FILE.json

Needs the folder of reference data (``SPOT_IT_SHARED``), whose ``tools/screens_score.py`` defines the measures.  With
``--peers``, two measures that are in common use stand beside: the share of differing pixels and structural
dissimilarity, each at its default and at the threshold that suits these very pairs best.  With ``--pairs``, folders
that ``pipeline synth --world screen`` made are measured in place of the reference sets.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from dataclasses import replace
from pathlib import Path
from time import perf_counter
from typing import Any

import numpy as np

from benchmarks.common import Row, json_lines, parser, print_rows, progress, shared_folder, write
from benchmarks.plain_differences import differing_pixels, dissimilarity
from pipeline.cli.options import captioner_of
from pipeline.core.errors import SpotItError
from pipeline.core.images import load_picture
from pipeline.output.as_json import description_json

FLOORS: dict[str, dict[str, float]] = {
    "screens": {
        "kind": 85, "first": 80, "value": 72, "box": 85, "f1": 80, "false_alarm": 3, "quiet_shift": 90,
    },
    "screens_real": {"first": 70, "false_alarm": 10},
}  # fmt: skip
AT_MOST = ("false_alarm",)
PLAIN = {"structural similarity": dissimilarity, "pixel difference": differing_pixels}


def main() -> None:
    """Print a row for each figure and write the JSON, with every answer's first change."""
    made = parser(__doc__, "screens")
    made.set_defaults(pack="screen")
    made.add_argument("--peers", action="store_true", help="measure plain differences beside")
    made.add_argument("--pairs", type=Path, action="append", default=[], metavar="FOLDER", help="measure on this")
    arguments = made.parse_args()
    sets: list[tuple[Path, dict[str, float]]] = [(folder, {}) for folder in arguments.pairs] or [
        (shared_folder() / "data" / name, floors) for name, floors in FLOORS.items()
    ]
    captioner = captioner_of(arguments)
    rows: list[Row] = []
    answers: dict[str, Any] = {}
    for folder, floors in sets:
        name = folder.name
        pairs = json_lines(folder / "pairs.jsonl")[: arguments.limit]
        results, seconds = [], []
        for pair in progress(pairs, name):
            before, after = folder / pair["before"], folder / pair["after"]
            start = perf_counter()
            try:
                told = description_json(captioner.describe(before, after), before, after)
            except SpotItError as failure:
                told = {"error": str(failure)}
            seconds.append(perf_counter() - start)
            results.append(told | {"id": pair["id"]})
        figures = _scored(folder, pairs, results)
        answers[name] = {"figures": figures, "first": {one["id"]: _first(one) for one in results}}
        rows += [
            Row(name, measure, value, len(pairs), floors.get(measure), measure in AT_MOST)
            for measure, value in figures.items()
            if isinstance(value, int | float) and measure != "pairs"
        ]
        rows.append(Row(name, "seconds a pair, median", float(np.median(seconds)), len(pairs)))
        if arguments.peers:
            rows += _peers(name, folder, pairs)
    print_rows(rows)
    for name, one in answers.items():
        print(name, "by kind:", one["figures"]["by_kind"])
    write(arguments.output, rows, pack=arguments.pack, answers=answers)


def _scored(folder: Path, pairs: list[dict[str, Any]], results: list[dict[str, Any]]) -> dict[str, Any]:
    """The figures of the reference data's own tool for these results."""
    with tempfile.TemporaryDirectory() as place:
        chosen, said = Path(place) / "pairs.jsonl", Path(place) / "results.jsonl"
        for path, lines in ((chosen, pairs), (said, results)):
            path.write_text("".join(json.dumps(line) + "\n" for line in lines), "utf-8")
        tool = shared_folder() / "tools" / "screens_score.py"
        run = subprocess.run(
            [sys.executable, str(tool), place, "--results", str(said)], capture_output=True, text=True, check=True
        )
    return json.loads(run.stdout[: run.stdout.rindex("}") + 1])


def _first(answer: dict[str, Any]) -> dict[str, Any]:
    told = (answer.get("changes") or [{}])[0]
    return {"caption": answer.get("caption", answer.get("error")), "kind": told.get("kind")}


def _peers(name: str, folder: Path, pairs: list[dict[str, Any]]) -> list[Row]:
    """False alarms of plain measures at nine hits of ten, at the threshold that suits these pairs best."""
    values: dict[str, dict[bool, list[float]]] = {peer: {True: [], False: []} for peer in PLAIN}
    for pair in progress(pairs, f"{name}, peers"):
        before, after = load_picture(folder / pair["before"]), load_picture(folder / pair["after"])
        high, wide = np.minimum(before.shape[:2], after.shape[:2])
        for peer, measure in PLAIN.items():
            values[peer][pair["kinds"] != ["none"]].append(measure(before[:high, :wide], after[:high, :wide]))
    rows = []
    for peer, found in values.items():
        if found[True] and found[False]:
            threshold = float(np.quantile(found[True], 0.1))
            alarms = 100 * float(np.mean(np.array(found[False]) >= threshold))
            rows.append(Row(name, f"{peer}: false alarms at 90% hits", alarms, len(found[False])))
    return [replace(row, value=round(row.value, 1)) for row in rows]


if __name__ == "__main__":
    main()
