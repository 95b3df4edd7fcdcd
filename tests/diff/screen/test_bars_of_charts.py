"""A bar of a chart that came or went is told so, and not as a field or scroll bar that took the colour of the page."""

import numpy as np
import pytest
import screen_page as page
from test_screen_differ import told
from test_unseen_pages import sides

from pipeline.core.types import SceneObject
from pipeline.diff.screen.finding import Finding
from pipeline.diff.screen.roles import role_of

AXIS = page.Box(40, 339, 460, 341, "#444444")
TITLE = page.Line("Visitors of the week", 40, 60, size=18)
HEIGHTS = (120, 60, 170, 90, 140)


def chart(heights, ink="#4c78a8", **ground):
    bars = [page.Box(60 + 80 * i, 340 - high, 100 + 80 * i, 340, ink) for i, high in enumerate(heights) if high]
    drawn = page.drawn([TITLE, *bars], **ground)
    drawn[338:340, 40:460] = drawn[338:340, 40:460] // 2 + 34  # an axis between two rows, half in each, over the bars
    return drawn


@pytest.mark.parametrize("ink", ["#4c78a8", "#888888"])
@pytest.mark.parametrize("ground", ["white", "#1b1d22"])
@pytest.mark.parametrize("bar", [0, 2, 4])
def test_a_bar_on_an_axis_goes_and_comes(bar, ground, ink):
    less = [0 if i == bar else high for i, high in enumerate(HEIGHTS)]
    whole, rest = (chart(heights, ink, ground=ground) for heights in (HEIGHTS, less))
    x0 = 60 + 80 * bar
    for kind, pair in (("drop", (whole, rest)), ("add", (rest, whole))):
        (change,) = told(*pair)
        box = change.box_before if kind == "drop" else change.box_after
        assert change.kind == kind
        assert np.abs(box - [x0, 340 - HEIGHTS[bar], x0 + 40, 340]).max() <= 4


def test_a_bar_that_is_painted_otherwise_has_another_colour():
    bars = [page.Box(60, 200, 100, 340, color) for color in ("#4c78a8", "#e45756")]
    (change,) = told(*(page.drawn([TITLE, bar, AXIS]) for bar in bars))
    assert (change.kind, change.old, change.new) == ("color", "blue", "red")


@pytest.mark.parametrize("label", ["input", "scrollbar"])
def test_an_even_shape_within_a_page_is_neither_a_field_nor_a_scroll_bar(label):
    side, _ = sides(chart(HEIGHTS), page.drawn([TITLE, AXIS]))
    box = np.array([60, 220, 100, 340], float)
    finding = Finding("drop", box, None, "image")
    assert role_of(finding, side, box, SceneObject(box, label, 0.9)) == "image"


def test_a_field_with_a_border_and_a_scroll_bar_at_the_edge_are_what_they_are():
    field = page.Box(60, 100, 260, 130, "#767676"), page.Box(61, 101, 259, 129, "#ffffff")
    thumb = page.Box(page.WIDTH - 12, 20, page.WIDTH - 2, 120, "#808080")
    side, _ = sides(page.drawn([TITLE, *field, thumb]), page.drawn([TITLE]))
    for label, one in (("input", field[0]), ("scrollbar", thumb)):
        box = np.array([one.x0, one.y0, one.x1, one.y1], float)
        assert role_of(Finding("drop", box, None, "image"), side, box, SceneObject(box, label, 0.9)) == label


def test_a_bar_that_grew_higher_than_it_is_wide_has_an_inside():
    lines = [page.Box(50, 300 - 60 * i, 461, 301 - 60 * i, "#e0e6f1") for i in range(5)]
    beside = [page.Box(55, 193, 97, 301, "#91cc75"), page.Box(112, 69, 154, 301, "#ee6666")]
    beside += [page.Box(169, 201, 211, 301, "#5470c6"), page.Box(283, 184, 325, 301, "#fac858")]
    pair = [page.drawn([*lines, *beside, page.Box(226, 301 - high, 268, 301, "#91cc75")]) for high in (63, 111)]
    assert [change.kind for change in told(*pair)] == ["resize"]
