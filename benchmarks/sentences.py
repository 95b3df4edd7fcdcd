"""Prints what is said of some pairs, and draws each pair, for reading.

    python -m benchmarks.sentences ../shared/data/clevr_blender --count 50 --draw sentences/

There is no figure here: a sentence must be true of the pictures and pick out one object, and a reader judges both.  The
reference captions printed below a sentence are some of many true ones, so a difference from them is not a mistake.
"""

from __future__ import annotations

import random
from pathlib import Path

from benchmarks.common import parser, progress, write
from benchmarks.judge import judge, words
from benchmarks.truth import read_pairs
from pipeline.cli.options import captioner_of
from pipeline.output.draw import draw_changes


def main() -> None:
    made = parser(__doc__, "sentences")
    made.add_argument("folder", type=Path, help="folder with pairs.jsonl")
    made.add_argument("--count", type=int, default=50)
    made.add_argument("--seed", type=int, default=0, help="which pairs are drawn")
    made.add_argument("--every", action="store_true", help="state every change, not the first alone")
    made.add_argument("--references", type=int, default=2, help="reference captions to print")
    made.add_argument("--draw", type=Path, help="write the pairs side by side to this folder")
    arguments = made.parse_args()
    captioner = captioner_of(arguments)
    pairs = read_pairs(arguments.folder)[: arguments.limit]
    chosen = sorted(random.Random(arguments.seed).sample(range(len(pairs)), min(arguments.count, len(pairs))))
    records = []
    for pair in progress([pairs[i] for i in chosen], arguments.folder.name):
        answer = captioner.describe(pair.before, pair.after, every=arguments.every)
        verdict = judge(pair, answer.analysis)
        print(f"{pair.name}  {'fact right' if verdict.exact else 'FACT WRONG'}  {answer.caption}")
        print(f"        true: {'; '.join(map(words, pair.changes)) or 'none'}")
        for caption in pair.captions[: arguments.references]:
            print(f"        reference: {caption}")
        records.append({"id": pair.name, "caption": answer.caption, "exact": verdict.exact})
        if arguments.draw:
            arguments.draw.mkdir(parents=True, exist_ok=True)
            draw_changes(answer.analysis).save(arguments.draw / f"{pair.name}.png")
    write(arguments.output, [], pack=arguments.pack, sentences=records)


if __name__ == "__main__":
    main()
