"""A page scrolled under a head that stays: what comes out from under it or goes there has neither come nor gone."""

from __future__ import annotations

import pytest
import screen_page as page
from test_screen_differ import told

PARAGRAPHS = (
    ("Orders of this week", "Bolts and nuts for the workshop, to be sent", "by road before Monday at noon."),
    ("Invoices not paid", "Three are late, and two of them are of the", "same customer in Lisbon."),
    ("Customers to call", "Anna Meyer asked for another offer, and for", "samples of the blue paint."),
    ("Reports", "Sales fell by a tenth, while repairs have", "doubled since the spring."),
    ("Letters", "A supplier writes that copper is dearer now,", "and that prices will follow."),
)
CARD = 92


def scrolled(by, cards, height=320):
    """Paragraphs, on cards or not, of which ``by`` pixels have gone under the head."""
    things = []
    for i, (title, *lines) in enumerate(PARAGRAPHS):
        y = 56 + i * CARD - by
        if cards:
            things += [page.Box(20, y, 440, y + CARD - 14, "#b0b8c0"), page.Box(21, y + 1, 439, y + CARD - 15, "white")]
        things.append(page.Line(title, 34, y + 8, size=17))
        things += [page.Line(line, 34, y + 34 + 18 * k) for k, line in enumerate(lines)]
    return page.drawn((*things, *page.HEADER), height)


@pytest.mark.parametrize("way", [1, -1], ids=["down", "up"])
@pytest.mark.parametrize(
    ("by", "cards"), [(16, False), (92, False), (98, False), (120, False), (48, True), (92, True), (98, True)]
)
def test_what_goes_under_a_head_and_what_comes_out_is_only_scrolled(by, cards, way):
    pair = scrolled(0, cards), scrolled(by, cards)
    (change,) = told(*pair[::way])
    assert change.kind == "scroll"
