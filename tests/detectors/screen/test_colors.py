"""Colours of elements: what is written, what is painted, the border."""

from __future__ import annotations

import numpy as np
import painted_page as painted
import pytest

from detectors.screen.colors import element_colors, term_scores


def _term(color):
    scores = term_scores(color)
    return max(scores, key=scores.get)


@pytest.mark.parametrize(
    ("box", "ink", "background"),
    [(painted.BUTTON, "white", "blue"), (painted.CARD, "black", "white")],
)
def test_ink_and_background_have_their_own_terms(box, ink, background):
    found = element_colors(painted.page(), np.array(box))
    assert (_term(found.ink), _term(found.background)) == (ink, background)


def test_a_border_is_seen_where_there_is_one():
    page = painted.page()
    assert _term(element_colors(page, np.array(painted.CARD)).border) == "gray"
    assert element_colors(page, np.array(painted.BUTTON)).border is None


@pytest.mark.parametrize(
    ("color", "term"),
    [
        ((208, 0, 0), "red"),
        ((10, 138, 42), "green"),
        ((139, 69, 19), "brown"),
        ((230, 119, 0), "orange"),
        ((0, 0, 0), "black"),
    ],
)
def test_a_plain_colour_has_its_term_and_the_shares_sum_to_one(color, term):
    scores = term_scores(color)
    assert _term(color) == term
    assert sum(scores.values()) == pytest.approx(1)
