"""Kills come at moments of the run at hand, however fast it is."""

from __future__ import annotations

import subprocess
import sys

import pytest

from benchmarks.kill_moments import Life, Moment, life, wait_for

WRITES = """
import pathlib, sys, time
home, each = pathlib.Path(sys.argv[1]), float(sys.argv[2])
for number in range(4):
    time.sleep(each)
    (home / str(number)).write_text("x")
time.sleep(each)
"""


def start(home, each):
    home.mkdir()
    return subprocess.Popen([sys.executable, "-c", WRITES, str(home), str(each)])


def test_the_steps_of_a_run_are_the_files_that_it_writes(tmp_path):
    lived = life(start(tmp_path / "home", 0.2), tmp_path / "home")
    assert len(lived.steps) >= 4
    assert list(lived.steps) == sorted(lived.steps)
    assert lived.end - lived.steps[-1] == pytest.approx(0.2, abs=0.15)


@pytest.mark.parametrize("each", [0.3, 1.0])
def test_a_moment_is_met_in_a_run_of_any_speed(tmp_path, each):
    home = tmp_path / "home"
    process = start(home, each)
    assert wait_for(Moment(2, 0.4, 0.0), process, home)
    process.kill()
    process.wait()
    assert sorted(one.name for one in home.iterdir()) == ["0", "1"]


def test_a_run_that_ends_before_its_moment_is_said(tmp_path):
    process = start(tmp_path / "home", 0.01)
    assert not wait_for(Moment(40, 9.0, 0.0), process, tmp_path / "home")
    assert process.returncode == 0


def test_moments_lie_evenly_over_the_time_and_the_steps_of_a_run():
    lived = Life((2.0, 9.0, 9.1, 9.2), 10.0)
    moments = [lived.moment(number) for number in range(40)]
    times = sorted(one.seconds + one.more for one in moments[::2])
    assert all(after - before < 1.0 for before, after in zip([0.0, *times], [*times, 10.0], strict=True))
    assert {one.steps for one in moments[1::2]} == {1, 2, 3, 4}
    assert all(one.more == 0 for one in moments[1::2])
    assert all(one.more >= 0 for one in moments)


def test_a_run_without_steps_has_moments():
    assert all(0 <= Life((), 3.0).moment(number).more < 3 for number in range(9))
