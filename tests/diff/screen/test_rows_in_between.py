"""Rows of tables, lists and menus that came in between others or went: one change each, and what made room is quiet."""

from __future__ import annotations

import numpy as np
import pytest
import screen_page as page
from test_screen_differ import overlap, told
from test_unseen_pages import sides

from pipeline.diff.screen.bands import find_bands
from pipeline.diff.screen.blocks import find_blocks
from pipeline.diff.screen.differ import ScreenDiffer
from pipeline.diff.screen.line_ways import alignments_of
from pipeline.diff.screen.lines import aligned_lines, columns_of

NAMES = ("Anna Meyer", "Bruno Rossi", "Clara Novak", "David Silva", "Elena Haas", "Felix Weber")
PITCH, TOP = 26, 96


def table(names, numbered=False, striped=False, below=True, header=True, shift=0):
    """A header bar, a heading, rows of a name and an amount at their right, and a line below them."""
    things = list(page.HEADER) if header else []
    things.append(page.Line("Accounts of this week", 24, 56 + shift, size=20))
    for i, name in enumerate(names):
        y = TOP + i * PITCH + shift
        if striped and i % 2:
            things.append(page.Box(20, y - 5, 400, y + PITCH - 5, "#e4e9f0"))
        if numbered:
            things.append(page.Line(f"{i + 1}", 26, y))
        things += [page.Line(name, 60, y), page.Line(f"{sum(map(ord, name)) * 7} EUR", 300, y)]
    if below:
        things.append(page.Line("These figures were checked by two readers", 24, TOP + len(names) * PITCH + 14 + shift))
    return page.drawn(things)


def row(place):
    return np.array([60, TOP + place * PITCH, 370, TOP + place * PITCH + 16])


def is_row(box, place):
    """Whether a box is that of what is written in a row, or of its ground."""
    return max(overlap(box, row(place)), overlap(box, row(place) + np.array([-40, -5, 30, 5]))) > 0.6


@pytest.mark.parametrize("look", [{}, {"numbered": True}, {"striped": True}])
@pytest.mark.parametrize("place", [0, 2, 4])
def test_a_row_that_came_is_one_change(place, look):
    (change,) = told(table([name for name in NAMES if name != NAMES[place]], **look), table(NAMES, **look))
    assert change.kind == "add"
    assert is_row(change.box_after, place)
    assert abs(change.shifted - PITCH) <= 1


@pytest.mark.parametrize("look", [{}, {"numbered": True}, {"striped": True}])
@pytest.mark.parametrize("place", [0, 2, 4])
def test_a_row_that_went_is_one_change(place, look):
    (change,) = told(table(NAMES, **look), table([name for name in NAMES if name != NAMES[place]], **look))
    assert change.kind == "drop"
    assert is_row(change.box_before, place)


def test_two_rows_that_came_at_two_places_are_two_changes():
    changes = told(table([name for name in NAMES if name not in (NAMES[1], NAMES[4])]), table(NAMES))
    assert [change.kind for change in changes] == ["add", "add"]
    assert {place for place in range(6) for change in changes if is_row(change.box_after, place)} == {1, 4}


def test_a_row_in_between_and_another_name_and_amount_below_are_all_told():
    names = [*NAMES[:5], "Greta Larsen"]
    changes = told(table([name for name in NAMES if name != NAMES[1]]), table(names))
    assert sorted(change.kind for change in changes) == ["add", "text", "text"]


def test_a_paragraph_that_became_longer_is_no_row_that_came():
    """All around a row has to be as it was: here the lines above and below the new one read otherwise."""
    first = [*NAMES[:2], "the report says that all", "of it was paid in time", *NAMES[4:]]
    second = [*NAMES[:2], "the final report has said", "that nearly all of it", "was paid well in time", *NAMES[4:]]
    pair = sides(table(first), table(second))
    blocks = find_blocks(pair[0], ScreenDiffer())
    assert not find_bands(*pair, blocks, alignments_of(*pair, blocks))[0]


def test_two_items_of_one_pitch_that_came_together_are_two_changes():
    first, second = [*NAMES[:2], *NAMES[4:]], NAMES
    pair = (page.drawn([page.Line(name, 40, 60 + 32 * i) for i, name in enumerate(names)]) for names in (first, second))
    changes = told(*pair)
    assert [change.kind for change in changes] == ["add", "add"]
    assert sorted(round(change.box_after[1] / 32) for change in changes) == [round((60 + 32 * i) / 32) for i in (2, 3)]


def test_lines_are_aligned_where_a_row_came():
    pair = sides(table([name for name in NAMES if name != NAMES[2]]), table(NAMES))
    (column,) = columns_of(find_blocks(pair[0], ScreenDiffer()), page.WIDTH)
    alignment = aligned_lines(*pair, column, [0, PITCH])
    (cut,) = alignment.cuts
    assert (cut.old, cut.new) == (0, PITCH)
    assert TOP + 1 * PITCH + 10 < cut.lines.min() <= TOP + 2 * PITCH <= cut.lines.max() + 6
    assert alignment.costs.sum() < 10


def test_a_column_of_which_nothing_moved_has_no_cuts():
    still = sides(table(NAMES), table(NAMES))
    assert aligned_lines(*still, (20, 400), [0, PITCH]).cuts == ()


@pytest.mark.parametrize("came", [True, False])
def test_the_last_row_is_one_change_though_nothing_made_room(came):
    pair = table(NAMES[:5], below=False), table(NAMES, below=False)
    (change,) = told(*(pair if came else pair[::-1]))
    assert change.kind == ("add" if came else "drop")
    assert is_row(change.box_after if came else change.box_before, 5)


def test_a_panel_beside_a_list_ends_where_the_list_does():
    """By as much as the row that came is high the panel has become longer, and that is no thing of its own."""
    first, second = (
        page.drawn(
            (
                page.Line("Accounts", 150, 20, size=20),
                page.Box(0, 0, 120, 60 + PITCH * len(names), "#c8d4e0"),
                *(page.Line(word, 16, 20 + 30 * i) for i, word in enumerate(("Orders", "Reports", "Settings", "Help"))),
                *(page.Line(name, 150, 60 + PITCH * i) for i, name in enumerate(names)),
            )
        )
        for names in (NAMES[:4], NAMES[:5])
    )
    (change,) = told(first, second)
    assert change.kind == "add"
    assert change.box_after[0] > 140


def test_things_that_came_at_one_height_without_a_row_like_them_are_told_one_by_one():
    still = (*page.HEADER, page.Line("A heading of this page", 24, 60, size=20))
    came = (page.Line("Anna Meyer", 60, 180), page.Line("12.50 EUR", 300, 180))
    assert len(told(page.drawn(still), page.drawn((*still, *came)))) == 2


@pytest.mark.parametrize("place", [0, 2, 4])
@pytest.mark.parametrize("came", [True, False])
def test_a_line_that_leaves_a_gap_between_others_is_one_that_went(place, came):
    """In a paragraph, the words below would have taken its place."""
    lines = [
        page.Line(f"Line item {i}: a plain description of the article", 40, 80 + 18 * i, size=13) for i in range(6)
    ]
    rest = [line for i, line in enumerate(lines) if i != place]
    pair = page.drawn((*page.HEADER, *rest)), page.drawn((*page.HEADER, *lines))
    (change,) = told(*(pair if came else pair[::-1]))
    assert change.kind == ("add" if came else "drop")
    box = change.box_after if came else change.box_before
    assert abs((box[1] + box[3]) / 2 - (80 + 18 * place + 8)) < 6
