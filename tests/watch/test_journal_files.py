"""The file of a journal: another file that is named by mistake stays whole, and an entry that was cut short goes."""

from __future__ import annotations

import pytest

from pipeline.core.errors import SpotItError
from pipeline.watch.journal import open_journal


@pytest.mark.parametrize("content", [b"RIFF\x10\x00WEBPVP8 ", b"one line of notes", b'{"frames": 3}', b"two\nlines"])
def test_a_file_that_is_no_journal_stays_as_it_is(tmp_path, content):
    other = tmp_path / "other.webp"
    other.write_bytes(content)
    with pytest.raises(SpotItError, match=r"other\.webp"):
        open_journal(other)
    assert other.read_bytes() == content


@pytest.mark.parametrize("kept", [0, 5, 30])
def test_an_entry_that_was_cut_short_is_taken_away(tmp_path, kept):
    picture, path = tmp_path / "a.png", tmp_path / "journal.jsonl"
    journal = open_journal(path)
    journal.enter(picture, [], [])
    journal.close()
    whole = path.read_bytes()
    path.write_bytes(whole + whole[:kept])
    again = open_journal(path)
    again.close()
    assert path.read_bytes() == whole and again.last == str(picture)
