"""Hostile files through the real readers: every one is read or refused in one line, in bounded time and memory.

A case is known by its number and the seed, so that one that fails can be made again: ``--only NUMBER`` leaves its file
behind. ``--kills N`` kills commands at any moment instead and compares what they end with (benchmarks/kills.py).
"""

from __future__ import annotations

import argparse
import contextlib
import json
import multiprocessing
import os
import random
import resource
import shutil
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from benchmarks import fuzz_cases as cases
from benchmarks.common import ROOT

SECONDS, HANGS = 10.0, 60.0
"""Processor time that a case may take, and wall time after which its process is killed."""
BYTES = 1_600_000_000
"""Memory that a case may take beyond what the process holds when it starts."""
LONGEST = 3000
"""Characters of a message."""
READ, REFUSED = "read", "refused"


@dataclass(frozen=True)
class Kind:
    """One kind of file: its name, how often it comes, what makes it and what reads it."""

    name: str
    file: str
    share: int
    make: cases.Make
    read: cases.Read


@lru_cache
def kinds() -> tuple[Kind, ...]:
    """All of them; of every hundred cases, ``share`` are of this kind."""
    pair = {"id": "0", "before": "a.png", "after": "b.png", "captions": ["the cube is red"], "kind": "color"}
    pair |= {
        "changes": [{"kind": "color", "label": "cube", "attributes": {"color": "red"}, "box_before": [0, 0, 9, 9]}]
    }
    lines = "\n".join(json.dumps(pair | {"id": str(i)}) for i in range(4)).encode()
    mark = {"before": [3, 4, "x"], "after": None, "settings": "s"}
    result = pair | {"pack": "blocks", "changed": True, "caption": "The cube is red.", "fingerprint": mark}
    result |= {"grounding": [{"start": 0, "end": 3, "box_before": [0, 0, 9, 9], "box_after": None}]}
    results = "\n".join(json.dumps(result | {"id": str(i)}) for i in range(4)).encode()

    def pack(name: str) -> bytes:
        return (cases.BLOCKS / name).read_bytes()

    def picture(rng: random.Random) -> bytes:
        return cases.spoil(rng.choice(cases.pictures()), rng)

    js, model = cases.spoil_json, cases.read_model
    return (
        Kind("pictures", "picture.png", 52, picture, cases.read_picture),
        Kind("pictures, command", "picture.png", 2, picture, cases.run_command),
        Kind("manifests", "pairs.jsonl", 10, cases.of(lines, cases.spoil_lines), cases.read_manifest),
        Kind("results", "results.jsonl", 12, cases.of(results, cases.spoil_lines), cases.read_results),
        Kind("config.toml", "config.toml", 5, cases.of(pack("config.toml"), cases.spoil_toml), cases.read_pack),
        Kind("checksums.json", "checksums.json", 3, cases.of(pack("checksums.json"), js), cases.read_pack),
        Kind(
            "calibration.json",
            "c.json",
            3,
            cases.of(pack("calibration.json"), js),
            model("detectors.rcnn.calibration:read_calibration"),
        ),
        Kind("ranker.json", "r.json", 2, cases.of(pack("ranker.json"), js), model("ranker.learned:load")),
        Kind(
            "templates.json", "t.json", 2, cases.of(pack("templates.json"), js), model("language.wording:Wording.read")
        ),
        Kind("language.arpa", "l.arpa", 2, cases.of(pack("language.arpa")), model("pipeline.core.ngram.scorer:Scorer")),
        Kind(
            "ARPA, ours",
            "l.arpa",
            1,
            cases.of(pack("language.arpa")),
            model("pipeline.core.ngram.model:NgramModel.read"),
        ),
        Kind(
            "aligner.safetensors",
            "a.st",
            3,
            cases.of(pack("aligner.safetensors")),
            model("ranker.alignment.model:load"),
        ),
        Kind("trunk.onnx", "trunk.onnx", 1, cases.of(pack("trunk.onnx")), cases.read_onnx("trunk")),
        Kind("heads.onnx", "heads.onnx", 1, cases.of(pack("heads.onnx")), cases.read_onnx("heads")),
        Kind("rcnn.safetensors", "rcnn.st", 1, cases.of(pack("rcnn.safetensors")), cases.read_torch),
    )


def kind_of(number: int) -> Kind:
    """Which kind a case is of."""
    place = (number * 37) % sum(kind.share for kind in kinds())
    for kind in kinds():
        place -= kind.share
        if place < 0:
            return kind
    raise AssertionError


def write_case(number: int, seed: int, folder: Path) -> Path:
    """The file of a case, alone in a folder of its own."""
    kind = kind_of(number)
    home = folder / "packs" / kind.file.partition(".")[0]
    home.mkdir(parents=True, exist_ok=True)
    path = home / kind.file
    path.unlink(missing_ok=True)
    path.write_bytes(kind.make(random.Random(f"{seed}/{number}")))
    return path


def try_case(number: int, seed: int, folder: Path) -> tuple[str, float]:
    """What came of a case, and its processor time; anything but ``READ`` and ``REFUSED`` is a fault."""
    from pipeline.core.errors import SpotItError

    path = write_case(number, seed, folder)
    start = time.process_time()
    with open(os.devnull, "w") as sink, contextlib.redirect_stdout(_Sink(sink)), contextlib.redirect_stderr(sink):
        try:
            status = kind_of(number).read(path)
            outcome = REFUSED if status == 2 else READ
        except SpotItError as failure:
            told = str(failure)
            outcome = REFUSED if "\n" not in told and len(told) < LONGEST else "a message that is no short line"
        except Exception as failure:
            outcome = f"{type(failure).__name__}: {failure}"[:200]
    used = time.process_time() - start
    return (f"{used:.0f} seconds" if used > SECONDS else outcome), used


