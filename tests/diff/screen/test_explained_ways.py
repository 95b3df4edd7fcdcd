"""How far things went says what came or went only where that explains it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import screen_page as page
from test_unseen_pages import sides

from pipeline.diff.screen.blocks import Block, find_blocks
from pipeline.diff.screen.finding import Finding
from pipeline.diff.screen.judgement import Judgement
from pipeline.diff.screen.pushes import caused
from pipeline.diff.screen.views import out_of_view
from pipeline.diff.screen.whole import scroll

WORDS = ("Orders", "Invoices", "Customers", "Reports", "Letters", "Stock", "Returns", "Offers", "Staff", "Rooms")


def block(top: int, dy: int, ink: int = 300) -> Block:
    box = np.array([40, top, 200, top + 20])
    return Block(0, dy, box, box + np.array([0, dy, 0, dy]), ink)


def test_a_line_that_went_did_not_move_the_page_by_ten_times_its_height():
    line = Finding("drop", np.array([40, 100, 200, 115]), None, "text")
    (one,) = caused([line], [block(700, -307), block(900, -307)])
    assert not one.shifted
    (one,) = caused([line], [block(700, -24), block(900, -24)])
    assert one.shifted == -24


def test_one_of_several_that_look_alike_hides_nothing_below_it_that_is_in_both_pictures():
    lines = tuple(page.Line(word, 40, 60 + 28 * i) for i, word in enumerate(WORDS))
    pair = sides(page.drawn((*page.HEADER, *lines)), page.drawn((*page.HEADER, *lines, page.Line("New", 300, 300))))
    hidden = out_of_view([block(290, -200)], *pair)
    assert not hidden[1]
    other = tuple(page.Line("A page of its own", 60, 178 + 28 * i, "#c02020", 18) for i in range(6))
    pair = sides(page.drawn((*page.HEADER, *lines[:4])), page.drawn((*page.HEADER, *lines[:4], *other)))
    assert out_of_view([block(290, -200)], *pair)[1]


def test_a_page_that_went_up_by_the_line_that_is_gone_was_not_scrolled_where_its_head_reads_otherwise():
    rows = [page.Line(word, 40, 92 + 26 * i) for i, word in enumerate(WORDS)]
    moved = [replace(row, y=row.y - 26) for row in rows[1:]]
    title = page.Line("Menu of all the shops", 16, 8), page.Line("Menu of all my branches", 16, 8)
    pair = sides(page.drawn((title[0], *rows), 400), page.drawn((title[1], *moved), 400))
    blocks = find_blocks(pair[0], Judgement())
    gone = Finding("drop", np.array([40, 92, 90, 112]), None, "text")
    other = Finding("text", np.array([16, 10, 160, 22]), np.array([16, 10, 175, 22]), "text")
    assert scroll([other, gone], blocks, *pair, Judgement()) is None
    cut = Finding("drop", np.array([40, 60, 90, 112]), None, "image")
    assert scroll([other, cut], blocks, *pair, Judgement()) is not None
