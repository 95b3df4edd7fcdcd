"""What makes room in a line, a row or a column is not told beside what it made room for."""

from __future__ import annotations

import io
from dataclasses import replace

import numpy as np
import pytest
import screen_page as page
from PIL import Image

from pipeline.core.types import ObjectGraph
from pipeline.diff.screen.differ import ScreenDiffer
from pipeline.register.reflow import ReflowRegistrar

LINE = page.Line("Orders of this week are shown below the table", 40, 260)
RED = replace(LINE, text="new", color="#d02020")


def told(before, after):
    graphs = [ObjectGraph.of([], image.shape[1], image.shape[0]) for image in (before, after)]
    motion = ReflowRegistrar().register(*graphs, before, after)
    return ScreenDiffer(reader="none").diff(*graphs, motion).changes


def compressed(image, quality):
    stream = io.BytesIO()
    Image.fromarray(image).save(stream, "JPEG", quality=quality)
    return np.array(Image.open(stream).convert("RGB"))


def with_line(*lines):
    return page.drawn((*page.HEADER, *page.BUTTON, *page.MENU, *lines))


def test_a_word_that_came_into_a_line_is_one_change_of_its_text():
    longer = replace(LINE, text="Orders of this cold week are shown below the table")
    (change,) = told(with_line(LINE), with_line(longer))
    assert change.kind == "text"
    assert change.box_before[0] < 45
    assert change.box_after[2] > change.box_before[2] + 20


def test_two_words_that_make_room_for_a_third_of_another_colour_did_not_move():
    first = page.Line("Invoices", 40, 260)
    before = with_line(first, page.Line("Reports", 130, 260))
    (change,) = told(before, with_line(first, replace(RED, x=130), page.Line("Reports", 170, 260)))
    assert change.kind in ("add", "text")
    assert change.box_after[0] < 170


@pytest.mark.parametrize("quality", [60, 75, 90, 95])
def test_vivid_words_that_a_lossy_format_thinned_have_not_changed_colour(quality):
    links = [page.Line(word, 40, 120 + 30 * i, "#0000ee") for i, word in enumerate(("Orders", "Lists", "News"))]
    image = page.drawn((*page.HEADER, *page.BUTTON, *links))
    assert told(image, compressed(image, quality)) == ()


def test_a_change_of_colour_is_seen_through_a_lossy_format():
    button = page.BUTTON[0]
    after = tuple(replace(button, fill="#209020") if thing is button else thing for thing in page.PAGE)
    (change,) = told(page.drawn(page.PAGE), compressed(page.drawn(after), 85))
    assert (change.kind, change.new) == ("color", "green")


def test_a_button_that_grew_to_one_side_was_resized():
    box, words = page.BUTTON
    wider = (replace(box, x0=300, x1=440), words)
    (change,) = told(page.drawn(page.PAGE), page.drawn((*page.HEADER, *wider, *page.MENU)))
    assert (change.kind, change.new) == ("resize", "larger")
    assert np.abs(np.array(change.box_after) - [300, 60, 440, 92]).max() <= 1


def test_what_is_above_and_makes_room_for_a_line_between_has_not_moved():
    notice = page.Line("Maintenance on Sunday", 40, 175)
    upper = tuple(replace(line, y=line.y - 15) for line in page.MENU[:2])
    lower = tuple(replace(line, y=line.y + 15) for line in page.MENU[2:])
    (change,) = told(page.drawn(page.PAGE), page.drawn((*page.HEADER, *page.BUTTON, *upper, notice, *lower)))
    assert change.kind == "add"
    assert change.box_after[1] < 180 < change.box_after[3]


def test_another_page_on_the_same_ground_is_no_other_theme():
    other = [page.Box(40 * i, 60 + 7 * i, 40 * i + 39, 300 - 5 * i, "#7090b0") for i in range(12)]
    changes = told(page.drawn(page.PAGE), page.drawn(other))
    assert "theme" not in [change.kind for change in changes]
