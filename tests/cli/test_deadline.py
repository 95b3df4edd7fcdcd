"""A command that hangs ends in one line, with status 2, wherever it hangs."""

import subprocess
import sys

import pytest

HANGING = "from pipeline.cli import deadline; deadline.GRACE = 0.5\nwith deadline.within(0.5):\n    {}"


def ended(*arguments, **more):
    return subprocess.run([sys.executable, *arguments], capture_output=True, text=True, timeout=60, **more)


@pytest.mark.parametrize(
    "hangs", ["import time; time.sleep(50)", "import threading; threading.Lock().acquire()\n    while 1: pass"]
)
def test_what_hangs_is_ended_with_a_line(hangs):
    done = ended("-c", HANGING.format(hangs))
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1 and "no answer within 0.5 seconds" in done.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="there are no alarms")
def test_a_library_that_holds_on_to_the_interpreter_is_ended_all_the_same():
    done = ended("-c", HANGING.format("import ctypes; ctypes.PyDLL(None).sleep(50)"))
    assert done.returncode not in (0, 1)


def test_what_is_in_time_is_left_alone():
    assert ended("-c", HANGING.format("pass") + "\nimport time; time.sleep(1.5); print('done')").stdout == "done\n"


def test_a_run_that_waits_for_a_picture_gives_up(pair):
    waits = subprocess.Popen(
        [sys.executable, "-m", "pipeline", "run", "-", str(pair[1]), "--timeout", "1"],
        stdin=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert waits.wait(60) == 2
    assert "no answer within 1 seconds" in waits.stderr.read()
    waits.stdin.close()


@pytest.mark.parametrize("given", ["0", "-1", "soon", "nan", "inf"])
def test_a_bound_is_a_number_of_seconds(pair, given):
    done = ended("-m", "pipeline", "run", *map(str, pair), f"--timeout={given}")
    assert done.returncode == 2 and "no number of seconds" in done.stderr
