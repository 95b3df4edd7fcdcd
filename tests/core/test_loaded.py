"""A trained file is read once, and again when it was trained again."""

import os

import pytest

from pipeline.core import messages
from pipeline.core.errors import SpotItError
from pipeline.core.loaded import MOST, loaded_once


@pytest.fixture
def reader():
    """A reader, and the list of the files that it was asked to read."""
    asked = []

    @loaded_once(messages.NO_RANKER)
    def read(path):
        """Read a text."""
        asked.append(path.name)
        return [path.read_text()]

    return read, asked


def test_a_file_is_read_once(tmp_path, reader):
    read, asked = reader
    (tmp_path / "model").write_text("first")
    assert read(tmp_path / "model") is read(str(tmp_path / "model"))
    assert asked == ["model"]
    assert read.__doc__ == "Read a text."


def test_a_file_that_was_written_again_is_read_again(tmp_path, reader):
    read, _ = reader
    (tmp_path / "model").write_text("first")
    assert read(tmp_path / "model") == ["first"]
    (tmp_path / "model").write_text("again")
    os.utime(tmp_path / "model", ns=(1, 1))
    assert read(tmp_path / "model") == ["again"]


def test_only_the_last_few_files_are_held(tmp_path, reader):
    read, asked = reader
    names = [f"model{number}" for number in range(MOST + 1)]
    for name in names:
        (tmp_path / name).write_text(name)
    assert [read(tmp_path / name) for name in [*names, names[0]]] == [[name] for name in [*names, names[0]]]
    assert asked == [*names, names[0]]


def test_a_missing_file_is_named_even_after_it_was_read(tmp_path, reader):
    read, _ = reader
    for path in (tmp_path / "absent", tmp_path):
        with pytest.raises(SpotItError, match=f"there are no ranker's weights at {path}: make them with"):
            read(path)
    (tmp_path / "model").write_text("first")
    read(tmp_path / "model")
    (tmp_path / "model").unlink()
    with pytest.raises(SpotItError, match="pipeline train ranker"):
        read(tmp_path / "model")
