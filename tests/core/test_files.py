"""Files are written whole or not at all, and told apart by their digests."""

import errno
import os
import subprocess
import sys

import pytest

from pipeline.core import messages
from pipeline.core.errors import SpotItError
from pipeline.core.files import read_lines, sha256, write_failure, write_file


def test_the_digest_is_that_of_the_bytes(tmp_path):
    (tmp_path / "file").write_bytes(b"abc")  # the example of FIPS 180-2
    assert sha256(tmp_path / "file") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"


def test_lines_are_read_without_blanks(tmp_path):
    (tmp_path / "file").write_text("one\n\n  two \n")
    assert read_lines(tmp_path / "file", messages.NOT_TEXT) == ["one", "two"]


def test_what_is_no_text_is_said_in_the_words_given(tmp_path):
    (tmp_path / "file").write_bytes(b"\xff")
    for name in ("file", "absent"):
        with pytest.raises(SpotItError, match="cannot be read as labels"):
            read_lines(tmp_path / name, messages.NO_LABELS)


def test_a_file_that_cannot_be_replaced_stays_as_it_was(tmp_path, monkeypatch):
    (tmp_path / "file").write_text("old")

    def full(path, target):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("pathlib.Path.replace", full)
    with pytest.raises(SpotItError, match="the disk is full"):
        write_file(tmp_path / "file", b"new")
    assert [path.name for path in tmp_path.iterdir()] == ["file"]
    assert (tmp_path / "file").read_text() == "old"


@pytest.mark.parametrize(
    ("number", "message"),
    [
        (errno.ENOSPC, "the disk is full: out could not be written; free some space and try again"),
        (errno.EACCES, "out cannot be written (Permission denied); choose another place"),
    ],
    ids=["full", "forbidden"],
)
def test_a_failed_write_is_told_in_one_line(number, message):
    reason = {errno.ENOSPC: "No space left on device", errno.EACCES: "Permission denied"}[number]
    assert str(write_failure(OSError(number, reason), "out")) == message


def test_a_file_is_replaced_whole_and_nothing_else_is_left(tmp_path):
    path = tmp_path / "a.json"
    path.write_bytes(b"old")
    os.link(path, tmp_path / "still old")  # a second name for the old file: it must not be written into
    write_file(path, b"new")
    assert path.read_bytes() == b"new"
    assert (tmp_path / "still old").read_bytes() == b"old"
    assert sorted(one.name for one in tmp_path.iterdir()) == ["a.json", "still old"]


def test_what_a_killed_process_was_writing_goes_and_what_a_live_one_writes_stays(tmp_path):
    script = "import os, signal, sys; open(f'{sys.argv[1]}/.file.{os.getpid()}.part', 'w'); os.kill(os.getpid(), 9)"
    subprocess.run([sys.executable, "-c", script, str(tmp_path)], check=False)
    (killed,) = tmp_path.iterdir()
    others = [killed.with_name(killed.name.replace(".file.", ".else.")), tmp_path / f".file.{os.getppid()}.part"]
    others.append(tmp_path / ".file.notes.part")
    for other in others:
        other.touch()
    write_file(tmp_path / "file", b"new")
    assert sorted(tmp_path.iterdir()) == sorted([*others, tmp_path / "file"])
