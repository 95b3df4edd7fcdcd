"""Under a header that stays, what scrolled out of the window is not gone."""

from __future__ import annotations

import pytest
import screen_page as page

pytest.importorskip("cv2")

from pipeline.core.types import ObjectGraph
from pipeline.diff.screen.differ import ScreenDiffer
from pipeline.register.reflow import ReflowRegistrar

ITEMS = ("Lamp of brass", "Two oak chairs", "Rug, 120 by 180", "Clock with bells", "Vase, blue glass", "Small mirror")
STEP = 64
"""Pixels between items."""


def window(offset, without=None):
    """What shows of a long list of items that is scrolled by ``offset`` pixels below the header."""
    things = []
    for number in range(24):
        y = 56 + STEP * number - offset
        if number == without or not -STEP < y < page.HEIGHT:
            continue
        color = f"#{40 + 8 * number:02x}{200 - 6 * number:02x}{(90 * number) % 200:02x}"
        things += [
            page.Box(24, y, 72, y + 44, color),
            page.Line(f"{number + 1}. {ITEMS[number % len(ITEMS)]}", 92, y + 4),
            page.Line(f"{(37 * number) % 90 + 9}.{(13 * number) % 10}0 EUR", 92, y + 24, "#707070", 12),
        ]
    return page.drawn((*things, *page.HEADER))


def told(before, after):
    graphs = [ObjectGraph.of([], image.shape[1], image.shape[0]) for image in (before, after)]
    motion = ReflowRegistrar().register(*graphs, before, after)
    return ScreenDiffer(reader="none").diff(*graphs, motion).changes


@pytest.mark.parametrize("offset", [70, 133, 210])
def test_what_scrolled_away_under_a_header_is_not_gone(offset):
    (change,) = told(window(0), window(offset))
    assert change.kind == "scroll"


def test_an_item_that_is_taken_out_of_the_list_is_gone():
    changes = told(window(70), window(70, without=3))
    assert [change.kind for change in changes] != []
    assert "scroll" not in {change.kind for change in changes}
