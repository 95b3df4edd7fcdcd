"""Words that the user has asked to ignore."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
import screen_page as page
from PIL import Image

from pipeline.core.errors import SpotItError
from pipeline.core.types import Change
from pipeline.flow.ignored_words import Words, parse_words


def hides(change, *values):
    return Words(tuple(parse_words(value) for value in values)).hide(change)


def text(before, after, old="", new=""):
    return Change("text", "text", {"text": before, "text_after": after}, 0.9, old=old or before, new=new or after)


@pytest.mark.parametrize(
    "name, before, after",
    [
        ("the clock", "9:59 AM", "10:00 AM"),
        ("the clock", "Last synced at 12:30:01 by Ann", "Last synced at 12 : 31:44 by Ann"),
        ("the date", "Monday, 3 March 2025", "Tuesday, 4 March 2025"),
        ("the date", "Due 2025-03-31", "Due 2025-04-01"),
        ("the date", "Sent Mar 3, 2025", "Sent April 12th, 2026"),
        ("the age", "Edited 3 minutes ago", "Edited an hour ago"),
        ("numbers", "1,204 visitors", "1,310 visitors"),
        (r"build \w+", "build 3fa2", "build 77c0"),
    ],
)
def test_words_that_match_may_change(name, before, after):
    assert hides(text(before, after), name)


@pytest.mark.parametrize(
    "name, before, after",
    [
        ("the clock", "Starts 12:30", "Ends 12:31"),  # the other words changed
        ("the clock", "Orders", "Invoices"),  # no clock
        ("the date", "Total 12.50", "Total 13.50"),
        (r"\d+", "Version 3 of the terms", "Version 4 of the contract"),
    ],
)
def test_other_words_may_not(name, before, after):
    assert not hides(text(before, after), name)


def test_the_words_around_may_be_needed_to_know_those_that_differ():
    change = text("Updated at 12:30 today by Ann", "Updated at 12:31 today by Ann", "12:30", "12:31")
    assert hides(change, r"Updated at [\d:]+") and not hides(change, r"Started at [\d:]+")


def test_the_end_of_a_text_that_was_cut_is_not_taken_for_the_same():
    change = text("9:00 " + 20 * "word " + "…", "9:01 " + 20 * "word " + "…", "9:00 cat", "9:01 dog")
    assert not hides(change, "the clock")


def test_an_element_is_ignored_if_it_has_no_other_words():
    clock = Change("drop", "text", {"text": "(12:30)"}, 0.9)
    assert hides(clock, "the clock")
    assert not hides(replace(clock, attributes={"text": "Lunch at 12:30"}), "the clock")
    assert not hides(replace(clock, attributes={}), "the clock", ".*")  # nothing was read
    turned = Change("color", "button", {"text": "Save"}, 0.9, old="blue", new="green")
    assert hides(turned, "Save|Cancel") and not hides(turned, "Cancel")


def test_what_was_typed_into_a_field_is_words_too():
    typed = Change("state", "input", {"text": "12:30"}, 0.9, old="12:30", new="12:31")
    assert hides(typed, "the clock") and not hides(replace(typed, new="noon"), "the clock")


@pytest.mark.parametrize("value", ["(", "", "  ", "*"])
def test_what_is_no_expression_is_refused_in_one_line(value):
    with pytest.raises(SpotItError, match=r"--ignore-text .*the clock"):
        parse_words(value)


def test_a_world_that_reads_nothing_has_nothing_to_ignore(flat_world, pair, pipeline):
    status, out, err = pipeline("run", *pair, "--pack", "flat", "--ignore-text", "the clock")
    assert (status, out, err.count("\n")) == (2, "", 1)
    assert "--ignore-text" in err and "spot-it[screen]" in err


def test_a_clock_on_a_page_is_hidden_and_said_to_be(tmp_path, pipeline):
    pytest.importorskip("rapidocr")
    clock, noon = (page.Line(words, 380, 320, size=20) for words in ("11:59", "12:00"))
    orders, sales = page.MENU[0], page.Line("Purchases", 40, 120)
    both = [*(thing for thing in page.PAGE if thing is not orders)]
    pictures = {"old": (*both, orders, clock), "clock": (*both, orders, noon), "both": (*both, sales, noon)}
    for name, things in pictures.items():
        Image.fromarray(page.drawn(things)).save(tmp_path / f"{name}.png")
    options = ("--pack", "screen", "--ignore-text", "the clock", "--json")
    _, out, err = pipeline("run", tmp_path / "old.png", tmp_path / "clock.png", *options)
    answer = json.loads(out)
    assert (answer["changed"], answer["hidden"]) == (False, {"ignore_text": 1})
    assert "1 change hidden by --ignore-text" in err
    (tmp_path / "pairs.jsonl").write_text(json.dumps({"id": "1", "before": "old.png", "after": "both.png"}) + "\n")
    pipeline("batch", tmp_path / "pairs.jsonl", "-o", tmp_path / "r.jsonl", "--workers", 1, *options[:-1])
    (change,) = json.loads((tmp_path / "r.jsonl").read_text())["changes"]
    assert (change["kind"], change["old"], change["new"]) == ("text", "Orders", "Purchases")
