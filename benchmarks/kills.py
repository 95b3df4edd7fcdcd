"""Commands killed at any moment and run again: what they end with is what an undisturbed run ends with.

Each round kills a command once or twice, either with all of its processes, as a power loss does, or its first process
alone, and lets it finish then.  A round whose command ended before its first kill counts for nothing, is said, and is
done again at another moment.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from benchmarks.kill_moments import Life, life, wait_for
from benchmarks.kill_subjects import Subject, subjects, synth

LEFT_BEHIND = 10.0
"""Seconds within which the other processes of a command end after the first one was killed; or the time that the whole
command takes, if that is longer: a process that is still being imported cannot notice."""

COUNTED = ("rounds", "killed", "ended first", "differs", "noise", "left behind")
"""Of each command: the rounds in which it was killed, how often it was, runs that ended before, and what was wrong."""
TWICE = 0.25
"""Share of the rounds that have a second kill, while the command goes on."""
TRIES = 10
"""Runs that may end before their kill until a round is given up."""


def report(rounds: int, seed: int, output: Path, names: Sequence[str] = ()) -> int:
    """Kill, finish, compare; print the table and write the JSON; status 1 where anything differs."""
    found = kill_rounds(rounds, seed, names, lambda so_far: output.write_text(json.dumps(so_far, indent=1) + "\n"))
    print(f"{'command'.ljust(11)}  {'  '.join(key.rjust(6) for key in COUNTED)}")
    for name, counts in found["commands"].items():
        print(f"{name.ljust(11)}  {'  '.join(str(counts[key]).rjust(max(6, len(key))) for key in COUNTED)}")
    for fault in found["faults"]:
        print(fault)
    return int(bool(found["faults"]))


def kill_rounds(
    rounds: int,
    seed: int,
    names: Sequence[str] = (),
    keep: Callable[[dict[str, Any]], object] = lambda so_far: None,
) -> dict[str, Any]:
    """So many rounds over the commands of these names, or all, in turn; counts, and every fault in words.

    A name that is given twice has two rounds in each turn.  ``keep`` is given what was found after each round.
    """
    code = _code()
    rng = random.Random(seed)
    root = Path(tempfile.mkdtemp())
    found: dict[str, Any] = {}
    tally: dict[str, Counter[str]] = {}
    faults: list[str] = []
    try:
        known = {subject.name: subject for subject in subjects(root / "pairs", root / "scenes")}
        for name in names:
            if name not in known:
                raise SystemExit(f"there is no command {name!r} to kill: choose from {', '.join(known)}")
        chosen = [known[name] for name in names or known]
        _run(synth(root / "pairs"), root)
        _run(synth(root / "scenes", "--single"), root)
        whole = {subject.name: _undisturbed(subject, root / subject.name) for subject in set(chosen)}
        for number in range(rounds):
            subject = chosen[number % len(chosen)]
            counts = tally.setdefault(subject.name, Counter(dict.fromkeys(COUNTED, 0)))
            said = _round(subject, root / f"{subject.name}{number}", whole[subject.name], rng, counts)
            faults += [f"round {number}, {subject.name}: {one}" for one in said]
            print(f"round {number}: {subject.name}", *said, file=sys.stderr, flush=True)
            found = {"code": code, "seed": seed, "rounds": number + 1, "commands": tally, "faults": faults}
            keep(found)
    finally:
        shutil.rmtree(root, ignore_errors=True)
    return found


def _code() -> str:
    """The commit of this code; "" outside a repository."""
    asked = ["git", "-C", str(Path(__file__).parent), "rev-parse", "--short", "HEAD"]
    return subprocess.run(asked, capture_output=True, text=True).stdout.strip()


def _undisturbed(subject: Subject, home: Path) -> tuple[Any, Life]:
    """What the command makes, and the steps in which it does."""
    home.mkdir()
    subject.prepare(home)
    process = _start(subject.arguments(home), home)
    lived = life(process, home)
    if process.returncode:
        raise SystemExit(f"{subject.name} does not work undisturbed: {(home / 'stderr').read_text()}")
    return subject.made(home), lived


def _round(
    subject: Subject, home: Path, whole: tuple[Any, Life], rng: random.Random, counts: Counter[str]
) -> list[str]:
    """Disturb a command until a kill has met it; what was wrong, in words."""
    for _ in range(TRIES):
        home.mkdir()
        subject.prepare(home)
        faults, killed = _disturbed(subject, home, whole, rng, counts)
        shutil.rmtree(home, ignore_errors=True)
        if killed:
            counts["rounds"] += 1
            return faults
        print(f"{subject.name} ended before its kill: again", file=sys.stderr, flush=True)
        counts["ended first"] += 1
    return [f"{TRIES} runs ended before they were killed"]


def _disturbed(
    subject: Subject, home: Path, whole: tuple[Any, Life], rng: random.Random, counts: Counter[str]
) -> tuple[list[str], bool]:
    """What was wrong, in words, and whether it was killed at all."""
    made, lived = whole
    faults: list[str] = []
    again: tuple[str, ...] = ()
    for first in (True, False)[: 1 + (rng.random() < TWICE)]:
        process = _start([*subject.arguments(home), *again], home)
        moment = lived.moment(counts["killed"] + counts["ended first"])
        if wait_for(moment, process, home):
            faults += _kill(process, rng.random() < 0.5, lived.end, counts)
        if process.returncode == -signal.SIGKILL:
            counts["killed"] += 1
        elif first:
            return [], False
        noise = (home / "stderr").read_text()
        if "Traceback" in noise or "Error" in noise:
            counts["noise"] += 1
            faults.append(f"it said {noise[-300:]!r}")
        again = subject.again
    told = (home / "stdout").read_text().split("\n")[:-1]
    if subject.name == "watch" and told != made[: len(told)]:
        faults.append("what it had told is not the start of what it tells")
    status = _run([*subject.arguments(home), *again], home)
    if status or subject.made(home) != made:
        counts["differs"] += 1
        said = (home / "stderr").read_text()[-300:]
        faults.append(f"it ended with status {status}, and not as an undisturbed run: {said!r}")
    return faults, True


def _kill(process: subprocess.Popen, alone: bool, seconds: float, counts: Counter[str]) -> list[str]:
    """Kill a command with all of its processes, or the first alone; whether the others went on, in words."""
    faults = []
    if alone:
        process.kill()
        process.wait()
        if not _ended(process.pid, max(LEFT_BEHIND, seconds)):
            counts["left behind"] += 1
            faults.append("its other processes went on")
    _kill_group(process.pid)
    process.wait()
    return faults


def _start(arguments: list[str], home: Path) -> subprocess.Popen:
    command = [sys.executable, "-m", "pipeline", *arguments]
    with (home / "stdout").open("wb") as out, (home / "stderr").open("wb") as err:
        return subprocess.Popen(command, stdout=out, stderr=err, start_new_session=True)


def _run(arguments: list[str], home: Path) -> int:
    return _start(arguments, home).wait()


def _ended(group: int, within: float) -> bool:
    deadline = time.monotonic() + within
    while time.monotonic() < deadline:
        if not any(map(partial(_is_of, group), Path("/proc").glob("[0-9]*"))):
            return True
        time.sleep(0.05)
    return False


def _is_of(group: int, process: Path) -> bool:
    """Whether a process belongs to a group and lives; one that has ended may stay listed."""
    try:
        state, _, its_group = (process / "stat").read_text().rpartition(")")[2].split()[:3]
    except OSError:
        return False
    return state not in "ZX" and int(its_group) == group


def _kill_group(group: int) -> None:
    try:
        os.killpg(group, signal.SIGKILL)
    except ProcessLookupError:
        return
    _ended(group, LEFT_BEHIND)
