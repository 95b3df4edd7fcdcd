"""A named pipe is read once somebody writes to it, and given up where nobody does."""

import os
import threading
import time

import pytest

from pipeline.batch.pairs import read_pairs
from pipeline.core import pipes
from pipeline.core.errors import SpotItError
from pipeline.core.pipes import open_for_reading

pytestmark = pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no named pipes here")


@pytest.fixture
def pipe(tmp_path):
    os.mkfifo(tmp_path / "pairs.jsonl")
    return tmp_path / "pairs.jsonl"


def writing(pipe, content, before=0.0, between=0.0):
    """A thread that opens the pipe after so many seconds, and writes after so many more."""

    def write():
        time.sleep(before)
        with pipe.open("wb") as stream:
            time.sleep(between)
            stream.write(content)

    thread = threading.Thread(target=write, daemon=True)
    thread.start()
    return thread


def test_a_pipe_that_nobody_writes_to_is_given_up(pipe):
    with pytest.raises(SpotItError, match="is a pipe, and nobody writes to it within"):
        open_for_reading(pipe, 0.2)


@pytest.mark.parametrize(("before", "between"), [(0.3, 0), (0, 0.8)], ids=["late", "slow"])
def test_who_writes_late_or_slowly_is_waited_for(pipe, before, between):
    thread = writing(pipe, b"abc", before, between)
    with open_for_reading(pipe, 0.5) as stream:
        assert stream.read() == b"abc"
    thread.join()


def test_a_file_is_read_as_it_is(tmp_path):
    (tmp_path / "file").write_bytes(b"abc")
    with open_for_reading(tmp_path / "file") as stream:
        assert stream.read() == b"abc"


@pytest.mark.parametrize("name", ["pairs.jsonl", "pairs.csv"])
def test_a_manifest_may_be_a_pipe(tmp_path, name, monkeypatch):
    os.mkfifo(tmp_path / name)
    line = b'{"id": "1", "before": "a.png", "after": "b.png"}\n'
    thread = writing(tmp_path / name, line if name.endswith("jsonl") else b"id,before,after\n1,a.png,b.png\n", 0.2)
    (pair,) = read_pairs(tmp_path / name)
    assert (pair.id, pair.before, pair.after) == ("1", "a.png", "b.png")
    thread.join()
    monkeypatch.setattr(pipes, "PATIENCE", 0.2)
    with pytest.raises(SpotItError, match="nobody writes to it"):
        read_pairs(tmp_path / name)
