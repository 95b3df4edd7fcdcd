"""Rows that are drawn at another size, texts whose letters changed places, and what went along with its lines."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import screen_page as page
from test_screen_differ import overlap, told
from test_unseen_pages import sides

from pipeline.diff.screen.along import without_company
from pipeline.diff.screen.differ import ScreenDiffer
from pipeline.diff.screen.finding import Finding

REST = tuple(
    page.Line(words, 30, 120 + 24 * n)
    for n, words in enumerate(("Otto Clay", "Connor Johnston", "Lacey Hess", "Timothy Henson", "Ramona Benton"))
)


def pager(size):
    """A row of words and numbers that stands where it does at every size."""
    parts, x = [], 30.0
    for words, colored in (
        ("current page:", 0),
        ("1", 1),
        ("2", 1),
        ("3", 1),
        ("next", 1),
        ("pages: 7, items: 100", 0),
    ):
        parts.append(page.Line(words, round(x), 70, "#2060a0" if colored else "#202020", size))
        x += size * (1.4 + 0.5 * len(words))
    return tuple(parts)


@pytest.mark.parametrize(("old", "new", "said"), [(18, 12, "smaller"), (12, 18, "larger")])
def test_a_row_of_several_parts_at_another_size_is_one_resize(old, new, said):
    changes = told(page.drawn((*page.HEADER, *pager(old), *REST)), page.drawn((*page.HEADER, *pager(new), *REST)))
    assert [(one.kind, one.new) for one in changes] == [("resize", said)]
    assert changes[0].box_before[0] < 34


def test_other_parts_in_a_row_are_no_resize():
    other = tuple(replace(one, text=one.text[::-1]) for one in pager(12))
    changes = told(page.drawn((*page.HEADER, *pager(18), *REST)), page.drawn((*page.HEADER, *other, *REST)))
    assert all(one.kind != "resize" or overlap(one.box_before, [30, 70, 430, 90]) < 0.5 for one in changes)


def test_letters_that_changed_places_in_a_line_that_was_nudged_are_other_words():
    pytest.importorskip("rapidocr")
    lower = tuple(replace(line, y=line.y + 3) for line in REST)
    other = tuple(replace(line, text="Tiomthy Henson") if "Timothy" in line.text else line for line in lower)
    before, after = page.drawn((*page.HEADER, *REST)), page.drawn((*page.HEADER, *other))
    found = ScreenDiffer().findings(*sides(before, after))
    assert "text" in [one.kind for one in found]
    same = ScreenDiffer().findings(*sides(before, page.drawn((*page.HEADER, *lower))))
    assert "text" not in [one.kind for one in same]


def test_what_went_as_far_as_all_around_it_has_not_moved():
    lines = tuple(page.Line(f"Paragraph {n} of many words in a row", 30, 60 + 24 * n) for n in range(8))
    notice = page.Line("Maintenance on Sunday", 30, 60)
    lower = tuple(replace(line, y=line.y + 40) for line in lines)
    before, _ = sides(page.drawn(lines), page.drawn((notice, *lower)))
    box = np.array([30, 132, 120, 148])
    along, alone = (Finding("move", box, box + np.array([0, down, 0, down])) for down in (40, 20))
    assert without_company([along, alone], before) == [alone]
