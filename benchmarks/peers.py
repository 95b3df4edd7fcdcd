"""Spot It beside what people pick instead: time, memory, and false alarms where nothing has changed.

    python -m benchmarks.peers --limit 12
    python -m benchmarks.peers --tools ours,ssim,resnet101 --threads 1
    python -m benchmarks.peers --tools ours,ours-told,resnet101,vit --sets blocks     (told that they are of blocks)

Every tool answers the same pairs in a process of its own; they are asked in turn, pair by pair, so that a busy moment
falls on all.  The pairs come from the folder of reference data (``SPOT_IT_SHARED``): pairs that changed, pairs that did
not, and pictures beside themselves under a moved camera, another light, compression, or another rendering.  A tool's
false alarms are given at its own default, at the threshold that suits these very pairs best, and at the one at which it
finds as much as ours does.

pixelmatch, odiff and looks-same are installed by npm into the user's cache folder; structural similarity needs
scikit-image.  Two networks of the size of published captioners, with random weights, say what those cost; they answer
nothing.  What cannot be run is left out, and said.
"""

from __future__ import annotations

import json
import tempfile
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from statistics import median

from benchmarks.common import parser, print_table, progress
from benchmarks.peer_pairs import Pair, pairs_of
from benchmarks.peer_processes import TOOLS, Answer, Tool, started
from benchmarks.plain_differences import best_threshold, equal_threshold

SAYS = {"ours": "in a sentence", "ours-told": "in a sentence"}
"""Who says what changed; the others count pixels, or answer nothing."""

USUAL = tuple(name for name in TOOLS if name != "ours-told")
"""Asked unless others are named: pictures of every world come as they are."""

COST_MODELS = ("resnet101", "vit")


@dataclass(frozen=True)
class Figures:
    """Of one tool on the pairs of one set; shares of pairs, seconds, and bytes."""

    data: str
    tool: str
    changed: int
    unchanged: int
    milliseconds: float
    processor_milliseconds: float | None
    megabytes: float
    hits: float | None = None
    false_alarms: float | None = None
    best_hits: float | None = None
    best_false_alarms: float | None = None
    alarms_at_our_hits: float | None = None
    alarms_by_disturbance: dict[str, float] | None = None


def main() -> None:
    """Print a table for each set, and write the JSON."""
    made = parser(__doc__, "peers")
    made.add_argument("--tools", default=",".join(USUAL), help=f"which, of {', '.join(TOOLS)}")
    made.add_argument("--sets", default="blocks,photo,screen")
    made.add_argument("--threads", type=int, default=1, help="of every tool that has any")
    made.set_defaults(limit=24)
    arguments = made.parse_args()
    found: list[Figures] = []
    with tempfile.TemporaryDirectory() as folder:
        for name in arguments.sets.split(","):
            pairs = pairs_of(name, arguments.limit, Path(folder))
            with started(arguments.tools.split(","), arguments.threads, arguments.weights) as tools:
                answers = asked(tools, pairs, name)
                memory = {tool.name: tool.memory() for tool in tools}
            found += [figures(name, tool, pairs, answers, memory[tool]) for tool in answers]
            show([one for one in found if one.data == name])
    record = {"threads": arguments.threads, "limit": arguments.limit, "figures": [asdict(one) for one in found]}
    arguments.output.write_text(json.dumps(record, indent=1) + "\n", encoding="utf-8")


def asked(tools: list[Tool], pairs: list[Pair], name: str) -> dict[str, list[Answer]]:
    """What each tool says of each pair; the first is asked twice, and its first answer, which loads, is dropped."""
    answers: dict[str, list[Answer]] = {tool.name: [] for tool in tools}
    for number, pair in enumerate([pairs[0], *progress(pairs, name)]):
        for tool in tools:
            answer = tool.ask(pair.before, pair.after)
            if number:
                answers[tool.name].append(answer)
    return answers


def figures(name: str, tool: str, pairs: list[Pair], answers: dict[str, list[Answer]], memory: float) -> Figures:
    """Of one tool."""
    own = answers[tool]
    changed = [pair.disturbance is None for pair in pairs]
    spent = [one.processor for one in own if one.processor is not None]
    cost = Figures(
        name,
        tool,
        sum(changed),
        len(pairs) - sum(changed),
        1e3 * median(one.seconds for one in own),
        1e3 * median(spent) if spent else None,
        memory / 1e6,
    )
    if tool in COST_MODELS:
        return cost
    hits, alarms = _shares(own, changed)
    scores = [[one.score for one, yes in zip(own, changed, strict=True) if yes is wanted] for wanted in (True, False)]
    best_alarms, best_hits = best_threshold(*scores)
    ours = _shares(answers["ours"], changed)[0] if "ours" in answers else None
    kinds = sorted({pair.disturbance for pair in pairs if pair.disturbance is not None})
    by_kind = {
        kind: _share([one.changed for one, pair in zip(own, pairs, strict=True) if pair.disturbance == kind])
        for kind in kinds
    }
    at_ours = None if ours is None or tool == "ours" else equal_threshold(*scores, ours)[0]
    return replace(
        cost,
        hits=hits,
        false_alarms=alarms,
        best_hits=best_hits,
        best_false_alarms=best_alarms,
        alarms_at_our_hits=at_ours,
        alarms_by_disturbance=by_kind,
    )


def show(found: list[Figures]) -> None:
    """A table of one set, and how much longer each tool takes than ours."""
    ours = next((one for one in found if one.tool == "ours"), None)
    cells = [["tool", "ms", "CPU ms", "ours / it", "MB", "hits", "alarms", "at best", "at our hits", "says what"]]
    for one in found:
        per = one.processor_milliseconds
        ratio = ours.processor_milliseconds / per if ours and per and ours.processor_milliseconds else None
        best = f"{one.best_false_alarms:.0%} of {one.best_hits:.0%}" if one.best_hits is not None else ""
        cells.append(
            [
                one.tool,
                f"{one.milliseconds:.0f}",
                "" if per is None else f"{per:.0f}",
                "" if ratio is None else f"{ratio:.2f}",
                f"{one.megabytes:.0f}",
                _percent(one.hits),
                _percent(one.false_alarms),
                best,
                _percent(one.alarms_at_our_hits),
                SAYS.get(one.tool, "" if one.tool in COST_MODELS else "no"),
            ]
        )
    print(f"\n{found[0].data}: {found[0].changed} pairs changed, {found[0].unchanged} did not")
    print_table(cells)
    for one in found:
        if one.alarms_by_disturbance:
            print(f"  {one.tool}:", ", ".join(f"{k} {v:.0%}" for k, v in one.alarms_by_disturbance.items()))


def _shares(answers: list[Answer], changed: list[bool]) -> tuple[float, float]:
    """Shares of the changed and of the unchanged pairs that are said to have changed."""
    found = [
        [one.changed for one, yes in zip(answers, changed, strict=True) if yes is wanted] for wanted in (True, False)
    ]
    return _share(found[0]), _share(found[1])


def _share(values: list[bool]) -> float:
    return sum(values) / max(1, len(values))


def _percent(value: float | None) -> str:
    return "" if value is None else f"{value:.0%}"


if __name__ == "__main__":
    main()
