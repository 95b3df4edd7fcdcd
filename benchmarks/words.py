"""Measures the choice of words: facts given, how near the ranked sentence comes to the best candidate there is.

    python -m benchmarks.words --truth 2000                     # true sentences about one object, abstract scenes
    python -m benchmarks.words --pixels                         # also from the pictures

Pairs are those of the reference set without ``replace``; references are written by the reference writer of the shared
folder, with seeds that nothing is trained on.  The oracle knows how references are distributed: it takes the candidate
with the highest mean CIDEr-D against 200 sampled ones.  These references are our own: no figure here may be put beside
published scores.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from benchmarks import references, styles
from benchmarks.common import Row, json_lines, parser, print_rows, print_table, progress, shared_folder, write
from pipeline.cli.options import captioner_of
from pipeline.core.tokens import tokenize
from pipeline.core.types import Candidate
from pipeline.flow.captioner import Captioner
from pipeline.training.scenes import scenes
from pipeline.training.true_graphs import true_analysis
from ranker.cider import Rarity, expected

SEEDS = range(7001, 7011)
"""Sets of references to score against; the figures are means over them."""

SAMPLED = range(8001, 8036)
"""Sets that the oracle's 200 references are taken from."""

RANKERS = ("first", "lm", "learned")
FLOORS = {"ratio": 0.97, "pixels": 0.93, "gain": 15.0}


def main() -> None:
    made = parser(__doc__, "words")
    made.add_argument("--pixels", action="store_true", help="measure from the pictures as well")
    made.add_argument("--truth", type=int, default=0, metavar="N", help="abstract scenes to check for truth")
    made.add_argument("--seed", type=int, default=31337, help="which abstract scenes")
    arguments = made.parse_args()
    captioner = captioner_of(arguments)
    rows, tables = measure(captioner, arguments.limit, arguments.pixels)
    if arguments.truth:
        rows += styles.measured(captioner, arguments.style, list(scenes(arguments.truth, arguments.seed)))[0]
    print_rows(rows)
    write(arguments.output, rows, pack=arguments.pack, by_kind=tables)


def measure(captioner: Captioner, limit: int | None, pixels: bool) -> tuple[list[Row], dict[str, dict[str, float]]]:
    """CIDEr-D of each ranker and of the oracle, over all pairs and by kind."""
    folder = shared_folder() / "data" / "clevr_blender"
    records = references.in_grammar(json_lines(folder / "pairs.jsonl"))[:limit]
    scored = [write_references(records, seed) for seed in SEEDS]
    sampled = [write_references(records, seed) for seed in SAMPLED]
    rarities = [Rarity.of(told.values()) for told in scored]

    def reward(name: str, text: str) -> float:
        words = [tokenize(text)]
        return 100 * float(np.mean([expected(words, t[name], r)[0] for t, r in zip(scored, rarities, strict=True)]))

    def oracle(name: str, candidates: Sequence[Candidate]) -> str:
        true = [words for told in sampled for words in told[name]][:200]
        means = expected([tokenize(one.text) for one in candidates], true, rarities[0])
        return candidates[int(np.argmax(means))].text

    rankers = {name: captioner.replace(ranker=name).stages.ranker for name in RANKERS}
    found: dict[str, dict[str, float]] = {name: {} for name in (*RANKERS, "oracle")}
    seen: dict[str, float] = {}
    for record in progress(records, folder.name):
        analysis, name = true_analysis(record), record["id"]
        candidates = captioner.stages.generator.generate(analysis)
        for ranker, stage in rankers.items():
            found[ranker][name] = reward(name, stage.rank(candidates, analysis)[0].text)
        found["oracle"][name] = reward(name, oracle(name, candidates))
        if pixels:
            seen[name] = reward(name, captioner.describe(folder / record["before"], folder / record["after"]).caption)
    kinds = sorted({record["kind"] for record in records})
    groups = {"all": [r["id"] for r in records]} | {k: [r["id"] for r in records if r["kind"] == k] for k in kinds}
    everything = found | ({"from pixels": seen} if pixels else {})
    tables = {
        way: {kind: round(float(np.mean([values[name] for name in names])), 1) for kind, names in groups.items()}
        for way, values in everything.items()
    }
    print_table([["CIDEr-D", *groups], *([way, *map(str, table.values())] for way, table in tables.items())])
    whole = {way: float(np.mean(list(values.values()))) for way, values in everything.items()}
    count, data = len(records), "clevr_blender without replace"
    rows = [Row(data, f"CIDEr-D, {way}", value, count) for way, value in whole.items()]
    rows += [
        Row(data, "learned / oracle", whole["learned"] / whole["oracle"], count, FLOORS["ratio"]),
        Row(data, "learned - lm", whole["learned"] - whole["lm"], count, FLOORS["gain"]),
    ]
    if pixels:
        ratio = whole["from pixels"] / whole["oracle"]
        rows.append(Row(data, "from pixels / oracle", ratio, count, FLOORS["pixels"]))
    return rows, tables


def write_references(records: Sequence[dict], seed: int) -> dict[str, list[list[str]]]:
    """References of every pair as tokens, by the shared folder's writer."""
    written = references.write_references(records, shared_folder() / "tools" / "clevr_change_refs.py", seed)
    return {name: [tokenize(caption) for caption in captions] for name, captions in written.items()}


if __name__ == "__main__":
    main()
