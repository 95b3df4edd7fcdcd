"""Rows of which one part came, went or reads otherwise, while the rest made room pixel for pixel."""

from __future__ import annotations

from dataclasses import replace

import pytest
import screen_page as page
from test_screen_differ import overlap, told

LEVEL = 60
REST = page.MENU


def search(*buttons: str, wide: int = 120, high: int = 30) -> list[page.Box | page.Line]:
    """A field with buttons that touch it and each other, as high, and behind a gap another one."""
    top = LEVEL - (high - 30) // 2
    things = [
        page.Box(20, top, 20 + wide, top + high, "#a0a0a0"),
        page.Box(21, top + 1, 19 + wide, top + high - 1, "white"),
    ]
    things.append(page.Line("Filter", 30, LEVEL + 7, "#909090", 14 * high // 30))
    left = 20 + wide
    for sign in buttons:
        things += [page.Box(left, LEVEL, left + 30, LEVEL + 30, "#a0a0a0")]
        things += [page.Box(left, LEVEL + 1, left + 29, LEVEL + 29, "#f0f0f0"), page.Line(sign, left + 10, LEVEL + 6)]
        left += 30
    left += 12
    return [
        *things,
        page.Box(left, LEVEL, left + 90, LEVEL + 30, "#d8e4ef"),
        page.Line("Start now", left + 12, LEVEL + 7),
    ]


def links(*names: str) -> list[page.Box | page.Line]:
    """Underlined links in a line."""
    things, left = [], 30
    for name in names:
        wide = round(7.2 * len(name))
        things += [page.Line(name, left, LEVEL), page.Box(left, LEVEL + 16, left + wide, LEVEL + 17, "#202020")]
        left += wide + 20
    return things


def pair(first, second):
    return page.drawn((*first, *REST)), page.drawn((*second, *REST))


def test_a_copy_of_a_button_in_a_group_is_new_and_the_button_behind_it_has_not_moved():
    (change,) = told(*pair(search("#"), search("#", "#")))
    assert change.kind == "add"
    assert overlap(change.box_after, [170, LEVEL, 200, LEVEL + 30]) > 0.8


def test_a_field_that_grew_is_larger_and_the_buttons_behind_it_have_not_moved():
    first, second = search("#"), search("#", wide=180, high=45)
    (change,) = told(*pair(first, second))
    assert (change.kind, change.new) == ("resize", "larger")
    assert overlap(change.box_after, [20, LEVEL - 7, 200, LEVEL + 38]) > 0.8


@pytest.mark.parametrize("turned", [False, True])
def test_a_button_of_another_width_that_went_is_one_loss_and_the_rest_has_not_moved(turned):
    def row(left, *parts):
        things = []
        for name, wide, gap in parts:
            things += [page.Box(left, LEVEL, left + wide, LEVEL + 28, "#d8e4ef"), page.Line(name, left + 8, LEVEL + 6)]
            left += wide + gap
        return things

    split = (("Small split", 96, 1), ("v", 26, 8))
    shots = pair(row(20, ("Small button", 110, 8), *split), row(28, *split))  # the space in between stays
    (change,) = told(*(reversed(shots) if turned else shots))
    assert change.kind == ("add" if turned else "drop")
    assert overlap(change.box_after if turned else change.box_before, [20, LEVEL, 130, LEVEL + 28]) > 0.9


def test_a_word_gone_from_an_underlined_link_is_a_text_of_the_link_alone():
    first = links("Range", "Multiple choice question", "Toggle", "Usage")
    second = links("Range", "Multiple question", "Toggle", "Usage")
    (change,) = told(*pair(first, second))
    assert change.kind == "text"
    start = first[2].x
    assert change.box_after[0] == pytest.approx(start, abs=3)
    assert change.box_before[2] < first[4].x
    assert change.box_after[2] < second[4].x


def test_words_that_went_onto_a_mark_ahead_of_them_are_a_move_and_not_its_loss():
    mark, words = (
        page.Box(114, LEVEL + 4, 122, LEVEL + 12, "#202020"),
        page.Line("Install the program on a page", 144, LEVEL),
    )
    (change,) = told(*pair((mark, words), (mark, replace(words, x=108))))
    assert change.kind == "move"
    assert change.box_after[0] - change.box_before[0] == pytest.approx(-36, abs=1)


@pytest.mark.parametrize("way", [-18, -60, 12])
def test_a_button_that_went_a_little_to_the_side_has_moved_in_whole(way):
    def panel(left):
        card = page.Box(200, 50, 460, 150, "#fafafa"), page.Box(180, 50, 199, 150, "#e8eef6")
        return (
            *card,
            page.Box(left, 90, left + 136, 138, "#7868e8"),
            page.Line("Learn more", left + 20, 104, "white", 18),
        )

    (change,) = told(*pair(panel(270), panel(270 + way)))
    assert change.kind == "move"
    assert overlap(change.box_before, [270, 90, 406, 138]) > 0.9
    assert overlap(change.box_after, [270 + way, 90, 406 + way, 138]) > 0.9


@pytest.mark.parametrize(("first", "second"), [("Annotations", "Annotaions"), ("empty object", "empty obect")])
def test_a_letter_gone_from_a_word_is_a_text_and_no_move_of_the_rest(first, second):
    (change,) = told(*pair([page.Line(first, 30, LEVEL)], [page.Line(second, 30, LEVEL)]))
    assert change.kind == "text"
