"""How fast a batch is answered by the processes of one machine, and by a Ray cluster of two nodes on the same cores.

    python -m benchmarks.engines PAIRS.jsonl --pack blocks

Each engine answers the same manifest with two workers of one thread, in turn; ``--rounds`` times.  Pairs a second are
counted from the first result to the last, so that starting (told apart) does not count: it is paid once a run.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.common import ROOT, Row, print_rows, write

sys.path.insert(0, str(ROOT / "tests"))

WORKERS = 2
LEAST_RATIO = 0.85


def main() -> None:
    made = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    made.add_argument("pairs", type=Path)
    made.add_argument("--pack", default="blocks")
    made.add_argument("--rounds", type=int, default=2)
    made.add_argument("--output", type=Path, default=ROOT / "benchmarks" / "results" / "engines.json")
    arguments = made.parse_args()
    from cluster import Cluster

    count = sum(1 for line in arguments.pairs.open("rb") if line.strip())
    figures: dict[str, list[tuple[float, float]]] = {"local": [], "ray": []}
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        (folder / "ray").mkdir()
        for number in range(arguments.rounds):
            figures["local"].append(measured(arguments, folder / f"local{number}.jsonl", dict(os.environ)))
            nodes = Cluster(folder / "ray", cores=WORKERS // 2)
            try:
                environment = {**nodes.environment, "RAY_ADDRESS": nodes.address}
                figures["ray"].append(
                    measured(arguments, folder / f"ray{number}.jsonl", environment, "--engine", "ray")
                )
            finally:
                nodes.close()
    rows = []
    for engine, found in figures.items():
        rows.append(Row(engine, "pairs a second", statistics.median(rate for rate, _ in found), count))
        rows.append(Row(engine, "seconds to the first result", statistics.median(start for _, start in found), count))
    ratio = rows[2].value / rows[0].value
    rows.append(Row("ray", "of the local engine's pairs a second", ratio, count, LEAST_RATIO))
    print_rows(rows)
    write(arguments.output, rows, pack=arguments.pack, rounds=figures)


def measured(
    arguments: argparse.Namespace, out: Path, environment: dict[str, str], *options: str
) -> tuple[float, float]:
    """Pairs a second from the first result on, and seconds up to it."""
    command = [sys.executable, "-m", "pipeline", "batch", str(arguments.pairs), "-q", "-o", str(out)]
    start = time.monotonic()
    running = subprocess.Popen(
        [*command, "--pack", arguments.pack, "--workers", str(WORKERS), *options], env=environment
    )
    first, begun, seen, last = 0.0, 0, 0, start
    while running.poll() is None:
        lines = out.read_bytes().count(b"\n") if out.exists() else 0
        if lines > seen:
            last = time.monotonic()
            if not seen:
                first, begun = last - start, lines
            seen = lines
        time.sleep(0.1)
    if running.returncode:
        raise SystemExit(f"the batch failed with status {running.returncode}")
    return (seen - begun) / (last - start - first), first


if __name__ == "__main__":
    main()
