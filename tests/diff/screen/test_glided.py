"""Painted boxes that moved by less than they are wide or high, so that most of them looks as it did."""

from __future__ import annotations

import numpy as np
import pytest
import screen_page as page
from test_screen_differ import told

from pipeline.diff.screen.blocks import Block
from pipeline.diff.screen.finding import Finding
from pipeline.diff.screen.glided import went_along

REST = (*page.HEADER, page.Line("Name of the firm", 24, 60), *page.MENU, page.Line("All rights reserved", 24, 330))


def field(x0, y0, x1, y1, edge="#909090", fill="#ffffff"):
    """A box with an edge of one pixel, cut by the picture's ends where it goes beyond them."""
    return page.Box(x0, y0, x1, y1, edge), page.Box(x0 + 1, y0 + 1, x1 - 1, y1 - 1, fill)


def shown(*things):
    return page.drawn([*REST, *(one for pair in things for one in pair)])


@pytest.mark.parametrize("way", [(14, 0), (-26, 0), (0, 9)])
@pytest.mark.parametrize("fill", ["#ffffff", "#dde8f0"])
def test_a_wide_empty_field_that_went_a_little_has_moved(way, fill):
    box = np.array([150, 240, 390, 270])
    (change,) = told(shown(field(*box, fill=fill)), shown(field(*(box + np.tile(way, 2)), fill=fill)))
    assert change.kind == "move"
    assert np.abs(np.array(change.box_before) - box).max() <= 1
    assert np.abs(np.array(change.box_after) - box - np.tile(way, 2)).max() <= 1


def test_a_field_that_went_under_the_next_one_has_moved():
    other = field(330, 240, 460, 270)
    (change,) = told(shown(field(150, 240, 300, 270), other), shown(field(210, 240, 360, 270), other))
    assert (change.kind, change.box_after[0]) == ("move", 210)


@pytest.mark.parametrize(("x", "way"), [(200, 40), (30, -70)])
def test_a_bar_that_went_over_the_end_of_the_page_has_moved(x, way):
    first, second = (shown(field(x + off, 200, x + off + 260, 230, "#205080", "#205080")) for off in (0, way))
    (change,) = told(first, second)
    assert change.kind == "move"


def test_a_box_that_made_room_for_a_longer_text_beside_it_has_not_moved():
    pages = [
        [page.Line(text, 40, 246), *field(x, 240, x + 180, 270)]
        for text, x in (("Paid", 90), ("Paid by the customers", 204))
    ]
    first, second = (page.drawn([*REST, *things]) for things in pages)
    assert {change.kind for change in told(first, second)} == {"text"}


def test_a_box_of_which_one_end_went_has_another_width():
    changes = told(shown(field(150, 240, 390, 270)), shown(field(190, 240, 390, 270)))
    assert "move" not in {change.kind for change in changes}


@pytest.mark.parametrize(("way", "along"), [((30, 0), True), ((30, 20), False), ((0, 0), False)])
def test_what_shows_beside_a_box_that_moved_went_along_with_it(way, along):
    box = np.array([118, 630, 645, 672])
    edge = np.array([642, 635, 661, 672])
    one = Finding("move", box, box + np.array([30, 0, 30, 0]))
    assert went_along(Block(*way, edge, edge + np.tile(way, 2), 60), one) is along
