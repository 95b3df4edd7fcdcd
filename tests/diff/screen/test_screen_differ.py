"""What is told of two screenshots."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import screen_page as page

from pipeline.core.types import ObjectGraph
from pipeline.diff.screen.differ import ScreenDiffer
from pipeline.diff.screen.words import differing
from pipeline.register.reflow import ReflowRegistrar


def told(before, after):
    graphs = [ObjectGraph.of([], image.shape[1], image.shape[0]) for image in (before, after)]
    motion = ReflowRegistrar().register(*graphs, before, after)
    return ScreenDiffer(reader="none").diff(*graphs, motion).changes


def overlap(box, other):
    wide = min(box[2], other[2]) - max(box[0], other[0])
    high = min(box[3], other[3]) - max(box[1], other[1])
    both = (box[2] - box[0]) * (box[3] - box[1]) + (other[2] - other[0]) * (other[3] - other[1])
    inside = max(0, wide) * max(0, high)
    return inside / (both - inside)


def changed(old, new):
    return tuple(new if thing is old else thing for thing in page.PAGE)


def test_a_button_that_changed_its_ground_is_one_change_of_colour():
    (change,) = told(
        page.drawn(page.PAGE), page.drawn(changed(page.BUTTON[0], replace(page.BUTTON[0], fill="#209020")))
    )
    assert (change.kind, change.old, change.new) == ("color", "red", "green")
    assert overlap(change.box_after, [320, 60, 420, 92]) > 0.9


def test_words_of_another_colour_are_a_change_of_colour():
    line = page.MENU[1]
    (change,) = told(page.drawn(page.PAGE), page.drawn(changed(line, replace(line, color="#d02020"))))
    assert (change.kind, change.old, change.new) == ("color", "black", "red")


def test_other_words_are_a_change_of_text():
    line = page.MENU[1]
    (change,) = told(page.drawn(page.PAGE), page.drawn(changed(line, replace(line, text="Messages"))))
    assert change.kind == "text"
    assert abs(change.box_before[1] - line.y) < 6


def test_a_line_that_is_gone_is_told_once_with_how_far_the_rest_went():
    rest = tuple(replace(line, y=line.y - 30) for line in page.MENU[1:])
    (change,) = told(page.drawn(page.PAGE), page.drawn((*page.HEADER, *page.BUTTON, *rest)))
    assert change.kind == "drop"
    assert change.shifted == -30
    assert change.box_after is None


def test_what_a_push_moves_over_the_lower_end_is_not_gone():
    pushed = tuple(replace(line, y=line.y + 40) for line in (*page.MENU, page.Line("Imprint", 40, 330)))
    banner = page.Box(0, 60, page.WIDTH, 100, "#ffe69c")
    first = (*page.HEADER, *page.MENU, page.Line("Imprint", 40, 330))
    (change,) = told(page.drawn(first), page.drawn((*page.HEADER, banner, *pushed)))
    assert (change.kind, change.shifted) == ("add", 40)


def test_a_button_whose_words_grow_pale_is_disabled():
    def button(ground: str, ink: str):
        return (*page.HEADER, *page.MENU, page.Box(300, 200, 380, 224, ground), page.Line("Send", 322, 203, ink))

    (change,) = told(page.drawn(button("#e0e0e0", "#101010")), page.drawn(button("#f0f0f0", "#b0b0b0")))
    assert (change.kind, change.old, change.new) == ("state", "enabled", "disabled")
    assert overlap(change.box_after, [300, 200, 380, 224]) > 0.9


def test_the_box_of_words_on_a_button_is_the_button():
    def button(words: str):
        return (*page.HEADER, *page.MENU, page.Box(300, 200, 380, 224, "#205080"), page.Line(words, 322, 203, "white"))

    (change,) = told(page.drawn(button("Send")), page.drawn(button("Save")))
    assert change.kind == "text"
    assert overlap(change.box_after, [300, 200, 380, 224]) > 0.9


def test_a_button_with_its_words_that_came_is_one_addition():
    without = (*page.HEADER, *page.MENU)
    (change,) = told(page.drawn(without), page.drawn(page.PAGE))
    assert change.kind == "add"
    assert overlap(change.box_after, [320, 60, 420, 92]) > 0.9


def test_a_line_at_another_place_has_moved():
    line = page.MENU[3]
    (change,) = told(page.drawn(page.PAGE), page.drawn(changed(line, replace(line, x=240, y=300))))
    assert change.kind == "move"
    assert (change.box_after - change.box_before)[:2].tolist() == [200, 90]


@pytest.mark.parametrize(
    "colors", [("#f08a24", "#f5d020", "orange", "yellow"), ("#f5d020", "#7a4a20", "yellow", "brown")]
)
@pytest.mark.parametrize("size", [(30, 50, 210, 400), (12, 40, 288, 470)])
def test_a_panel_that_covers_most_of_a_page_changed_its_colour_and_not_the_theme(colors, size):
    pages = [np.full((500, 300, 3), 255, np.uint8) for _ in range(2)]
    for image, color in zip(pages, colors, strict=False):
        image[size[1] : size[3], size[0] : size[2]] = [int(color[place : place + 2], 16) for place in (1, 3, 5)]
    (change,) = told(*pages)
    assert (change.kind, change.old, change.new) == ("color", *colors[2:])
    assert overlap(change.box_after, size) > 0.9


def test_dark_mode_is_one_fact():
    dark = tuple(replace(thing, color="#e0e0e0") if thing in page.MENU else thing for thing in page.PAGE)
    (change,) = told(page.drawn(page.PAGE), page.drawn(dark, ground="#181818"))
    assert (change.kind, change.old, change.new) == ("theme", "light", "dark")


@pytest.mark.parametrize(
    "disturbed",
    [
        lambda image: np.clip(255 * (image / 255.0) ** 0.93, 0, 255).astype(np.uint8),
        lambda image: np.concatenate([image[:1], image[:-1]]),  # scrolled by a pixel
    ],
)
def test_rendering_is_silence(disturbed):
    image = page.drawn(page.PAGE)
    assert told(image, disturbed(image)) == ()


def test_a_text_cursor_is_silence():
    image = page.drawn(page.PAGE)
    caret = image.copy()
    caret[122:138, 120:121] = 0
    assert told(image, caret) == ()


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("Orders", "Invoices", ("Orders", "Invoices")),
        ("Total of your order $24.00 today", "Total of your order $26.40 today", ("$24.00", "$26.40")),
        ("Sign up", "Signup", ("", "")),  # reading confuses spaces
    ],
)
def test_texts_are_compared_word_by_word(before, after, expected):
    assert differing(before, after) == expected


def test_what_lay_beyond_the_lower_edge_of_a_shorter_page_is_gone():
    banner = page.Box(20, 352, 460, 440, "#ffe69c")
    (change,) = told(page.drawn((*page.PAGE, banner), 460), page.drawn(page.PAGE))
    assert change.kind == "drop"
    assert overlap(change.box_before, [20, 352, 460, 440]) > 0.7
    (change,) = told(page.drawn(page.PAGE), page.drawn((*page.PAGE, banner), 460))
    assert change.kind == "add"
