"""One thing that moved, or a line that reads otherwise, on pages where all the rest goes along with it."""

from __future__ import annotations

import numpy as np
import pytest
import screen_page as page
from test_pages_of_others import Numbered
from test_screen_differ import told
from test_unseen_pages import sides

from pipeline.diff.screen.blocks import Block
from pipeline.diff.screen.differ import ScreenDiffer
from pipeline.diff.screen.finding import Finding
from pipeline.diff.screen.same_line import centred
from pipeline.diff.screen.whole import scroll
from pipeline.diff.screen.words import read_words

TEXT = "what is said here of the picture below"
COLORS = ("#4080c0", "#c04040", "#40a060", "#a0a030")


def picture_page(text, picture, heading=(24, 20)):
    """A heading, two lines of text, and a large picture of bars below, each at its own height."""
    bars = [
        page.Box(30 + 26 * i, picture + (37 * i) % 90, 46 + 26 * i, picture + 160, COLORS[i % 4]) for i in range(16)
    ]
    lines = [page.Line(TEXT, 24, text), page.Line("in two lines of it", 24, text + 18)]
    return page.drawn((page.Line("Graphs of a week", *heading, size=20), *lines, *bars))


def block(x0, y0, x1, y1, dy, ink):
    box = np.array([x0, y0, x1, y1])
    return Block(0, dy, box, box + np.array([0, dy, 0, dy]), ink)


@pytest.mark.parametrize(("dy", "scrolled"), [(52, False), (-32, True), (0, True)])
def test_a_page_is_not_scrolled_where_a_text_went_down_and_what_is_below_it_up(dy, scrolled):
    pair = sides(picture_page(60, 140), picture_page(62, 108))
    blocks = [block(20, 120, 460, 350, -32, 8000), block(20, 60, 300, 90, dy, 2400)]
    assert (scroll([], blocks, *pair, ScreenDiffer()) is not None) is scrolled


def test_a_page_is_not_scrolled_where_its_heading_went_aside_and_the_rest_down():
    changes = told(picture_page(60, 140), picture_page(68, 148, heading=(-20, 28)))
    assert "scroll" not in {change.kind for change in changes}


LINE = np.array([354, 186, 911, 200])


def rewritten(first, second):
    """That the first word of a line was changed, and the rest of it moved aside, as two findings."""
    word = Finding("text", np.array([354, 186, 373, 200]), np.array(first), "text")
    return [Finding("move", LINE, np.array(second), "text"), word]


def test_a_centred_line_with_another_first_word_has_changed_as_a_whole():
    (change,) = centred(rewritten((334, 186, 387, 200), (375, 186, 932, 200)))
    assert change.kind == "text"
    assert change.before.tolist() == LINE.tolist()
    assert change.after.tolist() == [334, 186, 932, 200]


def test_what_a_longer_word_pushed_along_is_no_part_of_it():
    findings = rewritten((354, 186, 407, 200), (388, 186, 945, 200))
    assert centred(findings) == findings
    findings = rewritten((334, 186, 387, 200), (375, 240, 932, 254))
    assert centred(findings) == findings


def test_a_line_in_many_pieces_is_read_whole():
    words = [page.Line(word, 20 + 90 * i, 100) for i, word in enumerate(("Now", "four", "wide", "words", "here"))]
    pair = sides(page.drawn(words), page.drawn((page.Line("Not", 20, 100), *words[1:])))
    read = read_words(Finding("text", *[np.array([10, 90, 470, 125])] * 2, "text"), *pair, Numbered())
    assert len(read.before.split()) == len(read.after.split()) == 5
