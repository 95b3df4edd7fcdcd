"""Many pairs in one process, and one captioner asked by many threads: answers, memory and descriptors stay as they are.

python -m benchmarks.soak --pairs 10000
"""

from __future__ import annotations

import argparse
import os
import tempfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

from benchmarks.common import ROOT, Row, print_rows, progress, write
from pipeline.datasets import manifest
from pipeline.flow.captioner import Captioner
from pipeline.synth import sample
from pipeline.synth.generate import Order, generate

SCENES, WIDTH = 8, 160
WARM = 40
"""Pairs after which everything is loaded that ever will be."""
MOST_GROWTH = 30.0
"""Megabytes by which a process may have grown at the end."""


def main() -> None:
    made = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    made.add_argument("--pairs", type=int, default=10_000)
    made.add_argument("--threads", type=int, default=8)
    made.add_argument("--output", type=Path, default=ROOT / "benchmarks" / "results" / "soak.json")
    arguments = made.parse_args()
    captioner = Captioner.from_pack("blocks", threads=1)
    with tempfile.TemporaryDirectory() as folder:
        pairs = rendered_pairs(Path(folder), SCENES, WIDTH)
        said = [captioner.describe(*pair).caption for pair in pairs]
        for number in range(WARM):
            captioner.describe(*pairs[number % SCENES])
        before, open_before = resident(), descriptors()
        wrong = 0
        for number in progress(range(arguments.pairs), "pairs"):
            wrong += captioner.describe(*pairs[number % SCENES]).caption != said[number % SCENES]
        grown, left_open = resident() - before, descriptors() - open_before
        with ThreadPoolExecutor(arguments.threads) as threads:
            asked = list(range(SCENES)) * arguments.threads
            told = list(threads.map(lambda number: captioner.describe(*pairs[number]).caption, asked))
    differing = sum(one != said[number] for number, one in zip(asked, told, strict=True))
    rows = [
        Row("one process", "other answers than at first", wrong, arguments.pairs, 0, True),
        Row("one process", "megabytes grown", round(grown, 1), arguments.pairs, MOST_GROWTH, True),
        Row("one process", "descriptors left open", left_open, arguments.pairs, 0, True),
        Row(f"{arguments.threads} threads", "other answers than alone", differing, len(asked), 0, True),
    ]
    print_rows(rows)
    write(arguments.output, rows)


def rendered_pairs(folder: Path, count: int, width: int) -> list[tuple[Path, Path]]:
    """So many sketched pairs of a width in pixels."""
    recipe = replace(sample.RECIPES["pairs"], width=width)
    order = Order(
        out=folder, count=count, seed=17, kinds=sample.KINDS, changes=1, single=False, renderer="sketch", recipe=recipe
    )
    return [one.pictures for one in manifest.read(generate(order, workers=1))]


def resident(process: int | str = "self") -> float:
    """Megabytes of memory that a process holds now."""
    return int(Path(f"/proc/{process}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6


def descriptors() -> int:
    """Files and sockets that the process has open."""
    return len(os.listdir("/proc/self/fd"))


if __name__ == "__main__":
    main()
