"""When a command is killed: by what can be seen of the run at hand, not by the clock of another run.

Every change of what a command has written (a file that comes, grows or is replaced, its output) is a step.  A moment is
so many steps, and then a share of the time to the next: on a machine that is busier or quieter, the same moment
is earlier or later and still in the same part of the command's work.
"""

from __future__ import annotations

import os
import subprocess
import time
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

LOOKS = 0.005
"""Seconds between two looks at what a command has written."""
GOLDEN = 0.6180339887
"""Multiples of it, without their whole parts, lie evenly in 0..1 however many there are."""


@dataclass(frozen=True)
class Moment:
    """After so many ``steps``, which an undisturbed run does in ``seconds``, and ``more`` seconds of that run."""

    steps: int
    seconds: float
    more: float


@dataclass(frozen=True)
class Life:
    """An undisturbed run: the seconds (n,) from its start to each of its steps, ascending, and to its end."""

    steps: tuple[float, ...]
    end: float

    def moment(self, number: int) -> Moment:
        """The moment of the kill of this number: by turns anywhere in its time, and as one of its steps is seen.

        Moments lie evenly over the run's time and over its steps.
        """
        place = number // 2 * GOLDEN % 1
        if number % 2 and self.steps:
            steps = 1 + int(place * len(self.steps))
            return Moment(steps, self.steps[steps - 1], 0.0)
        steps = bisect_right(self.steps, place * self.end)
        seconds = self.steps[steps - 1] if steps else 0.0
        return Moment(steps, seconds, place * self.end - seconds)


def life(process: subprocess.Popen, home: Path) -> Life:
    """Watch a command that was started just now to its end; it works in ``home`` alone."""
    start = time.monotonic()
    steps = tuple(time.monotonic() - start for _ in _steps(process, home))
    return Life(steps, time.monotonic() - start)


def wait_for(moment: Moment, process: subprocess.Popen, home: Path) -> bool:
    """Wait in a command that was started just now for its moment; whether it came before the command's end."""
    start = time.monotonic()
    pace = 1.0
    if moment.steps:
        seen = next((number for number, _ in enumerate(_steps(process, home), 1) if number == moment.steps), 0)
        if not seen:
            return False
        pace = (time.monotonic() - start) / max(moment.seconds, LOOKS)
    try:
        process.wait(moment.more * pace)
    except subprocess.TimeoutExpired:
        return True
    return False


def _steps(process: subprocess.Popen, home: Path) -> Iterator[None]:
    """Whenever what lies in a folder has changed since the last look, until the process has ended."""
    last = _lies(home)
    while process.poll() is None:
        now = _lies(home)
        if now != last:
            last = now
            yield
        time.sleep(LOOKS)


def _lies(folder: Path) -> set[tuple[str, int, int]]:
    """Each file under a folder, with its size and the time of its last change."""
    found = set()
    for place, _, names in os.walk(folder):
        for name in names:
            path = os.path.join(place, name)
            try:
                status = os.stat(path)
            except OSError:
                continue
            found.add((path, status.st_size, status.st_mtime_ns))
    return found
