"""Sentences about screens."""

from __future__ import annotations

import numpy as np
import pytest

from language.screen.corpus import Named, corpus
from language.screen.templates import ScreenTemplateGenerator
from pipeline.core.types import Analysis, Change, ObjectGraph, SceneObject

BOX = np.array([10.0, 20.0, 90.0, 44.0])

NAMED = Named(("button", "link", "page"), ("red", "green", "blue"))


def said(*changes):
    graph = ObjectGraph.of([SceneObject(BOX, "button", 0.9)], 400, 300)
    return ScreenTemplateGenerator(limit=1000), Analysis(graph, graph, changes)


def fact(kind, label="button", old=None, new=None, shifted=0, **known):
    before, after = (None if kind == "add" else BOX), (None if kind == "drop" else BOX + np.array([8, 0, 8, 0]))
    nodes = (None if kind == "add" else 0), (None if kind == "drop" else 0)
    return Change(kind, label, {"place": "top right", **known}, 0.9, *nodes, old, new, before, after, shifted=shifted)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (fact("drop", text="Sign up"), "The 'Sign up' button is gone."),
        (fact("text", "text", "$12", "$15", text="$12"), "The text at the top right rose from $12 to $15."),
        (fact("text", "link", "Orders", "Invoices", text="Orders"), "'Orders' became 'Invoices'."),
        (fact("color", old="blue", new="green", text="Save"), "The 'Save' button turned from blue to green."),
        (
            fact("add", "menu item", text="Paste Text", shifted=24),
            "A menu item 'Paste Text' was added at the top right; everything below moved down 24 pixels.",
        ),
        (fact("theme", "page", "light", "dark"), "The page switched to dark mode."),
        (fact("move", text="Save"), "The 'Save' button moved 8 pixels to the right."),
        (fact("state", "checkbox", "unchecked", "checked", text="News"), "The 'News' checkbox is now checked."),
        (fact("scroll", "page", shifted=-116), "The page was scrolled down by 116 pixels."),
        (fact("replace", "icon"), "The icon at the top right was replaced by a different one."),
    ],
)
def test_a_change_is_said_naturally(change, sentence):
    generator, analysis = said(change)
    assert sentence in [candidate.text for candidate in generator.generate(analysis)]


def test_nothing_but_rendering_is_said_to_be_no_change():
    generator, analysis = said()
    assert generator.generate(analysis)[0].text == "Only the rendering differs: nothing has changed."


def test_every_span_holds_the_words_that_name_the_element():
    generator, analysis = said(fact("drop", text="Sign up"))
    for candidate in generator.generate(analysis):
        (span,) = candidate.spans
        assert "Sign up" in candidate.text[span.start : span.end]


def test_like_changes_are_counted_and_all_are_stated():
    generator, analysis = said(*(fact("add", "table row", text=word) for word in ("One", "Two", "Three")))
    (text,) = generator.paragraph(analysis)
    assert text.text == "Three table rows ('One', 'Two', 'Three') at the top right were added."
    assert text.changes == (0, 1, 2)


def test_the_corpus_is_the_same_for_the_same_seed():
    assert list(corpus(50, NAMED, seed=3)) == list(corpus(50, NAMED, seed=3))
