"""A thumb that went tells of a scroll though nothing is left of the page; a shorter text above is no scroll."""

from __future__ import annotations

import numpy as np
import pytest
import screen_page as page
from test_screen_differ import told
from test_unseen_pages import barred, sides

from pipeline.diff.screen.blocks import Block
from pipeline.diff.screen.differ import ScreenDiffer
from pipeline.diff.screen.finding import Finding
from pipeline.diff.screen.scrollbar import bar_at, thumb_way
from pipeline.diff.screen.whole import scroll

FIRST = tuple(page.Line(f"Chapter {word}", 40, 20 + 34 * i) for i, word in enumerate(("one", "two", "three", "four")))
OTHER = tuple(page.Line(word, 60, 40 + 41 * i, size=20) for i, word in enumerate(("Margin", "Ledger", "Harbour")))


@pytest.mark.parametrize(("top", "way"), [(60, -1), (74, -1), (130, -1), (20, 0)])
def test_a_page_of_which_nothing_is_left_was_scrolled_if_the_thumb_went(top, way):
    """Also where the thumb went by just its own length, and not where it stayed."""
    before = barred(page.drawn(FIRST), 20, 74)
    after = barred(page.drawn(OTHER), top, top + 54)
    assert np.sign(thumb_way(*sides(before, after))) == way
    if way:
        (change,) = told(before, after)
        assert change.kind == "scroll"
        assert change.shifted == pytest.approx((20 - top) * page.HEIGHT / 54, rel=0.1)


def double_barred(image: np.ndarray, until: int) -> np.ndarray:
    """A page of twice the scale with a bar at its right, 30 pixels wide, whose thumb ends at a line, and one below."""
    image = image.copy()
    high = len(image)
    image[:, -30:] = image[-30:] = 252
    for top in (13, high - 54):
        image[top : top + 9, -22:-7] = 139  # the arrows
    image[36:until, -24:-6] = image[-24:-6, 36:300] = 139
    return image


def test_a_bar_above_one_that_runs_across_is_a_scroll_bar_and_its_thumb_is_silent():
    text = tuple(
        page.Line(f"Chapter {word}", 40, 60 + 46 * i, size=24) for i, word in enumerate(("one", "two", "three"))
    )
    before = double_barred(page.drawn(text), 190)
    after = double_barred(page.drawn((*text[:2], page.Line("Harbour", 40, 152, size=24))), 176)
    assert bar_at(sides(before, after)[0]) is not None
    assert [change.kind for change in told(before, after)] == ["text"]


def block(x0: int, y0: int, x1: int, y1: int, dy: int) -> Block:
    box = np.array([x0, y0, x1, y1])
    return Block(0, dy, box, box + np.array([0, dy, 0, dy]), 8000)


@pytest.mark.parametrize(("lines", "scrolled"), [(2, False), (1, True)])
def test_a_page_is_not_scrolled_where_a_text_above_became_shorter_by_what_the_rest_went_up(lines, scrolled):
    high = 24 * lines
    text = Finding("text", np.array([20, 40, 300, 40 + high + 24]), np.array([20, 40, 200, 64]), "text")
    gone = Finding("drop", np.array([20, 40, 300, 40 + high + 24]), None, "text")
    blank = page.drawn(())
    found = scroll([text, gone], [block(20, 140, 460, 350, -48)], *sides(blank, blank), ScreenDiffer())
    assert (found is not None) is scrolled