class _Sink:
    """A standard output that keeps nothing, and fails where the command says that something went wrong inside."""

    def __init__(self, sink: Any) -> None:
        self.buffer = open(os.devnull, "wb")  # noqa: SIM115  (as long as the process)
        self.write, self.flush, self.isatty = sink.write, sink.flush, sink.isatty


def work(connection: Connection, seed: int, folder: Path) -> None:
    """Try the cases whose numbers come, under a limit of memory; what C libraries say goes nowhere."""
    sink = os.open(os.devnull, os.O_WRONLY)
    for descriptor in (1, 2):
        os.dup2(sink, descriptor)
    os.environ["SPOT_IT_TRACEBACK"] = "1"  # the command then raises what it would hide
    for number in range(100):  # so that everything is imported before memory is counted
        with contextlib.suppress(Exception):
            kind_of(number).read(write_case(number, -1, folder))
    held = int(next(one for one in Path("/proc/self/status").read_text().splitlines() if "VmData" in one).split()[1])
    resource.setrlimit(resource.RLIMIT_DATA, (held * 1024 + BYTES, resource.RLIM_INFINITY))
    connection.send(None)
    while (number := connection.recv()) is not None:
        connection.send(try_case(number, seed, folder))


def outcomes(numbers: Iterator[int], seed: int) -> Iterator[tuple[int, str, float]]:
    """What came of each case; a process that dies or hangs is replaced, and that is what came of its case."""
    numbers = iter(numbers)
    number = next(numbers, None)
    while number is not None:
        folder = Path(tempfile.mkdtemp())
        ours, theirs = multiprocessing.get_context("spawn").Pipe()
        process = multiprocessing.get_context("spawn").Process(target=work, args=(theirs, seed, folder), daemon=True)
        process.start()
        theirs.close()
        try:
            ours.recv()
            while number is not None:
                ours.send(number)
                if not ours.poll(HANGS):
                    yield number, f"hangs for {HANGS:.0f} seconds", HANGS
                    break
                yield number, *ours.recv()
                number = next(numbers, None)
        except (EOFError, ConnectionResetError):
            process.join()
            yield number, f"the process died ({process.exitcode})", 0.0
        process.kill()
        process.join()
        shutil.rmtree(folder, ignore_errors=True)
        number = next(numbers, None) if number is not None else None


def fuzz(files: int, seed: int, progress: Any = iter) -> dict[str, Any]:
    """Try so many files; counts by kind, and every fault with the number of its case."""
    table: dict[str, Counter[str]] = {kind.name: Counter() for kind in kinds()}
    slowest: dict[str, float] = dict.fromkeys(table, 0.0)
    faults = []
    for number, outcome, seconds in outcomes(progress(range(files)), seed):
        name = kind_of(number).name
        fine = outcome in (READ, REFUSED)
        table[name][outcome if fine else "faults"] += 1
        slowest[name] = max(slowest[name], seconds)
        if number % 1000 == 999:
            print(f"{number + 1} files, {len(faults)} faults", file=sys.stderr, flush=True)
        if not fine:
            faults.append({"case": number, "kind": name, "outcome": outcome})
            print("case {case} ({kind}): {outcome}".format(**faults[-1]), file=sys.stderr, flush=True)
    rows = {name: {**counts, "slowest": round(slowest[name], 2)} for name, counts in table.items()}
    return {"files": files, "seed": seed, "kinds": rows, "faults": faults}


def main() -> int:
    """Print the table, write the JSON; status 1 if there is a fault."""
    from tqdm import tqdm

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--files", type=int, default=2000, metavar="N", help="files to try (default: 2000)")
    parser.add_argument("--seed", type=int, default=1, metavar="N")
    parser.add_argument("--only", type=int, metavar="NUMBER", help="try one case, and leave its file behind")
    parser.add_argument("--kills", type=int, metavar="N", help="kill commands N times instead")
    parser.add_argument("--command", action="append", default=[], metavar="NAME", help="kill this alone, or these")
    parser.add_argument("--output", type=Path, help="where the JSON goes")
    given = parser.parse_args()
    if given.kills is not None:
        from benchmarks.kills import report

        return report(given.kills, given.seed, given.output or ROOT / "benchmarks/results/kills.json", given.command)
    if given.only is not None:
        folder = Path(tempfile.mkdtemp())
        os.environ["SPOT_IT_TRACEBACK"] = "1"
        print(kind_of(given.only).name, write_case(given.only, given.seed, folder))
        print(*try_case(given.only, given.seed, folder))
        return 0
    found = fuzz(given.files, given.seed, lambda numbers: tqdm(numbers, unit="file", disable=None))
    print(f"{'kind'.ljust(20)}  {READ:>7}  {REFUSED:>7}  {'faults':>7}  slowest")
    for name, row in found["kinds"].items():
        counts = "  ".join(f"{row.get(column, 0):7}" for column in (READ, REFUSED, "faults"))
        print(f"{name.ljust(20)}  {counts}  {row['slowest']:6.2f}s")
    output = given.output or ROOT / "benchmarks/results/fuzz.json"
    output.write_text(json.dumps(found, indent=1) + "\n")
    return int(bool(found["faults"]))


if __name__ == "__main__":
    sys.exit(main())
