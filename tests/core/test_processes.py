"""Processes that work together: all end, whatever happens to one of them or to the one that started them."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from pipeline.core.errors import SpotItError
from pipeline.core.processes import in_processes


def write_rank(rank, folder):
    (folder / str(rank)).write_text(str(os.getpid()))


def fail_in_one(rank, folder):
    write_rank(rank, folder)
    if rank:
        raise ValueError(f"rank {rank} cannot")
    time.sleep(60)


def die_in_one(rank):
    if rank:
        os.kill(os.getpid(), signal.SIGKILL)
    time.sleep(60)


def alive(process):
    """Whether it runs; one that has ended and was not waited for yet does not."""
    try:
        return "Z" not in Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False


def test_every_rank_is_called_once(tmp_path):
    in_processes(write_rank, (tmp_path,), 3)
    assert sorted(file.name for file in tmp_path.iterdir()) == ["0", "1", "2"]


def test_what_one_raises_is_raised_and_the_others_are_ended(tmp_path):
    start = time.monotonic()
    with pytest.raises(ValueError, match="rank 1 cannot"):
        in_processes(fail_in_one, (tmp_path,), 2)
    assert time.monotonic() - start < 50
    assert not any(alive(int(file.read_text())) for file in tmp_path.iterdir())


def test_one_that_is_killed_is_said():
    with pytest.raises(SpotItError, match="was killed"):
        in_processes(die_in_one, (), 2)


@pytest.mark.skipif(not Path("/proc/self/stat").is_file(), reason="processes are looked up in /proc")
def test_those_that_still_load_end_with_the_one_that_started_them(tmp_path):
    """Unpacking what is called takes half a minute here, as importing torch can on a busy machine."""
    (tmp_path / "slow_to_load.py").write_text(
        "import os, pathlib, time\n"
        "if os.environ.get('STARTED') != str(os.getpid()):\n"
        "    pathlib.Path(os.environ['PLACE']).write_text(str(os.getpid()))\n"
        "    time.sleep(30)\n"
        "def call(rank): pass\n"
    )
    program = (
        "import os; os.environ['STARTED'] = str(os.getpid())\n"
        "from pipeline.core.processes import in_processes\n"
        "import slow_to_load\n"
        "if __name__ == '__main__': in_processes(slow_to_load.call, (), 1)\n"
    )
    place = tmp_path / "child"
    paths = os.pathsep.join([str(tmp_path), str(Path(__file__).parents[2]), os.environ.get("PYTHONPATH", "")])
    started = subprocess.Popen(
        [sys.executable, "-c", program], env={**os.environ, "PLACE": str(place), "PYTHONPATH": paths}
    )
    while not place.is_file() or not place.read_text():
        assert started.poll() is None
        time.sleep(0.05)
    child = int(place.read_text())
    assert alive(child)
    started.kill()
    started.wait()
    end = time.monotonic() + 10
    while alive(child) and time.monotonic() < end:
        time.sleep(0.05)
    assert not alive(child)


def test_one_whose_parent_was_killed_before_it_had_its_orders_says_nothing(tmp_path):
    """The parent kills itself here between starting a process and telling it what to do."""
    program = tmp_path / "program.py"
    program.write_text(
        "import os, signal\n"
        "from multiprocessing import util\n"
        "from pipeline.core.processes import in_processes\n"
        "usual = util.spawnv_passfds\n"
        "def started(path, arguments, fds):\n"
        "    started = usual(path, arguments, fds)\n"
        "    if any(b'pipe_handle' in os.fsencode(one) for one in arguments): os.kill(os.getpid(), signal.SIGKILL)\n"
        "    return started\n"
        "util.spawnv_passfds = started\n"
        "if __name__ == '__main__': in_processes(print, (), 1)\n"
    )
    paths = os.pathsep.join([str(Path(__file__).parents[2]), os.environ.get("PYTHONPATH", "")])
    ended = subprocess.run(  # until nobody holds its stderr any longer
        [sys.executable, program], env={**os.environ, "PYTHONPATH": paths}, capture_output=True, text=True, timeout=60
    )
    assert (ended.returncode, ended.stderr) == (-signal.SIGKILL, "")
