"""A page that has become longer, and so has a scroll bar, beside which it is laid out for a smaller width."""

from __future__ import annotations

from dataclasses import replace

import screen_page as page
from test_screen_differ import overlap, told
from test_unseen_pages import barred

from pipeline.register.reflow_width import Narrowed, bars_apart, narrowed

MENU = tuple(page.Line(word, 20, 60 + 40 * n) for n, word in enumerate(("Orders", "Invoices", "Customers", "Reports")))
TITLE = (page.Line("Quarterly figures", 190, 60, size=18), page.Line("of the northern branches", 175, 90))
CARDS = (
    page.Box(150, 130, 240, 180, "#e0e8f0"),
    page.Line("Income", 165, 145),
    page.Box(260, 130, 350, 180, "#e0e8f0"),
    page.Line("Costs", 280, 145),
)
RIGHT = (page.Line("Sign out", 400, 20), page.Line("Help", 420, 145))
NOTICE = (page.Box(150, 112, 320, 136, "#f8d060"), page.Line("Closed on Sunday", 160, 116))


def aside(things, left, down=0):
    """Things so many pixels farther to the left and below."""
    return tuple(
        replace(one, x=one.x - left, y=one.y + down)
        if isinstance(one, page.Line)
        else replace(one, x0=one.x0 - left, x1=one.x1 - left, y0=one.y0 + down, y1=one.y1 + down)
        for one in things
    )


def shown(down=0, notice=()):
    """The page without a bar, and its like beside one, where the cards are so much farther down."""
    wide = page.drawn((*MENU, *TITLE, *CARDS, *RIGHT))
    narrow = (*MENU, *aside(TITLE, 7), *aside(CARDS, 7, down), *aside(RIGHT[:1], 15), *aside(RIGHT[1:], 15, down))
    return wide, barred(page.drawn((*narrow, *aside(notice, 7))), 19, 250)


def test_a_notice_that_made_a_page_longer_is_all_that_is_told():
    wide, narrow = shown(40, NOTICE)
    (change,) = told(wide, narrow)
    assert (change.kind, change.box_before) == ("add", None)
    assert overlap(change.box_after, [143, 112, 313, 136]) > 0.5
    (change,) = told(narrow, wide)
    assert (change.kind, change.box_after) == ("drop", None)
    assert overlap(change.box_before, [143, 112, 313, 136]) > 0.5


def test_what_went_aside_for_a_bar_alone_has_not_changed():
    assert told(*shown()) == ()


def test_boxes_are_those_of_the_pictures_as_they_were_given():
    wide, narrow = shown(40)
    gone = narrow.copy()
    gone[180:205, 380:440] = 255  # the help at the right, which went along
    changes = told(wide, gone)
    (drop,) = [one for one in changes if one.kind == "drop"]
    assert overlap(drop.box_before, [420, 147, 451, 161]) > 0.5


def test_each_part_of_a_page_goes_to_the_left_in_its_own_measure():
    wide, narrow = shown(40)
    assert bars_apart(wide, narrow) is not None
    number, bar = bars_apart(wide, narrow)
    assert number == 1
    brought = narrowed(wide, narrow, bar)
    assert isinstance(brought, Narrowed)
    for things, left in ((MENU, 0), (TITLE, 7), (RIGHT, 15)):
        for line in things:
            y, x = line.y + 7, line.x + 10
            assert abs(brought.columns[y, x - left] - x) <= 2
    assert bars_apart(wide, wide) is None
    assert bars_apart(narrow, narrow) is None


def test_a_page_that_has_a_bar_now_was_not_scrolled():
    long = tuple(page.Line(f"Line {n} of the report", 20, 20 + 22 * n) for n in range(15))
    wide = page.drawn(long)
    narrow = barred(page.drawn((page.Line("A new beginning", 20, 20, size=18), *aside(long, 0, 44))), 19, 250)
    assert "scroll" in [one.kind for one in told(barred(wide, 100, 331), narrow)]
    assert "scroll" not in [one.kind for one in told(wide, narrow)]
