"""Files are written whole or not at all."""

import os

import pytest

from pipeline.core import files
from pipeline.core.errors import SpotItError


def test_a_file_is_replaced_whole_and_nothing_else_is_left(tmp_path):
    path = tmp_path / "a.json"
    path.write_bytes(b"old")
    os.link(path, tmp_path / "still old")  # a second name for the old file: it must not be written into
    files.write_file(path, b"new")
    assert path.read_bytes() == b"new"
    assert (tmp_path / "still old").read_bytes() == b"old"
    assert sorted(one.name for one in tmp_path.iterdir()) == ["a.json", "still old"]


def test_a_failed_write_leaves_the_old_file_and_no_half_of_the_new_one(tmp_path, monkeypatch):
    path = tmp_path / "a.json"
    path.write_bytes(b"old")

    def full(self, target):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(files.Path, "replace", full)
    with pytest.raises(SpotItError, match="the disk is full"):
        files.write_file(path, b"new")
    assert path.read_bytes() == b"old"
    assert [one.name for one in tmp_path.iterdir()] == ["a.json"]
