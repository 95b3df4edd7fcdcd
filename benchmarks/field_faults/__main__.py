"""Fresh cases of the faults that people met in the field: what is said of them, and what is right.

    python -m benchmarks.field_faults --seed 1
    python -m benchmarks.field_faults --seed 1 --kinds "gray thing,hard shadow" --cases 20 --draw failures/

Cases of each kind are drawn by the seed, on drawn scenes and, where the folder of reference data is there
(``SPOT_IT_SHARED``), on photographs of it; what is right follows from how a case is made.  Right is the change at its
place, nothing where nothing changed, and where a change is too small or too faint to be told, a reason that says so.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any
from zlib import crc32

import numpy as np

from benchmarks.common import Row, parser, print_rows, print_table, progress, use_local_weights, write
from benchmarks.field_faults import camera, groups, light, overlays, pages, values
from benchmarks.field_faults.case import Case
from benchmarks.field_faults.films import FILMS, Film, judge_film
from benchmarks.field_faults.grounds import Grounds
from benchmarks.field_faults.judge import FINE, OUTCOMES, Verdict, judge
from benchmarks.photos import draw_analysis
from pipeline.cli.options import captioner_of
from pipeline.core.types import SceneObject

KINDS: dict[str, Callable[[np.random.Generator, Grounds], Case | Film | None]] = {
    **light.KINDS, **camera.KINDS, **values.KINDS, **pages.KINDS, **overlays.KINDS, **groups.KINDS, **FILMS,
}  # fmt: skip

TRIES = 10
"""Draws until one has room for its case."""


def main() -> None:
    """Print a row for each kind, with what became of its cases, and write the JSON."""
    arguments = _arguments()
    captioner = captioner_of(arguments)

    def detect(image: np.ndarray) -> list[SceneObject]:
        return list(captioner.of("photo").inspect(image).objects)

    grounds = Grounds(detect)
    records: list[dict[str, Any]] = []
    for kind in progress(arguments.kinds, "kinds"):
        for number in range(arguments.cases):
            case = drawn(kind, arguments.seed, number, grounds)
            if case is None:
                continue
            verdict = judge_film(captioner, case) if isinstance(case, Film) else judge(captioner, case)
            records.append(_record(kind, number, case, verdict))
            if isinstance(case, Film) or verdict.analysis is None:
                continue
            if arguments.draw and verdict.outcome not in FINE:
                name = f"{kind.replace(' ', '_')}_{arguments.seed}_{number}.png"
                draw_analysis(arguments.draw / name, verdict.analysis, _true(case))
    for one in records:
        if one["outcome"] not in FINE:
            print(f"{one['kind']} {one['number']}: {one['outcome']} ({one['made']})\n    {one['said']}")
    _print_outcomes(records, arguments.kinds)
    rows = [_row(kind, [one["outcome"] for one in records if one["kind"] == kind]) for kind in arguments.kinds]
    rows.append(_row("all", [one["outcome"] for one in records]))
    print_rows(rows[-1:])
    write(arguments.output, rows, pack=arguments.pack, seed=arguments.seed, cases=records)


def drawn(kind: str, seed: int, number: int, grounds: Grounds) -> Case | Film | None:
    """The case of a kind with this number: equal ones for equal seeds and grounds."""
    rng = np.random.default_rng([seed, crc32(kind.encode()), number])
    return next((case for _ in range(TRIES) if (case := KINDS[kind](rng, grounds)) is not None), None)


def _row(kind: str, outcomes: list[str]) -> Row:
    return Row(kind, "right", sum(one in FINE for one in outcomes) / max(len(outcomes), 1), len(outcomes))


def _print_outcomes(records: list[dict[str, Any]], kinds: list[str]) -> None:
    counts = {kind: Counter(one["outcome"] for one in records if one["kind"] == kind) for kind in kinds}
    shown = [one for one in OUTCOMES if any(count[one] for count in counts.values())]
    cells = [["kind", *shown]]
    cells += [[kind, *(str(count[one] or "") for one in shown)] for kind, count in counts.items()]
    cells.append(["all", *(str(sum(count[one] for count in counts.values())) for one in shown)])
    print_table(cells)


def _record(kind: str, number: int, case: Case | Film, verdict: Verdict) -> dict[str, Any]:
    return {
        "kind": kind,
        "number": number,
        "made": case.made,
        "outcome": verdict.outcome,
        "said": verdict.said,
        "reasons": list(verdict.reasons),
    }


def _true(case: Case) -> list[dict[str, Any]]:
    return [{"label": "true", "box_before": box, "box_after": box} for box in case.right.boxes]


def _arguments() -> argparse.Namespace:
    made = parser(__doc__, "field_faults")
    made.set_defaults(pack="auto")
    made.add_argument("--seed", type=int, required=True)
    made.add_argument("--kinds", metavar="KIND,...", help=f"some of them: {', '.join(KINDS)}")
    made.add_argument("--cases", type=int, default=8, metavar="K", help="cases of each kind (8)")
    made.add_argument("--draw", type=Path, metavar="FOLDER", help="write a picture of every failure to this folder")
    arguments = made.parse_args()
    known = list(KINDS)
    arguments.kinds = known if arguments.kinds is None else _chosen(arguments.kinds, known, made)
    use_local_weights(arguments)
    return arguments


def _chosen(names: str, known: list[str], made: argparse.ArgumentParser) -> list[str]:
    """Kinds that begin with one of the names."""
    wanted = tuple(name.strip() for name in names.split(",") if name.strip())
    chosen = [kind for kind in known if kind.startswith(wanted)]
    if not chosen:
        made.error(f"no such kind; there are: {', '.join(known)}")
    return chosen


if __name__ == "__main__":
    main()
