"""Paragraphs that wrap otherwise because one part of them came, went or reads otherwise."""

from __future__ import annotations

import pytest
import screen_page as page
from PIL import ImageFont
from test_screen_differ import overlap, told

LEFT, TOP, WIDE, PITCH = 30, 60, 380, 24
TEXT = "You recently completed a questionnaire on {} the website for finding help with food, money and work and more."


def paragraph(text: str, special: str, color: str = "#2040c0"):
    """Lines of a text, whose place ``{}`` holds special words in a colour; with the box of these."""
    font = ImageFont.load_default(14)
    things, box, x, y = [*page.HEADER], None, float(LEFT), TOP
    for word in text.split():
        shown = special if word == "{}" else word
        if not shown:
            continue
        wide = font.getlength(shown)
        if x + wide > LEFT + WIDE:
            x, y = float(LEFT), y + PITCH
        things.append(page.Line(shown, round(x), y, color if word == "{}" else "#202020"))
        if word == "{}":
            box = [round(x), y + 3, round(x + wide), y + 16]
        x += wide + font.getlength(" ")
    return page.drawn((*things, page.Line("Contact", LEFT, 300))), box


def test_a_link_gone_from_a_paragraph_is_a_loss_and_the_words_behind_it_only_made_room():
    (before, box), (after, _) = paragraph(TEXT, "Better Business"), paragraph(TEXT, "")
    (change,) = told(before, after)
    assert change.kind == "drop"
    assert overlap(change.box_before, box) > 0.6


def test_a_link_that_came_into_a_paragraph_is_an_addition():
    (before, _), (after, box) = paragraph(TEXT, ""), paragraph(TEXT, "Better Business")
    (change,) = told(before, after)
    assert change.kind == "add"
    assert overlap(change.box_after, box) > 0.6


@pytest.mark.parametrize("turned", [False, True])
def test_a_link_that_reads_otherwise_is_a_text_of_its_own_though_the_lines_wrap_anew(turned):
    shots = [paragraph(TEXT, words) for words in ("Better Business Bureau", "Forest")]
    (before, first), (after, second) = reversed(shots) if turned else shots
    (change,) = told(before, after)
    assert change.kind == "text"
    assert overlap(change.box_before, first) > 0.6
    assert overlap(change.box_after, second) > 0.6
